"""What one page shows of one dossier, in one statement: many small sets of rows, each behind its own gate.

The page of a dossier shows a dozen kinds of parts, and of most of them a row or two, or none. Asked one by one each costs
a round trip, and Django puts each statement together anew, which costs it more than the answer does. Here they are put
together once for an actor and a municipality, with an open place for the id of the dossier, and asked as one statement.
Each set comes as one column of JSON; Django's own code makes the same objects of its rows as it makes of any others.

Only the text is kept, never an answer: the walls look at each run as at any other statement. A set of gated rows must
have passed its gate, for this actor, and must ask for the dossier.
"""

import copy
import datetime as dt
import json
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import batched, chain
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet

from . import plans
from .access import Actor
from .counting import ten_minutes
from .errors import NotVisible
from .gate import GatedQuerySet, demand_passed

# Of so many actors per process; a statement of all parts of a dossier is longer than one that counts.
KEPT = 64
# Stands in the statement that is kept, where the id of the dossier goes.
OPEN_PLACE = uuid.UUID("b3f0c1de-5a0e-4d57-9c55-6e1f5d2a7c94")
# PostgreSQL takes so many arguments of a function: a row that is wider comes as several arrays.
_WIDEST = 100

# How a column's value comes back from JSON, by its SQL type.
_LOADERS: Mapping[str, Callable[[Any], Any]] = {
    "uuid": uuid.UUID,
    "timestamp with time zone": dt.datetime.fromisoformat,
    "time": dt.time.fromisoformat,
    "date": dt.date.fromisoformat,
    "date[]": lambda days: [dt.date.fromisoformat(day) for day in days],
    "numeric": Decimal,
    "bytea": lambda text: bytes.fromhex(text.removeprefix("\\x")),
}
# These travel as text: JSON has one kind of number, and what is JSON itself is read by its field.
_AS_TEXT = frozenset({"numeric", "jsonb"})
_AS_IT_WAS = frozenset({"bigint", "boolean", "integer", "jsonb", "smallint", "text", "tsvector", "varchar"}) | {
    "bigint[]",
    "integer[]",
    "smallint[]",
    "text[]",
    "varchar[]",
}
_LENGTH = re.compile(r"\([^)]*\)")

# The sets by name. `dossier_id` is the open place; what else they look at is what `StandingCount` may look at.
type SetsOf = Callable[[Actor, uuid.UUID, int], Mapping[str, QuerySet[Any, Any]]]


class StandingReading:
    """`reading(actor, dossier_id, municipality_id)`: the rows of every set of `sets_of`, by name, in one query.

    Raises Ungated for a set that did not pass its gate; ValueError for a gated one that asks for other dossiers, and for one
    with a prefetch or a connection of its own; TypeError for a column that JSON cannot give back as it was.
    """

    def __init__(self, sets_of: SetsOf) -> None:
        self._sets_of = sets_of
        self._kept = lru_cache(maxsize=KEPT)(self._put_together)

    def __call__(self, actor: Actor, dossier_id: uuid.UUID, municipality_id: int) -> dict[str, list[Any]]:
        question, text = self._kept(actor, municipality_id, ten_minutes())
        return question.read(plans.ask(text, dossier_id) if text else ())

    def _put_together(self, actor: Actor, municipality_id: int, _minutes: int) -> "tuple[_Question, str]":
        question = _question(self._sets_of(actor, OPEN_PLACE, municipality_id))
        for name, one in question.sets.items():
            if one is not None and isinstance(one.rows, GatedQuerySet) and not one.asks_for_dossier:
                message = f"{name}: of gated rows only those of the dossier can be asked."
                raise ValueError(message)
        return question, _with_place(question.text())


class StandingRow[M: Model]:
    """`row(actor, pk)`: of the gated set that `rows_of` gives for an actor the row with this UUID, in one query.

    Raises NotVisible, and what `StandingReading` raises. For what a page begins with: a page that is opened often would
    spend more on putting together this one statement than on its answer.
    """

    def __init__(self, rows_of: Callable[[Actor], QuerySet[M, M]]) -> None:
        self._rows_of = rows_of
        # Whatever the row is, its id takes the open place. Of its municipality nothing is known yet.
        self._read = StandingReading(lambda actor, pk, _municipality_id: {"row": rows_of(actor).filter(pk=pk)})

    def __call__(self, actor: Actor, pk: uuid.UUID) -> M:
        found: list[M] = self._read(actor, pk, 0)["row"]
        if not found:
            raise NotVisible(asked=self._rows_of(actor), lookup={"pk": pk})
        return found[0]


def _with_place(text: str) -> str:
    """The text with the place of the dossier's id open. Raises ValueError where it stands as anything but that id itself."""
    opened = text.replace(f"'{OPEN_PLACE.hex}'::uuid", plans.PLACE)
    if "$" in text or OPEN_PLACE.hex in opened or str(OPEN_PLACE) in opened:
        message = "The id of the dossier cannot be left open in this statement."
        raise ValueError(message)
    return opened


def read_together(sets: Mapping[str, QuerySet[Any, Any]]) -> dict[str, list[Any]]:
    """The rows of each set by its name, in one query, for sets that differ each time: nothing of it is kept.

    Raises what `StandingReading` raises, but for the dossier.
    """
    question = _question(sets)
    if not (text := question.text()):
        return question.read(())
    with connection.cursor() as cursor:
        cursor.execute(text)
        return question.read(cursor.fetchone())


@dataclass(frozen=True, slots=True)
class _Question:
    """A statement with its values, and by name what its columns are; None: a set without rows for certain."""

    sql: str
    values: tuple[Any, ...]
    sets: Mapping[str, "_Set | None"]

    def text(self) -> str:
        """The statement with the values in it; "" when no set can have a row."""
        return plans.filled(self.sql, self.values) if any(self.sets.values()) else ""

    def read(self, row: Sequence[str | None]) -> dict[str, list[Any]]:
        """The rows of each set of the answer."""
        answers = iter(row)
        return {name: [] if one is None else one.rows_of(next(answers)) for name, one in self.sets.items()}


def _question(sets: Mapping[str, QuerySet[Any, Any]]) -> _Question:
    columns: list[str] = []
    values: list[Any] = []
    found: dict[str, _Set | None] = {}
    for name, rows in sets.items():
        if rows._prefetch_related_lookups or rows._db:  # type: ignore[attr-defined]  # the stubs leave them out
            message = f"{name}: neither a prefetch nor another connection goes along."
            raise ValueError(message)
        compiler = demand_passed(rows).query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, filled = compiler.as_sql()
        except EmptyResultSet:
            found[name] = None
            continue
        found[name] = one = _Set(rows, compiler, tuple(filled), _kinds(compiler))
        columns.append(one.column(sql))
        values += filled
    return _Question(f"SELECT {', '.join(columns)}", tuple(values), found)


@dataclass(frozen=True, slots=True)
class _Set:
    """One set, with what its statement was made of and how the values of its columns are read."""

    rows: QuerySet[Any, Any]
    compiler: Any
    values: tuple[Any, ...]
    kinds: tuple[str, ...]

    @property
    def asks_for_dossier(self) -> bool:
        """By a field, or by SQL that was written by hand ('...'::uuid)."""
        return OPEN_PLACE in self.values or OPEN_PLACE.hex in self.values

    def column(self, sql: str) -> str:
        """All rows of the set as one value, each row an array."""
        names = [f"c{place}" for place in range(len(self.kinds))]
        told = [f"{name}::text" if kind in _AS_TEXT else name for name, kind in zip(names, self.kinds, strict=True)]
        if len(told) > _WIDEST:
            told = [f"json_build_array({', '.join(some)})" for some in batched(told, _WIDEST)]
        # The rows keep the order of the statement inside: json_agg takes them as they come.
        return f"(SELECT json_agg(json_build_array({', '.join(told)})) FROM ({sql}) AS rows ({', '.join(names)}))::text"  # noqa: S608  Django's own SQL

    def rows_of(self, answer: str | None) -> list[Any]:
        """As Django gives them when it asks itself; `answer`: the value of the column, None without rows."""
        if answer is None:
            return []
        loaders = [_LOADERS.get(kind) for kind in self.kinds]
        told = json.loads(answer)
        if len(loaders) > _WIDEST:
            told = [chain.from_iterable(row) for row in told]
        loaded = [
            [value if load is None or value is None else load(value) for load, value in zip(loaders, row, strict=True)]
            for row in told
        ]
        # A copy, since what it is made to answer is of this thread.
        compiler = copy.copy(self.compiler)
        compiler.execute_sql = lambda *_args, **_kwargs: [loaded]
        rows: Any = self.rows._chain()  # type: ignore[attr-defined]  # a queryset of its own, as every step of one makes
        rows.query.get_compiler = lambda *_args, **_kwargs: compiler
        return list(rows._iterable_class(rows))


def _kinds(compiler: Any) -> tuple[str, ...]:
    """The SQL type of each column, without its length."""
    kinds = tuple(_LENGTH.sub("", one.output_field.db_type(connection)) for one, _sql, _alias in compiler.select)
    unknown = {kind for kind in kinds if kind not in _LOADERS and kind not in _AS_IT_WAS}
    if unknown:
        message = f"Not to be read together: columns of another type: {sorted(unknown)}."
        raise TypeError(message)
    return kinds
