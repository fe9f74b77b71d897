"""Every address x everybody of the small world: who gets in, who is turned away, and for whom the object is not there.

Whom the mark of a page turns away for the role alone is sent to the page itself, which must refuse before its first
line. Everybody else goes through the whole of the application, and of those turned away one, by turns.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from accounts.models import User
from core import errors
from core.access import may
from core.pages import Mark, mark_of
from tests.support import second_step
from tests.support.clients import OutsideClient, SignedIn
from tests.support.html import without_tokens
from tests.support.statuses import only_statuses
from tests.support.world import PASSWORD, World

from .matrix import ROWS, sharing
from .matrix.rows import EVERYBODY, ONE_OF_EACH_HAT, SECOND_HAT, Row

__all__ = ["only_statuses"]
INSIDE = {200, 302, 400, 405, 409, 422}
OPEN_HALFWAY = {"accounts:second-factor", "accounts:add-app", "accounts:add-passkey"}
type Told = tuple[int, str, str]
type Way = tuple[str, dict[str, str]]
GET: Way = ("get", {})
PART: Way = ("get", {"hx-request": "true"})
POST: Way = ("post", {})


def _addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern
        else:
            yield from _addresses(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)


ADDRESSES = dict(_addresses(get_resolver()))


about_one_object = pytest.mark.parametrize("names", sharing(ROWS), ids=itemgetter(0))


def _asked(names: list[str], world: World) -> Iterator[tuple[str, Row, str]]:
    """Each of these with its row and address; what asking it changes is undone before the next."""
    about = ROWS[names[0]].about
    made = about(world) if about else None
    for name in names:
        row = ROWS[name]
        with transaction.atomic():
            yield name, row, reverse(name, args=row.arguments if made is None else made)
            transaction.set_rollback(True)


def _mark(name: str) -> Mark:
    mark = mark_of(ADDRESSES[name].callback)
    assert mark is not None
    return mark


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert set(ROWS) == set(ADDRESSES)


def test_every_view_carries_a_mark() -> None:
    assert [name for name, pattern in ADDRESSES.items() if mark_of(pattern.callback) is None] == []


@functools.cache
def _once() -> SignedIn:
    world = World()
    return SignedIn(
        (name, world.person(name.removesuffix("+")), SECOND_HAT.get(name, "")) for name in sorted(EVERYBODY)
    )


@pytest.fixture
def everybody(world: World, only_statuses: None) -> SignedIn:
    """All people of the small world, signed in."""
    return _once()


@about_one_object
def test_only_who_may_gets_in(names: list[str], world: World, everybody: SignedIn) -> None:
    wrong: list[tuple[object, ...]] = []
    for name, row, url in _asked(names, world):
        everybody.again()
        _answers_to_nothing_else(name, url)
        turned_away = _turned_away(name, url, everybody)
        wrong += [(name, person, "mark") for person in turned_away if not _as_expected(row, person, 403)]
        for person in _through_everything(name, row, turned_away):
            for method in row.methods:
                sent = {"hat": everybody.actors[person].hat} if method == "post" else {}
                status = getattr(everybody.browsers[person], method)(url, sent).status_code
                if not _as_expected(row, person, status):
                    wrong.append((name, person, method, status))
    assert wrong == []


def _as_expected(row: Row, person: str, status: int) -> bool:
    if row.program:
        return status in {401, 415}
    if person in row.open_to:
        return status in INSIDE
    if person in row.absent_for:
        return status == 404
    return status in {403, 404}


def _answers_to_nothing_else(name: str, url: str) -> None:
    """What is no method of a page is refused to all alike, before it looks who asks. A program is asked for its token."""
    view, arguments, named = resolve(url)
    for method in () if ROWS[name].program else {"GET", "POST"} - _mark(name).methods:
        assert view(RequestFactory().generic(method, url), *arguments, **named).status_code == 405


def _turned_away(name: str, url: str, everybody: SignedIn) -> list[str]:
    """Whose role lacks the action of this page, so that the page refuses whatever is asked of it."""
    mark = _mark(name)
    if mark.action is None:
        return []
    lacking = [person for person, actor in everybody.actors.items() if not may(actor, mark.action)]
    view, arguments, named = resolve(url)
    for person in lacking:
        for method in mark.methods:
            request: Any = RequestFactory().generic(method, url)
            request.actor = everybody.actors[person]
            with pytest.raises(errors.Forbidden) as refusal:
                view(request, *arguments, **named)
            assert refusal.value.detail["action"] == mark.action
    return lacking


def _through_everything(name: str, row: Row, turned_away: list[str]) -> list[str]:
    """Where a mark names no action, it lets in whoever has signed in, or simply everybody: one of each role will do."""
    place = sorted(ROWS).index(name)
    if turned_away:
        return [*sorted(EVERYBODY.difference(turned_away)), turned_away[place % len(turned_away)]]
    if row.program or row.public:
        return [sorted(EVERYBODY)[(place + step) % len(EVERYBODY)] for step in (0, 7)]
    return sorted(EVERYBODY if row.about or _mark(name).action else ONE_OF_EACH_HAT)


@functools.cache
def _password_given(person: User) -> Session:
    """The session after the first step, taken for real once: each test undoes its own writes and puts this one back."""
    browser = OutsideClient()
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return Session.objects.get(pk=browser.session.session_key)


@about_one_object
def test_without_signing_in_or_with_a_password_alone_there_is_only_the_way_to_finish(
    names: list[str], world: World
) -> None:
    """Password given, second factor not: nothing that somebody without a session would not see."""
    halfway = _Halfway(has_none=world.person("Vera"), has_one=world.person("Floor"))
    second_step.set_up(halfway.has_one)
    for name, row, url in _asked(names, world):
        for way in _ways(name):
            to_a_stranger = _answer(OutsideClient(), way, url)
            if not (row.public or row.program or way == PART) and way[0] in row.methods:
                _shows_the_way_in(to_a_stranger)
            for person in halfway.asks(name, way):
                told = _answer(_after_the_password(person), way, url)
                assert "frame__nav" not in told[2]
                if person == halfway.has_none and name in OPEN_HALFWAY:
                    assert told[0] == 200
                else:
                    assert row.public or told == to_a_stranger


@dataclass
class _Halfway:
    """Somebody who is still to set up a second factor, and somebody who has one."""

    has_none: User
    has_one: User

    def asks(self, name: str, way: Way) -> list[User]:
        """Both where only the first gets in; elsewhere both are nobody for one reason, so they take turns."""
        if name in OPEN_HALFWAY or ROWS[name].public:
            return [self.has_none, self.has_one]
        turn = sorted(ROWS).index(name) + (GET, PART, POST).index(way)
        return [self.has_one if turn % 2 else self.has_none]


def _ways(name: str) -> list[Way]:
    """How an address can be asked for anything; a page also by a part of itself."""
    methods = {"GET", "POST"} if ROWS[name].program else _mark(name).methods
    return [way for way in (GET, PART, POST) if way[0].upper() in methods]


def _shows_the_way_in(told: Told) -> None:
    """A sent form is answered by a page that carries what was typed through the sign-in form; nothing is done."""
    status, leads_to, words = told
    assert status in {302, 403}
    assert reverse("account_login") in (leads_to or words)


def _after_the_password(person: User) -> OutsideClient:
    session, browser = _password_given(person), OutsideClient()
    Session.objects.bulk_create([session], ignore_conflicts=True)
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return browser


def _answer(browser: OutsideClient, way: Way, url: str) -> Told:
    method, headers = way
    answer = getattr(browser, method)(url, headers=headers)
    leads_to = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
    return answer.status_code, leads_to, without_tokens(answer)
