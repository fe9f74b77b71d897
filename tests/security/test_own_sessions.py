"""Where one is signed in, and ending it there: one chosen session, or all but this one."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.urls import reverse

from accounts.events import AccountEvent
from accounts.models import KnownDevice, User
from audit.models import AuditEvent
from tests.support import second_step
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.signing_in import is_in
from tests.support.world import PASSWORD, World

PAGE = "usersessions_list"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1"


def signed_in(user: User, browser: str = FIREFOX) -> OutsideClient:
    """For real, with the second step."""
    second_step.set_up(user)
    client = OutsideClient(headers={"user-agent": browser})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    second_step.give(client, user)
    assert is_in(client)
    return client


def listed(client: OutsideClient) -> list[Any]:
    return list(client.get(reverse(PAGE)).context["sessions"])


def ending(client: OutsideClient) -> str:
    """The address that ends the session of this browser."""
    return reverse("accounts:end-session", args=[UserSession.objects.get(session_key=client.session.session_key).pk])


def told() -> list[dict[str, Any]]:
    events = AuditEvent.objects.unscoped(reason="test").filter(event=AccountEvent.OWN_SESSIONS_ENDED)
    return [event.detail for event in events.order_by("at")]


def test_the_page_tells_of_each_session_where_since_when_and_when_last_used(world: World) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        away = signed_in(world.wilma, SAFARI)
        clock.shift(120)
        away.get(reverse("start"))
        clock.shift(300)
        here = signed_in(world.wilma)
        page = here.get(reverse(PAGE)).content.decode()
        mine, other = listed(here)
        assert (mine.is_current, other.is_current) == (True, False)
        assert (other.last_used - other.since).total_seconds() == pytest.approx(120, abs=1)
    assert page.count("deze sessie") == 1
    assert "Firefox op Windows" in page
    assert "Safari op iPhone" in page
    assert ending(away) in page
    assert ending(here) not in page


def test_one_chosen_session_ends_and_the_others_do_not(world: World) -> None:
    here, away, third = (signed_in(world.wilma) for _ in range(3))
    assert "Wilt u deze sessie beëindigen?" in here.get(ending(away)).content.decode()
    assert is_in(away), "looking ends nothing"
    answer = here.post(ending(away))
    assert answer.headers["Location"] == reverse(PAGE)
    assert [is_in(browser) for browser in (here, away, third)] == [True, False, True]
    assert told() == [{"sessions_ended": 1}]
    assert len(listed(here)) == 2


def test_all_others_end_at_once(world: World) -> None:
    here, away, third = (signed_in(world.wilma) for _ in range(3))
    theirs = signed_in(world.vera)
    assert here.post(reverse(PAGE)).status_code == 302
    assert [is_in(browser) for browser in (here, away, third, theirs)] == [True, False, False, True]
    assert told() == [{"sessions_ended": 2}]
    assert "Overal elders uitloggen" not in here.get(reverse(PAGE)).content.decode()


def test_the_ended_one_cannot_be_revived(world: World) -> None:
    here, away = signed_in(world.wilma), signed_in(world.wilma)
    kept = away.cookies[settings.SESSION_COOKIE_NAME].value
    here.post(ending(away))
    away.cookies[settings.SESSION_COOKIE_NAME] = kept
    answer = away.get(reverse("start"))
    assert reverse("account_login") in answer.headers["Location"]
    assert not is_in(away)


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_session_of_somebody_else_is_not_there(method: str, world: World) -> None:
    hers, mine = signed_in(world.wilma), signed_in(world.vera)
    address = ending(hers)
    nowhere = reverse("accounts:end-session", args=[2_000_000_000])
    for one in (address, nowhere):
        assert getattr(mine, method)(one).status_code == 404
    assert is_in(hers)
    assert told() == []


def test_this_session_ends_by_signing_out(world: World) -> None:
    here = signed_in(world.wilma)
    assert here.post(ending(here)).headers["Location"] == reverse("account_logout")
    assert is_in(here)


def test_a_second_click_says_that_it_is_not_there_any_more(world: World) -> None:
    here, away = signed_in(world.wilma), signed_in(world.wilma)
    address = ending(away)
    here.post(address)
    assert here.post(address).status_code == 404
    assert len(told()) == 1


def test_what_opens_nothing_any_more_is_not_listed(world: World) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        signed_in(world.wilma)
        clock.shift(settings.SESSION_IDLE_SECONDS + 1)
        here = signed_in(world.wilma)
        gone = signed_in(world.wilma)
        gone.session.flush()
        assert [one.is_current for one in listed(here)] == [True]


def test_a_session_without_the_second_step_is_shown_as_such(world: World) -> None:
    half = OutsideClient(headers={"user-agent": SAFARI})
    half.post(reverse("account_login"), {"login": world.wilma.email, "password": PASSWORD})
    here = OutsideClient()
    here.force_login(world.wilma)
    UserSession.objects.create(user=world.wilma, ip="192.0.2.1", session_key=here.session.session_key, user_agent="x")
    assert sorted(one.is_whole for one in listed(here)) == [False, True]
    assert "nog zonder tweede stap" in here.get(reverse(PAGE)).content.decode()


def test_browsers_elsewhere_are_not_known_any_more(world: World) -> None:
    here, away = signed_in(world.wilma), signed_in(world.wilma)
    assert KnownDevice.objects.filter(user=world.wilma).count() == 2
    here.post(ending(away))
    assert KnownDevice.objects.filter(user=world.wilma).count() == 1


def test_many_sessions_cost_as_many_queries_as_one(world: World, client_of: Callable[..., OutsideClient]) -> None:
    here = signed_in(world.wilma)
    few = len(queries_of(lambda: here.get(reverse(PAGE))))
    for _ in range(3):
        signed_in(world.wilma)
    assert len(queries_of(lambda: here.get(reverse(PAGE)))) == few
