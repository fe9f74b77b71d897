"""What may be shown: small numbers are hidden here, once, for page, PDF and CSV alike.

Figures come in exact (`Table`) and go out as what may be read (`ShownTable`, `Shown`): nothing behind this module holds
an exact hidden number, so no template, chart or file can let one slip.

The rule, inside a district or region (threshold 5):

- a cell of 1 to 4 in a table hides every cell of that table; only its totals stay. Otherwise the cell could be had by
  subtracting its neighbours from the total. A cell of 0 does not start this;
- a total or a headline of 1 to 4 is shown as "<5", but for a whole of four small areas, which has a range
  (`reports.nesting`);
- counts of municipalities, of plan actions and the like are open: they never hide and never start hiding;
- a number derived from counts (a median, a share) hides with the counts it is made of.

A count that could be worked out with the report of another area gives way as well: `reports.nesting` says which totals and
which rows may stay, and `hide` takes that over.

Marks: "<5" small, "•" hidden to protect another, "71–74" what the parts that are shown say of a hidden whole, "0" none in
the whole area, "–" none in a part of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

THRESHOLD = 5
SMALL = f"<{THRESHOLD}"
PROTECTED = "•"
NIL = "–"

# Short: they stand under tables in half the width of a sheet of paper.
_ONLY_TOTALS = f"Alleen totalen. Anders is een aantal kleiner dan {THRESHOLD} te lezen, of uit te rekenen met een andere rapportage."
_EXPLAINED = {
    SMALL: f"{SMALL}: kleiner dan {THRESHOLD}.",
    PROTECTED: f"{PROTECTED}: weggelaten. Het gaat over minder dan {THRESHOLD}, of u kunt er zo'n aantal mee uitrekenen, "
    "bijvoorbeeld met een andere rapportage.",
}

type Cell = int | Decimal | str | Shown | None  # Shown: already judged


class Measure(StrEnum):
    """What a column holds, and so how it hides."""

    COUNT = "count"  # signals, cases, people, handovers: 1 to 4 is small
    DERIVED = "derived"  # a median or share of counts: never small itself, hides with them
    OPEN = "open"  # municipalities, actions, hours, words: never hides


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what it holds, and for a derived one the index of the count column it is made of."""

    label: str
    measure: Measure = Measure.COUNT
    made_of: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of exact figures, as many cells as the table has columns. None = not applicable."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Exact figures of one area. `total` is the row under the line.

    `source`: where figures come from that were not counted here, and what figures do not say.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    corner: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        for row in (*self.rows, *([self.total] if self.total else [])):
            if len(row.cells) != len(self.columns):
                message = f"{self.caption}: row {row.label!r} has {len(row.cells)} cells, not {len(self.columns)}."
                raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it may be read. `value` is the whole number behind it, absent when hidden or when it is no count.

    `least` and `most`: where it lies, of a range only.
    """

    text: str
    value: int | None = None
    is_words: bool = False
    least: int | None = None
    most: int | None = None

    @property
    def is_hidden(self) -> bool:
        return self.text in {SMALL, PROTECTED}

    @property
    def is_range(self) -> bool:
        return self.least is not None

    @property
    def is_inexact(self) -> bool:
        """Whether the number itself is kept back, by a mark or a range."""
        return self.is_hidden or self.is_range

    @property
    def bar_height(self) -> int:
        """How high a bar may stand: the least it can be, 0 when hidden."""
        return self.least or self.value or 0

    def as_data(self) -> list[Any]:
        """Plain values for a JSON column; `Shown(*values)` reads them."""
        return [self.text, self.value, self.is_words, self.least, self.most]

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row as it may be read."""

    label: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as it may be read, the same on the page, in the PDF and in the CSV file."""

    caption: str
    headings: tuple[Shown, ...]  # `is_words`: the column holds words, so it stands to the left
    rows: tuple[ShownRow, ...]
    total: ShownRow | None = None
    corner: str = ""
    only_totals: bool = False
    source: str = ""

    @property
    def note(self) -> str:
        """The sentence under the table that says what is hidden and why; empty when nothing is."""
        # The rows of a table with only totals are explained by that.
        rows = self._all_rows() if not self.only_totals else (self.total,) if self.total else ()
        cells = [cell for row in rows for cell in row.cells]
        marks = {cell.text for cell in cells if cell.is_hidden}
        found = [said for mark, said in _EXPLAINED.items() if mark in marks]
        ranges = [cell.text for cell in cells if cell.is_range]
        if ranges:
            found.append(
                f"{ranges[0]}: het aantal ligt ertussen; het precieze aantal zou een klein aantal in een ander gebied laten zien."
            )
        if self.only_totals:
            found.insert(0, _ONLY_TOTALS)
        return " ".join(found)

    @property
    def body(self) -> list[tuple[str, list[tuple[Shown, Shown]]]]:
        """The rows, each cell with its heading, which stands beside it on a phone."""
        return [self._headed(row) for row in self.rows]

    @property
    def foot(self) -> list[tuple[str, list[tuple[Shown, Shown]]]]:
        """The total likewise; none where there is none."""
        return [self._headed(self.total)] if self.total else []

    def _headed(self, row: ShownRow) -> tuple[str, list[tuple[Shown, Shown]]]:
        return row.label, list(zip(self.headings, row.cells, strict=True))

    def lines(self) -> list[list[str]]:
        """Headings, rows and total as plain text, for a CSV file."""
        return [
            [self.corner, *(heading.text for heading in self.headings)],
            *([row.label, *(cell.text for cell in row.cells)] for row in self._all_rows()),
        ]

    def _all_rows(self) -> tuple[ShownRow, ...]:
        return (*self.rows, *([self.total] if self.total else []))

    def as_data(self) -> dict[str, Any]:
        """Plain values for a JSON column, so that a report freezes what was shown."""

        def cells_data(cells: tuple[Shown, ...]) -> list[list[Any]]:
            return [cell.as_data() for cell in cells]

        def row_data(row: ShownRow) -> dict[str, Any]:
            return {"label": row.label, "cells": cells_data(row.cells)}

        return {
            "caption": self.caption,
            "headings": cells_data(self.headings),
            "rows": [row_data(row) for row in self.rows],
            "total": row_data(self.total) if self.total else None,
            "corner": self.corner,
            "only_totals": self.only_totals,
            "source": self.source,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """The table that `as_data` wrote."""

        def cells(stored: list[list[Any]]) -> tuple[Shown, ...]:
            return tuple(Shown(*cell) for cell in stored)

        def row(stored: dict[str, Any]) -> ShownRow:
            return ShownRow(stored["label"], cells(stored["cells"]))

        return cls(
            caption=data["caption"],
            headings=cells(data["headings"]),
            rows=tuple(row(stored) for stored in data["rows"]),
            total=row(data["total"]) if data["total"] else None,
            corner=data["corner"],
            only_totals=data["only_totals"],
            source=data["source"],
        )


def between(least: int, most: int) -> Shown:
    """ "71–74": a total of which only the parts may be shown."""
    return Shown(f"{number(least)}{NIL}{number(most)}", least=least, most=most)


def headline(value: int) -> Shown:
    """A count that stands alone or as a total: "<5" for 1 to 4, else the number."""
    return Shown(SMALL) if _is_small(value) else Shown(number(value), value)


def out_of(part: Shown, whole: Shown) -> str:
    """ "11 van 12", "<5 van 9"."""
    return f"{part} van {whole}"


def change(now: Shown, before: Shown) -> str:
    """ "6 meer dan", "2 minder dan", "evenveel als"; empty when either is hidden, for a difference would give it away."""
    if now.value is None or before.value is None:
        return ""
    difference = now.value - before.value
    if difference == 0:
        return "evenveel als"
    return f"{number(abs(difference))} {'meer' if difference > 0 else 'minder'} dan"


def hide(table: Table, *, totals: Sequence[Shown] = (), with_rows: bool = True) -> ShownTable:
    """The table as it may be read.

    `totals`: what may stand under each column of counts, in their order, and `with_rows`: whether its rows may be shown,
    both judged beside the tables of other areas (`reports.nesting.Family`); left out where there are none.
    """
    counted = [i for i, column in enumerate(table.columns) if column.measure is Measure.COUNT]
    has_small = any(_is_small(row.cells[i]) for row in table.rows for i in counted)
    only_totals = not with_rows or has_small
    judged = dict(zip(counted, totals, strict=bool(totals)))
    return ShownTable(
        caption=table.caption,
        headings=tuple(_heading(table, i) for i in range(len(table.columns))),
        rows=tuple(_rows(table, only_totals=only_totals)),
        total=_row_of_totals(table, table.total, judged, only_totals=only_totals) if table.total else None,
        corner=table.corner,
        only_totals=only_totals,
        source=table.source,
    )


def _rows(table: Table, *, only_totals: bool) -> Iterator[ShownRow]:
    """The rows; none where nothing of them is left, for that a row is there tells that it has something to count."""
    if only_totals and not any(column.measure is Measure.OPEN for column in table.columns):
        return
    yield from (_row_of_parts(table, row, only_totals) for row in table.rows)


def _heading(table: Table, i: int) -> Shown:
    return Shown(table.columns[i].label, is_words=any(isinstance(row.cells[i], str) for row in table.rows))


def _row_of_parts(table: Table, row: Row, only_totals: bool) -> ShownRow:
    return ShownRow(
        row.label,
        tuple(
            Shown(PROTECTED) if only_totals and column.measure is not Measure.OPEN else _part(column, cell)
            for column, cell in zip(table.columns, row.cells, strict=True)
        ),
    )


def _part(column: Column, cell: Cell) -> Shown:
    if cell is None or (cell == 0 and column.measure is Measure.COUNT):
        return Shown(NIL, 0 if cell == 0 else None)
    return _plain(cell)


def _row_of_totals(table: Table, row: Row, judged: Mapping[int, Shown], *, only_totals: bool) -> ShownRow:
    def shown(i: int) -> Shown:
        column, cell = table.columns[i], row.cells[i]
        if cell is None:
            return Shown(NIL)
        if column.measure is Measure.COUNT and isinstance(cell, int):
            return judged.get(i) or headline(cell)
        if column.measure is Measure.DERIVED:
            hidden = only_totals if column.made_of is None else shown(column.made_of).is_inexact
            return Shown(PROTECTED) if hidden else _plain(cell)
        return _plain(cell)

    return ShownRow(row.label, tuple(shown(i) for i in range(len(table.columns))))


def _plain(cell: int | Decimal | str | Shown) -> Shown:
    if isinstance(cell, Shown):
        return cell
    if isinstance(cell, str):
        return Shown(cell, is_words=True)
    return Shown(number(cell), cell if isinstance(cell, int) else None)


def _is_small(value: Cell) -> bool:
    return isinstance(value, int) and 0 < value < THRESHOLD


def number(value: int | Decimal) -> str:
    """A number as Dutch readers write it: "1.234", "0,8"."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def total_of(label: str, rows: Sequence[Row]) -> Row:
    """The total row of rows that hold only counts of separate things."""
    columns = zip(*(row.cells for row in rows), strict=True)
    return Row(label, tuple(sum(cell for cell in column if isinstance(cell, int)) for column in columns))
