"""Counts by municipality: of a whole family of areas at once, for what may be shown is judged over all of it
(`reports.nesting`)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

type Places = Collection[int]
type Counts = Mapping[int, int]


def by_key(rows: Iterable[tuple[str, int, int]]) -> dict[str, Counts]:
    """By key what was counted in each municipality, of rows of key, municipality and count."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for key, place, count in rows:
        found[key][place] = count
    return dict(found)


def together(counts: Iterable[Counts]) -> Counts:
    """Their sum by municipality."""
    found: dict[int, int] = defaultdict(int)
    for each in counts:
        for place, count in each.items():
            found[place] += count
    return dict(found)


def inside(counts: Counts, places: Places) -> int:
    """How many in these municipalities together."""
    return sum(counts.get(place, 0) for place in places)
