"""Who sees something of a dossier stands in the log: page by page, as the page itself declares or with the reason why not."""

from collections import Counter
from collections.abc import Callable
from operator import itemgetter
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from audit.models import AuditEvent
from tests.support.clients import OutsideClient
from tests.support.statuses import only_statuses
from tests.support.world import World

from .matrix import ROWS, sharing
from .matrix.looks import NOTHING, RECORDED
from .matrix.rows import SECOND_HAT
from .test_impossible_steps import IMPOSSIBLE

__all__ = ["only_statuses"]
PAGES = sorted(name for name, row in ROWS.items() if "get" in row.methods and not (row.public or row.program))
EXPECTED = {name: event for event, names in RECORDED.items() for name in names}
SIGNING_IN = "accounts."
# What shows nothing in this world: the way to another page, the refusal of a step that the state does not allow.
SHOWS_NOTHING = {
    "account_set_password": 302,
    "accounts:again": 302,
    "accounts:shown-again": 409,
    "accounts:add-app": 302,
    "accounts:add-passkey": 302,
    "accounts:confirm": 302,
    "accounts:remove-factor": 302,
    "cases:follow": 409,
    "cases:reopen": 409,
    "cases:scale-up": 409,
    "cases:start-intensive": 409,
    "cases:take-in": 409,
    "reports:pdf": 302,
    "signals:lead-meeting": 302,
}
ASKS_FIRST = {"cases:join": 422, "cases:new": 422}  # an address that names no signal: the page asks which


def test_every_page_records_a_look_or_says_why_not() -> None:
    declared = Counter(name for names in (*RECORDED.values(), *NOTHING.values()) for name in names)
    assert set(declared) == set(PAGES)
    assert [name for name, times in declared.items() if times > 1] == []


def test_every_page_that_may_be_impossible_is_opened_where_it_is_possible() -> None:
    """By the person to whom test_impossible_steps.py shows that it is not; of the one that is not, it asks itself."""
    assert IMPOSSIBLE.keys() <= set(PAGES)
    assert IMPOSSIBLE.keys().isdisjoint(ASKS_FIRST)
    assert IMPOSSIBLE.keys() & SHOWS_NOTHING.keys() == {"cases:reopen"}
    assert [name for name, (person, _) in IMPOSSIBLE.items() if person not in ROWS[name].open_to] == []


@pytest.mark.usefixtures("only_statuses")  # what is drawn records nothing
@pytest.mark.parametrize("names", sharing({name: ROWS[name] for name in PAGES}), ids=itemgetter(0))
def test_a_look_stands_in_the_log_as_declared(
    names: list[str], world: World, client_of: Callable[..., OutsideClient]
) -> None:
    about = ROWS[names[0]].about
    made = about(world) if about else None
    for name in names:
        with transaction.atomic():  # the next page finds the object as it was made
            _looks_as_declared(name, ROWS[name].arguments if made is None else made, world, client_of)
            transaction.set_rollback(True)


def _looks_as_declared(name: str, arguments: list[Any], world: World, client_of: Callable[..., OutsideClient]) -> None:
    person = IMPOSSIBLE[name][0] if name in IMPOSSIBLE else min(ROWS[name].open_to)
    looker = world.person(person.removesuffix("+"))
    browser = client_of(looker, SECOND_HAT.get(person, ""))
    told = AuditEvent.objects.unscoped(reason="test").exclude(event__startswith=SIGNING_IN)
    before = set(told.values_list("pk", flat=True))
    answer = browser.get(reverse(name, args=arguments))
    assert answer.status_code == {**SHOWS_NOTHING, **ASKS_FIRST}.get(name, 200), name
    looks = {event.event: event for event in told.exclude(pk__in=before)}
    wanted = EXPECTED.get(name) if name not in SHOWS_NOTHING else None
    assert wanted in looks if wanted else looks == {}, (name, answer.status_code, sorted(looks))
    if wanted:
        assert (looks[wanted].actor_id, looks[wanted].hat) == (looker.pk, browser.hat)
