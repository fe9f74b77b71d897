"""A number that stands on every page: the statement that counts it is put together once, and run each time.

Putting a statement together costs Django many times what running it costs. What stands in it (the
gate's lists, the day) follows from the actor and the clock alone; so it is kept by the whole actor, and for ten minutes. A
number that depends on the hour (drafts that are no longer kept) may lag by these minutes, nothing else does.

Only the text of the question is kept, never an answer: the walls look at each run as at any other statement.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from .access import Actor

# Of so many actors per process; who comes back after more of them has it put together anew.
KEPT = 256
_MINUTES = 10

type RowsOf = Callable[[Actor], Iterable[QuerySet[Any, Any]]]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL and what belongs in its places."""

    sql: str
    values: tuple[Any, ...]


class StandingCount:
    """`count(actor)`: how many rows `rows_of(actor)` gives over all its querysets, in one query; none when it gives no set.

    `rows_of` may look at the actor, at what never changes while the process runs, and at the clock to the ten minutes.
    """

    def __init__(self, rows_of: RowsOf) -> None:
        self._rows_of = rows_of
        self._kept = lru_cache(maxsize=KEPT)(self._put_together)

    def __call__(self, actor: Actor) -> int:
        statement = self._kept(actor, int(timezone.now().timestamp()) // (_MINUTES * 60))
        if statement is None:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.values)
            return int(cursor.fetchone()[0])

    def _put_together(self, actor: Actor, _minutes: int) -> Statement | None:
        keys = [rows.order_by().values("pk") for rows in self._rows_of(actor)]
        if not keys:
            return None
        # Refuses a set that did not pass the gate, as counting it would.
        found = keys[0].union(*keys[1:], all=True).order_by()
        try:
            sql, values = found.query.sql_with_params()
        except EmptyResultSet:
            return None
        return Statement(f"SELECT count(*) FROM ({sql}) AS counted", tuple(values))  # noqa: S608  Django's own SQL
