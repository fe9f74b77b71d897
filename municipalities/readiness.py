"""Counting basis op orde, on any day.

"x van y": how many municipalities say yes, of how many for which the item applies. A cell that nobody filled in yet
counts as not yes. Counts of municipalities never hide.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.access import Actor

from .areas import AnyArea, municipalities_of
from .models import Municipality, ReadinessCell
from .readiness_items import BASIS_ITEMS, ITEMS, Item, ReadinessState

type Cells = Mapping[tuple[int, str], ReadinessCell]


@dataclass(frozen=True, slots=True)
class Score:
    """`yes` van `of`."""

    yes: int
    of: int

    def __str__(self) -> str:
        return f"{self.yes} van {self.of}"

    @property
    def is_complete(self) -> bool:
        return self.of > 0 and self.yes == self.of


def cells_on(municipalities: Iterable[int], day: date, actor: Actor) -> Cells:
    """The cell of each municipality (by id) and item that held on `day`, as far as the actor may see. One query."""
    rows = ReadinessCell.objects.visible_to(actor).filter(municipality__in=list(municipalities)).on(day)
    return {(row.municipality_id, row.item): row for row in rows}


def count_yes(item: str, area: AnyArea, on: date) -> Score:
    """How many municipalities of `area` had `item` on that day: "9 van 13". Two queries.

    Reads past the gate, because it gives counts of municipalities only; the wall still lets out no more than the
    context that is open.
    """
    places = list(municipalities_of(area, on).values_list("pk", flat=True))
    rows = ReadinessCell.objects.unscoped(reason="a count of municipalities, which never hides")
    cells = {(row.municipality_id, row.item): row for row in rows.filter(municipality__in=places, item=item).on(on)}
    return score_of_item(item, places, cells)


def score_of_item(item: str, municipalities: Iterable[int], cells: Cells) -> Score:
    """The column of an item: over municipalities."""
    return _score(cells.get((pk, item)) for pk in municipalities)


def score_of_municipality(municipality: Municipality, cells: Cells, items: Iterable[Item] = BASIS_ITEMS) -> Score:
    """The row of a municipality: over the basis items ("14 van 16"), or over those given."""
    return _score(cells.get((municipality.pk, item.code.value)) for item in items)


def scores_by_theme(municipality: Municipality, cells: Cells) -> dict[str, Score]:
    """Per theme, over all 25 items."""
    themes = dict.fromkeys(item.theme for item in ITEMS)
    return {
        str(theme.label): score_of_municipality(municipality, cells, [item for item in ITEMS if item.theme == theme])
        for theme in themes
    }


def _score(cells: Iterable[ReadinessCell | None]) -> Score:
    applies = [cell for cell in cells if cell is None or cell.state != ReadinessState.NA]
    yes = sum(1 for cell in applies if cell is not None and cell.state == ReadinessState.YES)
    return Score(yes, len(applies))
