"""Numbers that many pages show: the statement that counts them is put together once, and run each time.

Putting a statement together costs Django many times what running it costs. What stands in it (the
gate's lists, the day) follows from the actor and the clock alone; so it is kept by the whole actor, and for ten minutes. A
number that depends on the hour (drafts that are no longer kept) may lag by these minutes, nothing else does.

Only the text of the question is kept, never an answer: the walls look at each run as at any other statement.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Case, QuerySet, When
from django.utils import timezone

from . import plans
from .access import Actor
from .gate import demand_passed

# Of so many actors per process; who comes back after more of them has it put together anew.
KEPT = 256
_MINUTES = 10


def ten_minutes() -> int:
    """Which ten minutes of the clock these are: part of what a statement is kept by."""
    return int(timezone.now().timestamp()) // (_MINUTES * 60)


type RowsOf = Callable[[Actor], Iterable[QuerySet[Any, Any]]]


class _Standing:
    """Keeps by the actor what a subclass puts together."""

    def __init__(self) -> None:
        self._kept = lru_cache(maxsize=KEPT)(self._put_together)

    def _put_together(self, actor: Actor, _minutes: int) -> str | None:
        """The SQL that is asked for this actor; None when no row can be found. Each kind of number has its own."""
        raise NotImplementedError

    def _row(self, actor: Actor) -> tuple[Any, ...] | None:
        """The one row of the answer of now; None when there is nothing to ask."""
        text = self._kept(actor, ten_minutes())
        return None if text is None else plans.ask(text)


class StandingCount(_Standing):
    """`count(actor)`: how many rows `rows_of(actor)` gives over all its querysets, in one query; none when it gives no set.

    `rows_of` may look at the actor, at what never changes while the process runs, and at the clock to the ten minutes.
    """

    def __init__(self, rows_of: RowsOf) -> None:
        super().__init__()
        self._rows_of = rows_of

    def __call__(self, actor: Actor) -> int:
        row = self._row(actor)
        return int(row[0]) if row else 0

    def _put_together(self, actor: Actor, _minutes: int) -> str | None:
        keys = [rows.order_by().values("pk") for rows in self._rows_of(actor)]
        if not keys:
            return None
        # Refuses a set that did not pass the gate, as counting it would.
        found = keys[0].union(*keys[1:], all=True).order_by()
        try:
            sql, values = found.query.sql_with_params()
        except EmptyResultSet:
            return None
        return plans.filled(f"SELECT count(*) FROM ({sql}) AS counted", values)  # noqa: S608  Django's own SQL


class StandingCounts(_Standing):
    """`counts(actor)`: by name how many rows each of several sets gives, in one query; see `StandingCount`."""

    def __init__(self, sets: Mapping[str, Callable[[Actor], QuerySet[Any, Any]]]) -> None:
        super().__init__()
        self._sets = sets

    def __call__(self, actor: Actor) -> dict[str, int]:
        return dict(zip(self._sets, self._row(actor) or (), strict=True))

    def _put_together(self, actor: Actor, _minutes: int) -> str | None:
        counts: list[str] = []
        values: list[Any] = []
        for rows_of in self._sets.values():
            try:
                sql, filled = demand_passed(rows_of(actor)).order_by().values("pk").query.sql_with_params()
            except EmptyResultSet:
                counts.append("0")
                continue
            counts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608  Django's own SQL
            values += filled
        return plans.filled(f"SELECT {', '.join(counts)}", values)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows meet a condition, and of each column that was asked for the least value among them."""

    count: int
    least: tuple[Any, ...] = ()


class StandingTally(_Standing):
    """`tally(actor)`: the tally of each condition over the rows of one queryset, in one query; no rows for certain: nothing.

    `rows_of` and the conditions may look at what that of `StandingCount` may. `columns`: what of a row is asked for.
    """

    def __init__(
        self,
        rows_of: Callable[[Actor], QuerySet[Any, Any]],
        conditions: Mapping[str, Callable[[Actor], Any]],
        columns: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._rows_of = rows_of
        self._conditions = conditions
        self._columns = columns

    def __call__(self, actor: Actor) -> dict[str, Tally]:
        row = self._row(actor)
        if row is None:
            return {}
        width = 1 + len(self._columns)
        return {
            name: Tally(row[place * width], row[place * width + 1 : (place + 1) * width])
            for place, name in enumerate(self._conditions)
        }

    def _put_together(self, actor: Actor, _minutes: int) -> str | None:
        # Each condition stands in the statement once, however much is asked of the rows that meet it.
        marks = {
            f"mark_{place}": Case(When(condition(actor), then=True), default=False)
            for place, condition in enumerate(self._conditions.values())
        }
        rows = demand_passed(self._rows_of(actor)).order_by().annotate(**marks).values_list(*self._columns, *marks)
        try:
            sql, values = rows.query.sql_with_params()
        except EmptyResultSet:
            return None
        columns = [f"column_{place}" for place in range(len(self._columns))]
        wanted = ", ".join(
            f"{number} FILTER (WHERE {mark})"
            for mark in marks
            for number in ("count(*)", *(f"min({column})" for column in columns))
        )
        named = ", ".join([*columns, *marks])
        return plans.filled(f"SELECT {wanted} FROM ({sql}) AS counted ({named})", values)  # noqa: S608  Django's own SQL
