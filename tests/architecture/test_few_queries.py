"""Every page takes at most twelve statements (walls.md 10) where there is much to show: rows by the dozen of whatever is listed.

The same pages are held to another rule: each form of theirs has a button that sends it, and nothing to fill in is hidden, so that
all of it can be used where no script runs.

With a statement a row, a page would be far above it. What the pages of one signal or case take as it grows has tests of its own
(tests/signals/test_queries.py, tests/cases/test_case_pages.py).
"""

import uuid
from functools import partial

from core.access import SYSTEM
from municipalities.roles import actor_for
from signals import operations
from tests.factories import many
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.unscripted import stuck_without_script
from tests.support.world import World

from .matrix import municipalities as municipality_rows
from .matrix import signals as signal_rows
from .pages import ANSWERS, PAGES, Opened, groups, opened
from .states import all_states

MOST, ROWS = 12, 25
NEEDS_A_SCRIPT = {"accounts:add-passkey": "a browser makes a passkey for a script only; there is the app besides"}


def crowd(world: World) -> None:
    """A page of everything that can be made at once, and a dozen of what only a step makes."""
    for kind in (
        *(many.signals, many.running_cases, many.offers, many.follows, many.submissions, many.handovers),
        *(many.questions, many.reports, many.users, many.municipalities),
    ):
        kind(world, ROWS)
    hanna, wilma = actor_for(world.hanna), actor_for(world.wilma)
    for number in range(MOST + 1):
        draft = operations.start_draft(actor=hanna, municipality=world.goes, key=uuid.uuid4())
        operations.raise_alarm(draft, actor=SYSTEM)
        operations.start_draft(actor=wilma, municipality=world.goes, key=uuid.uuid4())
        at_table.meeting(world, days=number)
        make.agreement(world, purpose=f"Doel {number}" if number else "Onderzoek naar misstanden.")
        signal_rows.override(world)
        signal_rows.shared(world)
        signal_rows.arrival(world)
    municipality_rows.opened(world)


def test_every_page_takes_at_most_twelve_statements_and_no_script(world: World) -> None:
    crowd(world)
    taken: dict[str, int] = {}
    pages = Pages()
    for group in groups(PAGES):
        for one in opened(group, world):
            ask = partial(pages.open, one.client(world), one)
            taken[one.name] = len(queries_of(ask))
            if taken[one.name] > MOST:  # some things a process asks once
                taken[one.name] = len(queries_of(ask))
    for one in all_states(world):
        ask = partial(pages.open, one.client(world), one)
        taken[one.name] = len(queries_of(ask))
    assert {name: n for name, n in taken.items() if n > MOST} == {}
    assert {name for name, found in pages.stuck.items() if found} == NEEDS_A_SCRIPT.keys()


class Pages:
    """Opens them, and tells of each what nobody could use where no script runs."""

    def __init__(self) -> None:
        self.stuck: dict[str, list[str]] = {}

    def open(self, client: OutsideClient, one: Opened) -> None:
        """By its address, as that person; a refusal would be cheap."""
        answer = client.get(one.url)
        assert answer.status_code == ANSWERS.get(one.name, 200), (one.name, answer.status_code)
        assert getattr(one, "shows", "") in answer.content.decode(), one.name
        self.stuck[one.name] = stuck_without_script(answer.content.decode())
