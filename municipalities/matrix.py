"""The matrix of basis op orde: municipality x item on one day, as the page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.access import Actor, may

from . import readiness
from .models import Municipality, ReadinessCell
from .policies import MunicipalityAction
from .readiness import Score
from .readiness_items import ITEMS, Item, ReadinessState, Theme

# Looked up some nine hundred times for a region: Django's own ways to a label and a date take longer than the database.
_WORDS = {**dict(ReadinessState.choices), "": "nog niet ingevuld"}


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell; `row` is None where nothing was filled in yet. `is_open`: one click sets it to yes."""

    municipality: Municipality
    item: Item
    row: ReadinessCell | None
    is_open: bool

    @property
    def key(self) -> str:
        """How its button names the cell, and the row that it stands on."""
        return f"{self.municipality.gm_code}-{self.item.code.value}{f'+{self.row.pk}' if self.row else ''}"

    @property
    def state(self) -> str:
        return self.row.state if self.row else "unknown"

    @property
    def words(self) -> str:
        """What the letter and the colour mean."""
        return _WORDS[self.row.state if self.row else ""]

    @property
    def since(self) -> str:
        return f"{self.row.since:%d-%m-%Y}" if self.row else ""

    @property
    def label(self) -> str:
        """What a screen reader calls it: "Meldroute van Goes: nee, zet op ja", "Meldroute van Goes: ja sinds 15-10-2020"."""
        named = f"{self.item.short} van {self.municipality}: {self.words}"
        if self.is_open:
            return f"{named}, zet op ja"
        return f"{named} sinds {self.since}" if self.row else named

    @property
    def path(self) -> str:
        """The address of its history, below that of the matrix."""
        return f"{self.municipality.gm_code}/{self.item.slug}/"

    @property
    def spot(self) -> str:
        """Where it stands in the table, as a selector: short markup, for there are many."""
        return spot_of(self.municipality, self.item)


def spot_of(municipality: Municipality, item: Item) -> str:
    """The place in the table of an item of a municipality, as a selector."""
    # Name and score stand before the items, and a selector counts from 1.
    return f"#gemeente-{municipality.gm_code} > :nth-child({ITEMS.index(item) + 3})"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A municipality with its cells and how many of the basis items say yes."""

    municipality: Municipality
    score: Score
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """An item with how many municipalities say yes."""

    item: Item
    score: Score


@dataclass(frozen=True, slots=True)
class Matrix:
    """All of it."""

    day: date
    rows: tuple[MatrixRow, ...]
    columns: tuple[Column, ...]

    @property
    def themes(self) -> list[tuple[Theme, int]]:
        """The themes in order, with the number of columns each spans."""
        themes = [column.item.theme for column in self.columns]
        return [(theme, themes.count(theme)) for theme in dict.fromkeys(themes)]

    @property
    def complete(self) -> Score:
        """How many municipalities have the whole basis."""
        return Score(sum(1 for row in self.rows if row.score.is_complete), len(self.rows))

    def row_of(self, municipality: Municipality) -> MatrixRow | None:
        """The row of a municipality; None when it is not among those shown."""
        return next((row for row in self.rows if row.municipality == municipality), None)

    def column_of(self, item: str) -> Column:
        return next(column for column in self.columns if column.item.code == item)


def matrix(municipalities: Iterable[Municipality], day: date, actor: Actor, *, is_today: bool) -> Matrix:
    """The matrix of `municipalities` on `day`: one query. Only today's can be clicked, and by whom the policy names."""
    places = list(municipalities)
    ids = [place.pk for place in places]
    cells = readiness.cells_on(ids, day, actor)
    return Matrix(
        day=day,
        rows=tuple(_row(place, cells, actor, is_today=is_today) for place in places),
        columns=tuple(Column(item, readiness.score_of_item(item.code.value, ids, cells)) for item in ITEMS),
    )


def _row(place: Municipality, cells: readiness.Cells, actor: Actor, *, is_today: bool) -> MatrixRow:
    may_set = is_today and may(actor, MunicipalityAction.SET_READINESS, place)
    found = [(item, cells.get((place.pk, item.code.value))) for item in ITEMS]
    return MatrixRow(
        municipality=place,
        score=readiness.score_of_municipality(place, cells),
        cells=tuple(
            MatrixCell(place, item, row, is_open=may_set and (row is None or row.state != "yes")) for item, row in found
        ),
    )
