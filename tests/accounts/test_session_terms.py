"""How long one stays signed in, what is left of a form then, and that rights end at once."""

import datetime as dt
import time
from collections.abc import Callable

import pytest
import time_machine
from django.conf import settings as real_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.events import AccountEvent
from accounts.models import User
from audit.models import AuditEvent
from municipalities import operations
from municipalities.models import MunicipalityRole
from municipalities.roles import actor_for
from tests.factories import signals as make
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.world import World

from . import pages
from .conftest import SignIn
from .test_hats import hidden_fields
from .test_lost_session import TYPED, carried_in, sign_in_again

pytestmark = pytest.mark.django_db

type ClientOf = Callable[..., OutsideClient]
MINUTE, HOUR = 60, 60 * 60


def is_in(client: Client) -> bool:
    return b"signed_in=True" in client.get("/").content


def test_a_quarter_of_an_hour_without_a_click_and_eight_hours_in_all() -> None:
    assert real_settings.SESSION_IDLE_SECONDS == 15 * MINUTE
    assert real_settings.SESSION_COOKIE_AGE == 8 * HOUR


@pytest.mark.parametrize(("away", "stays"), [(15 * MINUTE - 1, True), (15 * MINUTE + 1, False)])
def test_a_session_ends_when_nobody_is_there_for_a_quarter_of_an_hour(
    admin: User, sign_in: SignIn, away: int, stays: bool
) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False) as clock:
        client = sign_in(admin)
        clock.move_to(start + away)
        assert is_in(client) == stays


def test_a_session_ends_after_eight_hours_however_busy(admin: User, sign_in: SignIn) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False) as clock:
        client = sign_in(admin)
        for minutes in range(10, 8 * 60 + 1, 10):
            clock.move_to(start + minutes * MINUTE)
            client.get("/")
        assert is_in(client)
        clock.move_to(start + 8 * HOUR + 1)
        assert not is_in(client)
    log = AuditEvent.objects.unscoped(reason="a test looks at the whole log")
    with contexts.everywhere():
        assert log.filter(event=AccountEvent.SESSION_ENDED).count() == 1


@pytest.mark.parametrize("busy_until", [0, 8 * HOUR])
def test_a_form_that_was_half_filled_when_the_session_ended_comes_back(
    admin: User, sign_in: SignIn, busy_until: int
) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False) as clock:
        client = sign_in(admin)
        for moment in range(0, busy_until + 1, 10 * MINUTE):
            clock.move_to(start + moment)
            client.get("/")
        clock.move_to(start + busy_until + 16 * MINUTE)
        late = client.post("/notitie/", TYPED)
        assert late.status_code == 403
        assert pages.SAVED == []
        page = sign_in_again(client, admin, carried_in(late.content.decode()))
        assert TYPED["what"] in page
        client.post("/notitie/", dict(hidden_fields(page)))
    assert [TYPED["what"]] == pages.SAVED


def test_one_sees_ones_own_sessions_only(admin: User, colleague: User, sign_in: SignIn) -> None:
    sign_in(colleague, Client(REMOTE_ADDR="203.0.113.9"))
    here = sign_in(admin, Client(REMOTE_ADDR="192.0.2.1"))
    page = here.get("/account/sessies/").content.decode()
    assert "adres 192.0.2.1" in page
    assert "203.0.113.9" not in page


def test_a_form_of_a_session_that_was_ended_elsewhere_is_refused(admin: User, sign_in: SignIn) -> None:
    here, elsewhere = sign_in(admin), sign_in(admin)
    elsewhere.get("/notitie/")
    here.post("/account/sessies/")
    assert elsewhere.post("/notitie/", TYPED).status_code == 403
    assert pages.SAVED == []


def test_who_loses_a_role_is_refused_at_the_next_request(world: World, client_of: ClientOf, settings: Settings) -> None:
    settings.ROOT_URLCONF = "mensenhandel.urls"
    settings.ACTOR_FACTORY = "municipalities.roles.actor_for"
    signal = make.received(world.goes, world.hanna)
    browser, address = client_of(world.wilma), reverse("signals:take-up", args=[signal.pk])
    assert browser.get(reverse("signals:detail", args=[signal.pk])).status_code == 200
    row = MunicipalityRole.objects.get(user=world.wilma)
    bo = actor_for(world.person("Bo"))
    operations.end_role(row, actor=bo, last_day=timezone.localdate() - dt.timedelta(days=1))
    assert browser.post(address, {"version": signal.version, "hat": "focal_officer"}).status_code >= 400
    for page in (reverse("signals:list"), reverse("signals:detail", args=[signal.pk])):
        assert browser.get(page).status_code in {403, 404}
    signal.refresh_from_db()
    assert signal.state == "received"
