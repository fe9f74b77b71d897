"""Who sees something of a dossier stands in the log: page by page, as the page itself declares or with the reason why not."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from tests.support.clients import OutsideClient
from tests.support.world import World

from .matrix import ROWS
from .matrix.looks import NOTHING, RECORDED
from .matrix.rows import SECOND_HAT

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
}
ASKS_FIRST = {"cases:join": 422, "cases:new": 422}  # an address that names no signal: the page asks which


def test_every_page_records_a_look_or_says_why_not() -> None:
    declared = Counter(name for names in (*RECORDED.values(), *NOTHING.values()) for name in names)
    assert set(declared) == set(PAGES)
    assert [name for name, times in declared.items() if times > 1] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_look_stands_in_the_log_as_declared(name: str, world: World, client_of: Callable[..., OutsideClient]) -> None:
    row = ROWS[name]
    url = reverse(name, args=row.about(world) if row.about else row.arguments)
    person = min(row.open_to)
    looker = world.person(person.removesuffix("+"))
    browser = client_of(looker, SECOND_HAT.get(person, ""))
    told = AuditEvent.objects.unscoped(reason="test").exclude(event__startswith=SIGNING_IN)
    before = set(told.values_list("pk", flat=True))
    answer = browser.get(url)
    assert answer.status_code == {**SHOWS_NOTHING, **ASKS_FIRST}.get(name, 200)
    looks = {event.event: event for event in told.exclude(pk__in=before)}
    if name in SHOWS_NOTHING:
        assert looks == {}
        return
    wanted = EXPECTED.get(name)
    assert wanted in looks if wanted else looks == {}, (answer.status_code, sorted(looks))
    if wanted:
        assert (looks[wanted].actor_id, looks[wanted].hat) == (looker.pk, browser.hat)
