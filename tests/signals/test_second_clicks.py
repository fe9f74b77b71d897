"""One form sent twice is one fact, and who changed something before you is told truly: herself or a colleague."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from audit.events import Result
from audit.models import AuditEvent
from core.workdays import today
from municipalities.roles import actor_for
from signals.models import Enrichment, Follow, FollowReview, Handover, Signal
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.days import dated, in_days
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

FOUND = {
    "kind": "kvk",
    "question": "Wie is de eigenaar?",
    "source": "Handelsregister",
    "provenance": "own",
    "ground": "public_task",
    "necessity": "Om te weten wie er verantwoordelijk is.",
    "asked_on": in_days,
    "result": "asked",
}
OWN = "Uw eigen wijziging van"
SOMEBODY = "Iemand anders heeft dit intussen gewijzigd"


def _told(event: str, dossier: Signal) -> int:
    rows = AuditEvent.objects.unscoped(reason="test").filter(event=event, result=Result.DONE)
    return int(rows.filter(dossier_id=dossier.pk).count())


def _sent(client: OutsideClient, url: str, **given: Any) -> dict[str, Any]:
    """The form as the page shows it, filled in."""
    form = client.get(url).context["form"]
    return {field.html_name: field.value() for field in form.hidden_fields()} | dated(given)


def test_information_that_is_sent_several_times_is_written_once(world: World, client_of: ClientOf) -> None:
    signal, client = make.handled(world.goes, world.wilma), client_of(world.wilma)
    url = reverse("signals:enrich", args=[signal.pk])
    data = _sent(client, url, **FOUND)
    answers = [client.post(url, data) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302] * 3
    assert Enrichment.objects.of(signal).count() == 1
    assert _told("signals.enriched", signal) == 1
    other = client.post(url, data | {"question": "Wie huurt het pand?"})
    assert other.status_code == 409
    assert "al verstuurd" in other.content.decode()
    assert Enrichment.objects.of(signal).get().question == FOUND["question"]


def test_information_under_the_key_of_another_signal_is_refused(world: World, client_of: ClientOf) -> None:
    first, second = make.handled(world.goes, world.wilma), make.handled(world.goes, world.wilma)
    client = client_of(world.wilma)
    data = _sent(client, reverse("signals:enrich", args=[first.pk]), **FOUND)
    assert client.post(reverse("signals:enrich", args=[first.pk]), data).status_code == 302
    assert client.post(reverse("signals:enrich", args=[second.pk]), data).status_code == 409
    assert not Enrichment.objects.of(second).exists()


def test_who_judges_has_seen_what_a_colleague_added(world: World, client_of: ClientOf) -> None:
    signal, wilma, koos = make.handled(world.goes, world.wilma), client_of(world.wilma), client_of(world.koos)
    url = reverse("signals:enrich", args=[signal.pk])
    hers, his = _sent(wilma, url, **FOUND), _sent(koos, url, **FOUND)
    assert (wilma.post(url, hers).status_code, koos.post(url, his).status_code) == (302, 302)
    assert Enrichment.objects.of(signal).count() == 2
    closing = {"close": "on", "close_reason": "no_indication", "close_motivation": "Klopt.", "no_answer_why": "Nee."}
    data = {"hat": "focal_officer", "version": signal.version, **closing}
    late = wilma.post(reverse("signals:decide", args=[signal.pk]), data)
    assert late.status_code == 409
    assert SOMEBODY in late.content.decode()


def test_a_look_back_that_keeps_the_same_day_is_written_once(world: World, client_of: ClientOf) -> None:
    signal, client = make.followed(world.goes, world.wilma), client_of(world.wilma)
    follow = Follow.objects.of(signal).get()
    url = reverse("signals:review-follow", args=[follow.pk])
    data = _sent(client, url, line="Nog hetzelfde.", next_on=(today() + dt.timedelta(days=5)).isoformat())
    assert [client.post(url, data).status_code for _ in range(2)] == [302, 302]
    again = _sent(client, url, line="Weer hetzelfde.", next_on=data["next_on"])
    assert client.post(url, again).status_code == 302
    late = client_of(world.koos).post(url, again | {"line": "Ik zie iets anders."})
    assert late.status_code == 409
    assert SOMEBODY in late.content.decode()
    assert FollowReview.objects.of(signal).count() == 2


@pytest.fixture
def handover(world: World) -> Handover:
    signal = make.handled(world.goes, world.wilma)
    return make.handed_over(signal, actor_for(world.wilma), world.inspectorate)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("accept", {}),
        ("answer", {"outcomes": ["inspection_done"], "text": "Geweest."}),
        ("refuse", {"reason": "Niet ons werk."}),
    ],
)
def test_a_partner_reads_of_her_own_second_click_that_it_is_her_own(
    world: World, handover: Handover, client_of: ClientOf, name: str, given: dict[str, Any]
) -> None:
    client, url = client_of(world.philo), reverse(f"postbox:{name}", args=[handover.pk])
    data = {"hat": "partner_contact", "version": handover.version, **given}
    assert client.post(url, data).status_code == 302
    again = client.post(url, data)
    assert again.status_code == 409
    assert OWN in again.content.decode()
    assert SOMEBODY not in again.content.decode()


def test_a_partner_reads_of_the_officer_that_somebody_else_was_first(
    world: World, handover: Handover, client_of: ClientOf
) -> None:
    officer, partner = client_of(world.wilma), client_of(world.philo)
    told = {"hat": "focal_officer", "version": handover.version, "outcomes": ["inspection_done"], "text": "Gebeld."}
    officer.post(reverse("signals:record-answer", args=[handover.pk]), told)
    late = partner.post(reverse("postbox:answer", args=[handover.pk]), told | {"hat": "partner_contact"})
    assert late.status_code == 409
    assert SOMEBODY in late.content.decode()
    assert OWN not in late.content.decode()


def test_a_second_click_says_the_same_as_the_first(world: World, client_of: ClientOf) -> None:
    signal, client = make.handled(world.goes, world.wilma), client_of(world.wilma)
    url = reverse("signals:enrich", args=[signal.pk])
    data = _sent(client, url, **FOUND)
    first, second = (
        [str(message) for message in get_messages(client.post(url, data).wsgi_request)][-1] for _ in range(2)
    )
    assert first == second == "De informatie is vastgelegd."
