"""Every page of the application, opened for somebody to whom it is open: what the walks over all pages share."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.urls import reverse

from tests.factories import cases as make_case
from tests.support.clients import OutsideClient
from tests.support.world import World

from .matrix import ROWS, sharing
from .matrix.rows import SECOND_HAT, Maker
from .test_impossible_steps import IMPOSSIBLE, closed_case


def _case(made: Any) -> Maker:
    return lambda world: [made(world.goes, world.karlijn).pk]


# What the matrix makes of these is in another state, in which there is no form.
POSSIBLE: dict[str, Maker] = {
    "cases:follow": _case(make_case.taken_in),
    "cases:reopen": closed_case,
    "cases:scale-up": _case(make_case.followed),
    "cases:start-intensive": _case(make_case.taken_in),
    "cases:take-in": _case(make_case.referred),
}
NO_PAGES: dict[str, frozenset[str]] = {
    "a file": frozenset(
        {
            "reports:pdf",
            "reports:tables",
            "signals:attachment",
            "signals:export-file",
            "signals:handed-file",
            "signals:import-mistakes",
        }
    ),
    "for a program or a script": frozenset({"accounts:session", "api:openapi", "security-text"}),
    "leads to another page at once": frozenset(
        {"account_set_password", "accounts:confirm", "signals:lead-meeting", "signals:letter"}
    ),
    "half-way signing in (test_second_step.py and test_signing_in_elsewhere.py of the journeys)": frozenset(
        {"accounts:again", "mfa_authenticate"}
    ),
}
# What an address answers in this world when it is not 200: a page all the same.
ANSWERS = {
    "accounts:returned": 422,
    "accounts:shown-again": 409,
    "cases:join": 422,
    "cases:new": 422,
}
_ROWS = {
    name: replace(row, about=POSSIBLE.get(name, row.about))
    for name, row in ROWS.items()
    if "get" in row.methods and not row.program
}
PAGES = frozenset(_ROWS) - frozenset().union(*NO_PAGES.values())
# About no object of its own: lists, beginnings, one's own account.
LISTS = frozenset(name for name in PAGES if _ROWS[name].about is None)
# Somebody else than her of whom there is the most: the passkey that a test gives her is a name only.
_SOMEBODY_ELSE = {"accounts:add-passkey": "Vera"}
# Of whom these first: what they have on their pages is the most.
_RICHEST = ("Wilma", "Karlijn", "Daphne", "Philo")
NOBODY = ""  # has not signed in


@dataclass(frozen=True)
class Opened:
    """A page by its name, and who asks for it where. `person`: by first name, or NOBODY."""

    name: str
    person: str
    url: str

    def client(self, world: World) -> OutsideClient:
        """In which that person has signed in."""
        browser = OutsideClient()
        if self.person:
            browser.force_login(world.person(self.person.removesuffix("+")))
            _prove(browser)
        if self.person in SECOND_HAT:
            browser.wear(SECOND_HAT[self.person])
        return browser


def groups(names: frozenset[str]) -> list[list[str]]:
    """The pages about the same object, those about none by app."""
    return sharing({name: _ROWS[name] for name in names})


def opened(names: list[str], world: World) -> Iterator[Opened]:
    """Each of one group, with the object that it is about; what is made for a group and what a page changes is undone."""
    with undone():
        about = _ROWS[names[0]].about
        made = about(world) if about else None
        for name in names:
            with undone():
                yield Opened(name, _person(name), reverse(name, args=_ROWS[name].arguments if made is None else made))


def _person(name: str) -> str:
    row = _ROWS[name]
    if row.public and name != "account_logout":
        return NOBODY
    if name in _SOMEBODY_ELSE:
        return _SOMEBODY_ELSE[name]
    if name in IMPOSSIBLE and name not in POSSIBLE:
        return IMPOSSIBLE[name][0]
    return next((person for person in _RICHEST if person in row.open_to), min(row.open_to))


def _prove(browser: OutsideClient) -> None:
    """What guards the account itself asks for a proof of its own, which signing in is not."""
    session = browser.session
    session["account_authentication_methods"][0]["reauthenticated"] = True
    session.save()


@contextmanager
def undone() -> Iterator[None]:
    """What is written in here is not there afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
