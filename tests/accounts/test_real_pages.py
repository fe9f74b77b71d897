"""The same promises on a page of the application itself, with the real roles and the walls."""

import re
from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from pytest_django import Settings

from signals.models import Enrichment
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

from .test_hats import hidden_fields
from .test_lost_session import carried_in

type ClientOf = Callable[..., OutsideClient]

FOUND = {
    "kind": "brp",
    "question": "Hoeveel mensen staan hier ingeschreven?",
    "source": "Burgerzaken",
    "finding": "Negen mensen in een huis voor drie.",
    "hat": "focal_officer",
    "key": "5d0c1c0e-6f0e-4a44-9d0c-2f0d5b6f7a31",
}


@pytest.fixture(autouse=True)
def _real(settings: Settings, _stand_ins: None) -> None:
    settings.ROOT_URLCONF = "mensenhandel.urls"
    settings.ACTOR_FACTORY = "municipalities.roles.actor_for"


def test_under_another_hat_nothing_is_written_and_the_text_stays(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma)
    answer = client_of(world.daphne, "district_coordinator").post(reverse("signals:enrich", args=[signal.pk]), FOUND)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Negen mensen in een huis voor drie." in page
    assert "Wat is er gevonden?" in page
    assert "Vervangend aandachtsfunctionaris Goes" in page
    assert "Wissel terug en verstuur opnieuw" in page
    assert not Enrichment.objects.unscoped(reason="test").exists()


def test_a_session_lost_half_way_gives_the_text_back(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma)
    address = reverse("signals:enrich", args=[signal.pk])
    browser = client_of(world.wilma)
    browser.get(reverse("signals:detail", args=[signal.pk]))
    browser.session.flush()
    lost = browser.post(address, FOUND)
    assert lost.status_code == 403
    browser.force_login(world.wilma)
    session = browser.session
    session["carried"] = carried_in(lost.content.decode())
    session.save()
    page = browser.get(reverse("accounts:resume")).content.decode()
    assert "Negen mensen in een huis voor drie." in page
    assert FOUND.items() <= dict(hidden_fields(page)).items()
    browser.force_login(world.vera)
    assert "Negen mensen" not in browser.get(reverse("accounts:resume")).content.decode()


def test_a_page_says_how_long_its_session_lasts_and_one_for_visitors_does_not(
    world: World, client_of: ClientOf, settings: Settings
) -> None:
    page = client_of(world.wilma).get(reverse("signals:list")).content.decode()
    [seconds] = re.findall(r'data-session-seconds="(\d+)" data-session-url="/account/sessie/"', page)
    assert 0 < int(seconds) <= settings.SESSION_IDLE_SECONDS
    assert "data-session" not in OutsideClient().get(reverse("account_login")).content.decode()


def test_what_a_page_was_still_to_say_ends_with_the_session(world: World, client_of: ClientOf) -> None:
    told = "is vastgelegd als"
    for ends in ("out", "lost", "old"):
        browser = client_of(world.wilma)
        form = browser.get(reverse("signals:note")).context["form"]
        data = {field.name: field.value() for field in form.hidden_fields()}
        data |= {"source": "mun_counter", "facts": "Acht bedden.", "place": "Goes", "danger": "no"}
        sent = browser.post(reverse("signals:note"), data)
        assert [told in str(message) for message in get_messages(sent.wsgi_request)] == [True]
        assert "messages" not in browser.cookies
        if ends == "out":
            browser.post(reverse("account_logout"))
        elif ends == "lost":
            del browser.cookies["sessie"]
        else:
            session = browser.session
            session["signed_in_at"] = 0.0
            session.save()
            browser.get("/")
        assert told not in browser.get(reverse("account_login")).content.decode()
