"""Long statements that a connection plans once: of a question over many small tables planning takes most of the time.

What `core/counting.py` and `core/reading.py` keep as text, PostgreSQL can keep as a plan (PREPARE). A plan belongs to one
connection and one text, and the lists of an actor stand in the text: so no plan is shared by people who see different
amounts of rows. The walls look at each run as at any other statement, since they ask the context of the transaction.
PostgreSQL makes a plan anew by itself when a table, its statistics or the role change.

A text is planned for later when a connection sees it a second time; most people do not come back on the same connection
within ten minutes, and for them a plan that is kept would only cost memory.
"""

import itertools
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connection

# Of the texts that a connection keeps plans of, all together: a plan takes 100 to 170 bytes for each character. The page of
# a signal and what stands beside it on every page must fit in twice, or each puts the other out; and ten kinds of rows that
# other pages begin with (core/reading.py), of some four thousand each.
MOST_CHARACTERS = 200_000
# So many texts it remembers to have seen.
_SEEN = 64
# The open place of a text.
PLACE = "$1"


class _Plans:
    """What one connection has seen: by text the name of its plan, "" for one that it has no plan of."""

    def __init__(self) -> None:
        self.seen: OrderedDict[str, str] = OrderedDict()
        # Of a message that failed: nobody knows how far the database came with it, and a plan outlives its transaction.
        self.unsure: list[str] = []

    def make_room(self, for_characters: int) -> list[str]:
        """Forget what was not asked for longest, until there is room: the names of the plans that go."""
        held = sum(len(text) for text, name in self.seen.items() if name)
        gone = []
        for text, name in list(self.seen.items()):
            if held + for_characters <= MOST_CHARACTERS and len(self.seen) < _SEEN:
                break
            del self.seen[text]
            if name:
                held -= len(text)
                gone.append(name)
        return gone


# A name is never used again: what went wrong half-way is not met a second time.
_numbers = itertools.count(1)
# A connection that ends takes its plans along.
_of: "WeakKeyDictionary[Any, _Plans]" = WeakKeyDictionary()


def _clear_up(cursor: Any, plans: _Plans) -> None:
    """Of what a message that failed left behind."""
    if not plans.unsure:
        return
    cursor.execute("SELECT name FROM pg_prepared_statements WHERE name = ANY(%s)", [plans.unsure])
    there = [name for (name,) in cursor.fetchall()]
    if there:
        cursor.execute(_leave(there))
    plans.unsure.clear()


def _leave(names: Iterable[str]) -> str:
    return "".join(f"DEALLOCATE {one}; " for one in names)


def filled(sql: str, values: Iterable[Any]) -> str:
    """SQL with the values in their places."""
    return str(connection.ops.compose_sql(sql, tuple(values)))  # type: ignore[attr-defined]  # the stubs leave it out


def ask(text: str, dossier_id: UUID | None = None) -> tuple[Any, ...]:
    """The one row that `text` gives: SQL with its values in it, and `$1` where the id of the dossier goes.

    One message to the database, and after one that failed what clears up behind it. Raises what the database says.
    """
    with connection.cursor() as cursor:
        plans = _of.setdefault(connection.connection, _Plans())
        _clear_up(cursor, plans)
        name = plans.seen.pop(text, None)
        if name is None or len(text) > MOST_CHARACTERS:
            gone, name = plans.make_room(0), ""
            statement = text if dossier_id is None else text.replace(PLACE, f"'{dossier_id}'::uuid")
        elif name:
            gone, statement = [], _run(name, dossier_id)
        else:
            gone, name = plans.make_room(len(text)), f"kept_{next(_numbers)}"
            takes = "" if dossier_id is None else "(uuid)"
            statement = f"PREPARE {name}{takes} AS {text}; {_run(name, dossier_id)}"
        try:
            cursor.execute(_leave(gone) + statement)
        except BaseException:
            plans.unsure += [one for one in (*gone, name) if one]
            raise
        # Of several statements in one message the answer is that of the last.
        while cursor.nextset():
            pass
        row: tuple[Any, ...] = cursor.fetchone()
    plans.seen[text] = name
    return row


def _run(name: str, dossier_id: UUID | None) -> str:
    if dossier_id is None:
        return f"EXECUTE {name}"
    # With an open place one plan for any dossier: the first five would be made for theirs, and thrown away.
    return f"SET LOCAL plan_cache_mode = force_generic_plan; EXECUTE {name}('{dossier_id}')"
