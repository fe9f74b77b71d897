"""Every address x everybody of the small world: who gets in, who is turned away, and for whom the object is not there."""

import functools
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.template.backends.django import Template
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from core import errors
from core.pages import mark_of
from tests.support import second_step
from tests.support.clients import OutsideClient, SignedIn
from tests.support.html import without_tokens
from tests.support.world import PASSWORD, World

from .matrix import ROWS
from .matrix.rows import EVERYBODY, SECOND_HAT, Row

INSIDE = {200, 302, 400, 405, 409, 422}


def _addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern
        else:
            yield from _addresses(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)


ADDRESSES = dict(_addresses(get_resolver()))


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
def everybody(world: World, monkeypatch: pytest.MonkeyPatch) -> SignedIn:
    """All people of the small world, signed in. An answer is its status here: pages have tests of their own."""
    monkeypatch.setattr(errors, "render", lambda *_page, status: HttpResponse(status=status))
    monkeypatch.setattr(Template, "render", lambda *_page: "")
    people = _once()
    people.again()
    return people


@pytest.mark.parametrize("name", sorted(ROWS))
def test_only_who_may_gets_in(name: str, world: World, everybody: SignedIn) -> None:
    row = ROWS[name]
    arguments = row.about(world) if row.about else row.arguments
    url = reverse(name, args=arguments)
    wrong = []
    for person, browser in everybody.browsers.items():
        for method in row.methods:
            sent = {"hat": everybody.hats[person]} if method == "post" else {}
            status = getattr(browser, method)(url, sent).status_code
            if not _as_expected(row, person, status):
                wrong.append((person, method, status))
    assert wrong == []


def _as_expected(row: Row, person: str, status: int) -> bool:
    if row.program:
        return status in {401, 415}
    if person in row.open_to:
        return status in INSIDE
    if person in row.absent_for:
        return status == 404
    return status in {403, 404}


@functools.cache
def _password_given(person: User) -> Session:
    """The session after the first step, taken for real once: each test undoes its own writes and puts this one back."""
    browser = OutsideClient()
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return Session.objects.get(pk=browser.session.session_key)


OPEN_HALFWAY = {"accounts:second-factor", "accounts:add-app", "accounts:add-passkey"}
type Told = tuple[int, str, str]


@pytest.mark.parametrize("name", sorted(ROWS))
def test_without_signing_in_or_with_a_password_alone_there_is_only_the_way_to_finish(name: str, world: World) -> None:
    """Password given, second factor not: nothing that somebody without a session would not see."""
    row = ROWS[name]
    url = reverse(name, args=row.about(world) if row.about else row.arguments)
    has_none, has_one = world.person("Vera"), world.person("Floor")
    second_step.set_up(has_one)
    for method, headers in (("get", {}), ("get", {"hx-request": "true"}), ("post", {})):
        to_a_stranger = _answer(OutsideClient(), method, url, headers)
        if not (row.public or row.program or headers) and method in row.methods:
            _shows_the_way_in(to_a_stranger)
        for person in (has_none, has_one):
            told = _answer(_halfway(person), method, url, headers)
            assert "frame__nav" not in told[2]
            if person == has_none and name in OPEN_HALFWAY:
                assert told[0] in ({200} if method == "get" else {200, 405})
            elif not row.public:
                assert told == to_a_stranger


def _shows_the_way_in(told: Told) -> None:
    """A sent form is answered by a page that carries what was typed through the sign-in form; nothing is done."""
    status, leads_to, words = told
    assert status in {302, 403}
    assert reverse("account_login") in (leads_to or words)


def _halfway(person: User) -> OutsideClient:
    session, browser = _password_given(person), OutsideClient()
    Session.objects.bulk_create([session], ignore_conflicts=True)
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return browser


def _answer(browser: OutsideClient, method: str, url: str, headers: dict[str, str]) -> Told:
    answer = getattr(browser, method)(url, headers=headers)
    leads_to = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
    return answer.status_code, leads_to, without_tokens(answer)
