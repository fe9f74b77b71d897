"""Basis op orde in the demo world.

Two kinds of rows. Published: on 15 October 2020 nine municipalities of Zeeland had a focal officer, named in a public
newsletter of the programme; these rows say so as evidence. Invented: all others. Today ten of the twelve of the
district have one: Borsele lost hers and Veere never had one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from municipalities.codes import Role
from municipalities.models import Mandate, ReadinessCell
from municipalities.readiness_items import BASIS_ITEMS, ITEMS, ReadinessItem, ReadinessState

from .clock import at
from .people import BORSELE_LEFT, VACANT, holder, officer
from .plan import SIGNALS, Area
from .world import World

PUBLISHED_ON = date(2020, 10, 15)
PUBLISHED = (
    "Goes",
    "Vlissingen",
    "Middelburg",
    "Terneuzen",
    "Reimerswaal",
    "Kapelle",
    "Schouwen-Duiveland",
    "Hulst",
    "Noord-Beveland",
)
_EVIDENCE = "Nieuwsbrief Actieprogramma Mensenhandel Zeeland, oktober 2020 (gepubliceerd)"

# How many of the 16 basis items stand on "ja" today in the district Zeeland; elsewhere it follows from the name.
BASIS_TODAY: Mapping[str, int] = {
    "Goes": 14,
    "Vlissingen": 16,
    "Middelburg": 16,
    "Terneuzen": 16,
    "Schouwen-Duiveland": 16,
    "Hulst": 15,
    "Reimerswaal": 15,
    "Sluis": 15,
    "Kapelle": 13,
    "Noord-Beveland": 12,
    "Borsele": 12,
    "Veere": 11,
}
# Last in line to be arranged: what a municipality lacks, it lacks from the end of this list.
_LAST = (
    ReadinessItem.EVALUATION,
    ReadinessItem.SEXWORK_POLICY,
    ReadinessItem.FRONTLINE_TRAINED,
    ReadinessItem.LOCAL_RULES,
    ReadinessItem.BUDGET,
    ReadinessItem.REGISTRATION,
)
# The last piece that made a basis complete, so that a report has something to be glad about.
LATEST = ("Schouwen-Duiveland", ReadinessItem.EVALUATION)
_LATEST_AGO = 200
_NOBODY = (ReadinessItem.FOCAL_OFFICER, ReadinessItem.FOCAL_TRAINED)
_CARE = (ReadinessItem.CARE_COORDINATION,)


@dataclass(frozen=True, slots=True)
class Said:
    """One row: since this day the municipality is so far with this item."""

    municipality: str
    item: ReadinessItem
    state: ReadinessState
    since: date
    evidence: str = ""


def fill(world: World) -> None:
    """Write it, month by month: what was said in a month was filled in on the last of those days."""
    said = sorted(_everything(world), key=lambda row: (row.since, row.municipality, row.item))
    for _month, group in groupby(said, key=lambda row: row.since.replace(day=1)):
        rows = list(group)
        with at(world.moment((world.day - rows[-1].since).days, "12:00")):
            ReadinessCell.objects.bulk_create(_cell(world, row) for row in rows)


def _cell(world: World, row: Said) -> ReadinessCell:
    person = officer(row.municipality, (world.day - row.since).days) or holder(Role.REGIONAL_COORDINATOR, _region(row))
    return ReadinessCell(
        id=world.key("readiness", row.municipality, row.item, row.since),
        municipality=world.municipalities[row.municipality],
        item=row.item,
        state=row.state,
        since=row.since,
        evidence=row.evidence,
        recorded_by=world.user(person),
    )


def _region(row: Said) -> str:
    return Area.LIMBURG if row.municipality in SIGNALS[Area.LIMBURG] else "Zeeland-West-Brabant"


def _everything(world: World) -> Iterator[Said]:
    agreed = frozenset(Mandate.objects.values_list("municipality__name", flat=True))
    for counts in SIGNALS.values():
        for municipality in counts:
            yield from _focal_officer(world, municipality)
            yield from _others(world, municipality, has_care=municipality in agreed)


def _focal_officer(world: World, name: str) -> Iterator[Said]:
    item, yes, no = ReadinessItem.FOCAL_OFFICER, ReadinessState.YES, ReadinessState.NO
    if name in PUBLISHED:
        yield Said(name, item, yes, PUBLISHED_ON, _EVIDENCE)
    elif name == "Borsele":
        yield Said(name, item, no, date(2020, 1, 6))
        yield Said(name, item, yes, date(2021, 6, 1), "Benoemd door het college (verzonnen)")
        yield Said(name, item, no, world.date(BORSELE_LEFT), "Vacature: er is nog niemand gevonden (verzonnen)")
    elif name in VACANT:
        yield Said(name, item, no, date(2020, 1, 6))
        yield Said(name, item, ReadinessState.IN_PROGRESS, world.date(90), "De vacature staat open (verzonnen)")
    else:
        yield Said(name, item, no, date(2020, 1, 6))
        yield Said(name, item, yes, _drawn_day(world, name, item), "Benoemd door het college (verzonnen)")


def _others(world: World, name: str, *, has_care: bool) -> Iterator[Said]:
    missing = _missing(world, name, has_care=has_care)
    for number, item in enumerate(item for item in ITEMS if item.code != ReadinessItem.FOCAL_OFFICER):
        begun = date(2019, 3, 4) + timedelta(days=7 * number)
        yield Said(name, item.code, ReadinessState.NO, begun)
        if item.code in missing:
            if missing.index(item.code) % 2 == 0:
                yield Said(name, item.code, ReadinessState.IN_PROGRESS, world.date(70 + 3 * number))
        elif item in BASIS_ITEMS or world.key(name, item.code).int % 3:
            latest = (name, item.code) == LATEST
            since = world.date(_LATEST_AGO) if latest else _drawn_day(world, name, item.code)
            yield Said(name, item.code, ReadinessState.YES, since)


def _missing(world: World, name: str, *, has_care: bool) -> list[ReadinessItem]:
    """The basis items that are not arranged, beside the focal officer; care only where somebody may give it."""
    count = BASIS_TODAY.get(name, 10 + world.key("basis", name).int % 7)
    certain: list[ReadinessItem] = []
    if name in VACANT:
        certain += _NOBODY
    if not has_care:
        certain += _CARE
    rest = [item for item in _LAST if item not in certain]
    return [*certain, *rest][: max(len(BASIS_ITEMS) - count, len(certain))]


def _drawn_day(world: World, name: str, item: str) -> date:
    """A day between 2021 and a year before the build: what is arranged has been for a while."""
    first = date(2021, 1, 11)
    return first + timedelta(days=world.key("since", name, item).int % max((world.date(420) - first).days, 1))
