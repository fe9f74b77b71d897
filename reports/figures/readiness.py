"""Counting municipalities: who has what of basis op orde, on a day and compared with an earlier one.

Counts of municipalities never hide. "Has a focal officer" is what the municipality says of itself (the cell); a deputy
is somebody who holds the role as such.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from municipalities import roles
from municipalities.areas import AnyArea, municipalities_of
from municipalities.codes import Role
from municipalities.models import Municipality, ReadinessCell
from municipalities.readiness import Cells, Score, score_of_item, score_of_municipality
from municipalities.readiness_items import ReadinessItem, ReadinessState

from .moments import REASON

ITEMS = (
    ReadinessItem.FOCAL_OFFICER,
    ReadinessItem.INTERNAL_ROUTE,
    ReadinessItem.POLICY_ADOPTED,
    ReadinessItem.CARE_COORDINATION,
)


def municipalities_in(area: AnyArea, day: dt.date) -> list[Municipality]:
    """The municipalities that lay in the area on that day, by name."""
    return list(municipalities_of(area, day))


def ids_in(area: AnyArea, day: dt.date) -> list[int]:
    """Their ids."""
    return list(municipalities_of(area, day).values_list("pk", flat=True))


def cells_of(places: Collection[Municipality], day: dt.date) -> Cells:
    """What held on `day`, by municipality and item. One query."""
    rows = ReadinessCell.objects.unscoped(reason=REASON).filter(municipality__in=[place.pk for place in places])
    return {(row.municipality_id, row.item): row for row in rows.on(day)}


def with_item(item: str, places: Collection[Municipality], cells: Cells) -> Score:
    """How many municipalities have the item: "9 van 12"."""
    return score_of_item(item, [place.pk for place in places], cells)


def without_item(item: str, places: Collection[Municipality], cells: Cells) -> list[Municipality]:
    """The municipalities that do not have it, by name."""
    return [place for place in places if _state(cells, place, item) not in (ReadinessState.YES, ReadinessState.NA)]


def with_whole_basis(places: Collection[Municipality], cells: Cells) -> Score:
    """How many municipalities have all basis items that apply."""
    return Score(sum(1 for place in places if score_of_municipality(place, cells).is_complete), len(places))


def with_deputy(places: Sequence[Municipality], day: dt.date) -> frozenset[int]:
    """The ids of the municipalities with a deputy focal officer on that day. One query."""
    rows = roles.holders(Role.FOCAL_OFFICER, places, day, deputy=True)
    return frozenset(row.area.pk for row in rows)


_WORDS: Mapping[str, str] = {
    ReadinessState.YES: "ja",
    ReadinessState.IN_PROGRESS: "in ontwikkeling",
    ReadinessState.NO: "nee",
    ReadinessState.NA: "n.v.t.",
    "": "niet ingevuld",
}


def words(cells: Cells, before: Cells, place: Municipality, item: str) -> str:
    """How far a municipality is, and when that changed what it was: "ja (was nee)"."""
    return changed(_WORDS[_state(cells, place, item)], _WORDS[_state(before, place, item)])


def changed(now: str, before: str) -> str:
    """The word of now, with the earlier one when that differs."""
    return now if now == before else f"{now} (was {before})"


def _state(cells: Cells, place: Municipality, item: str) -> str:
    row = cells.get((place.pk, item))
    return row.state if row else ""
