"""Which areas hang together: those of which there are reports, and that share municipalities, whatever the detour."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from municipalities.areas import MEMBERSHIPS, AnyArea
from municipalities.codes import AreaKind

from .nesting import Family

# The order in which they get their numbers: who is followed most closely comes first.
_ORDER = (AreaKind.DISTRICT, AreaKind.REGION, AreaKind.PROVINCE)
_IN_NONE = "loose"

type PlacesOf = Mapping[tuple[AreaKind, int], frozenset[int]]


def family_of(area: AnyArea, day: date) -> Family:
    """The family of `area` as the memberships were on that day, each area by the code it has in an address. Three queries."""
    places_of = _places_of({kind: MEMBERSHIPS[kind].objects.on(day) for kind in _ORDER})
    found = _together(places_of, (area.kind, area.pk))
    districted = frozenset().union(*(places for (kind, _), places in found.items() if kind is AreaKind.DISTRICT))
    regions = {pk: places for (kind, pk), places in found.items() if kind is AreaKind.REGION}
    loose = {loose_key(pk): places - districted for pk, places in regions.items() if places - districted}
    areas: dict[str, frozenset[int]] = {}
    for kind in _ORDER:
        areas |= loose if kind is AreaKind.REGION else {}
        areas |= {f"{kind}-{pk}": places for (of, pk), places in sorted(found.items()) if of is kind}
    return Family(areas, frozenset(loose))


def ever_around(area: AnyArea, until: date) -> frozenset[int]:
    """The ids of the municipalities that lay in its family on any day up to `until`."""
    places_of = _places_of({kind: MEMBERSHIPS[kind].objects.filter(valid_from__lte=until) for kind in _ORDER})
    return frozenset().union(*_together(places_of, (area.kind, area.pk)).values())


def loose_key(region: int) -> str:
    """How a family names what lies in a region and in no district."""
    return f"{_IN_NONE}-{region}"


def _places_of(rows: Mapping[AreaKind, QuerySet[Any]]) -> PlacesOf:
    found: dict[tuple[AreaKind, int], set[int]] = defaultdict(set)
    for kind, members in rows.items():
        for area, place in members.values_list("area_id", "municipality_id"):
            found[kind, area].add(place)
    return {key: frozenset(places) for key, places in found.items()}


def _together(places_of: PlacesOf, start: tuple[AreaKind, int]) -> PlacesOf:
    """The areas that share a municipality with the one to start from, and those that share one with these, and so on."""
    found = {start: places_of.get(start, frozenset())}
    while True:
        places = frozenset().union(*found.values())
        more = {key: of for key, of in places_of.items() if key not in found and of & places}
        if not more:
            return found
        found |= more
