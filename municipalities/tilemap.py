"""A tile map: every municipality one square of the same size, roughly where it lies.

Small municipalities are as visible as large ones, and nothing suggests exact borders. The table beside it says the same.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .models import Municipality

# A degree of longitude is this much shorter than one of latitude, at the height of the Netherlands.
_LONGITUDE = math.cos(math.radians(51.6))


@dataclass(frozen=True, slots=True)
class Tile:
    """A municipality with its column (west to east) and row (north to south), both from 0."""

    municipality: Municipality
    column: int
    row: int

    @property
    def letters(self) -> str:
        """A short name that fits on the tile."""
        return self.municipality.sort_name[:4].capitalize()


def tiles(municipalities: Iterable[Municipality]) -> list[Tile]:
    """A place for each: the free square nearest to where it lies; rows and columns without any are left out."""
    places = sorted(municipalities, key=lambda place: (place.longitude, place.latitude, place.pk))
    taken: dict[tuple[int, int], Municipality] = {}
    for place, (x, y) in zip(places, _points(places), strict=True):
        taken[_nearest_free(x, y, taken)] = place
    columns = _closed_up(column for column, _ in taken)
    rows = _closed_up(row for _, row in taken)
    return [Tile(place, columns[column], rows[row]) for (column, row), place in taken.items()]


def _points(places: Sequence[Municipality]) -> list[tuple[float, float]]:
    """Where each lies on a grid with about twice as many squares as there are municipalities."""
    if not places:
        return []
    xs = [float(place.longitude) * _LONGITUDE for place in places]
    ys = [-float(place.latitude) for place in places]
    width, height = max(xs) - min(xs) or 0.01, max(ys) - min(ys) or 0.01
    scale = math.sqrt(2 * len(places) / (width * height)) if width * height > 0.001 else len(places)
    return [((x - min(xs)) * scale, (y - min(ys)) * scale) for x, y in zip(xs, ys, strict=True)]


def _nearest_free(x: float, y: float, taken: Iterable[tuple[int, int]]) -> tuple[int, int]:
    full = set(taken)
    reach = math.ceil(math.sqrt(len(full))) + 1
    around = (
        (column, row)
        for column in range(round(x) - reach, round(x) + reach + 1)
        for row in range(round(y) - reach, round(y) + reach + 1)
        if (column, row) not in full
    )
    return min(around, key=lambda square: (math.dist(square, (x, y)), square))


def _closed_up(numbers: Iterable[int]) -> dict[int, int]:
    """Numbers without gaps, except one where a gap separates parts of the country."""
    closed: dict[int, int] = {}
    place = -1
    before = None
    for number in sorted(set(numbers)):
        place += 1 if before is None or number == before + 1 else 2
        closed[number] = place
        before = number
    return closed
