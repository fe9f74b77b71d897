"""Who belongs to what, on which day.

Every question names an area (and so its kind) and a day: memberships are dated, because municipalities merge and
districts are drawn again. "Not in a district" is an answer too (Alphen-Chaam, Baarle-Nassau).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db import connection, models
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

from core.reading import read_together
from core.walls.planned import Planned

from .codes import AreaKind
from .models import (
    Area,
    CentreArea,
    CentreMembership,
    District,
    DistrictMembership,
    Municipality,
    Province,
    ProvinceMembership,
    Region,
    RegionMembership,
    ServiceArea,
    ServiceAreaMembership,
)

type AnyArea = Area | CentreArea

# Which municipalities came after which: what works for one that merged away asks this function, in SQL and here.
CAME_AFTER = Planned(
    "came_after",
    parameters={"today": "date"},
    columns={"municipality_id": "bigint", "place_id": "bigint", "steps": "integer"},
    text=lambda: (Path(__file__).parent / "came_after.sql").read_text(encoding="utf-8"),
)

_REGION_SINCE_MERGED = f"""
select lies.area_id from {RegionMembership._meta.db_table} lies
where lies.municipality_id = coalesce(
  (select place_id from walls.came_after(%s::date) where municipality_id = %s order by steps desc limit 1), %s
) and daterange(lies.valid_from, lies.valid_until, '[]') @> %s::date
"""  # noqa: S608  the names of tables

_AFTER_THESE = """
select municipality_id, place_id from walls.came_after(%(today)s) where municipality_id = any(%(these)s)
order by municipality_id, steps
"""

NAMES_KEPT = 5 * 60  # seconds
_NAMES = "municipalities.names"

MEMBERSHIPS: Mapping[AreaKind, Any] = {
    AreaKind.REGION: RegionMembership,
    AreaKind.DISTRICT: DistrictMembership,
    AreaKind.PROVINCE: ProvinceMembership,
    AreaKind.SERVICE_AREA: ServiceAreaMembership,
    AreaKind.CENTRE: CentreMembership,
}

AREA_MODELS: Mapping[AreaKind, Any] = {
    AreaKind.REGION: Region,
    AreaKind.DISTRICT: District,
    AreaKind.PROVINCE: Province,
    AreaKind.SERVICE_AREA: ServiceArea,
    AreaKind.CENTRE: CentreArea,
}


def municipalities_of(area: AnyArea, on: date) -> QuerySet[Municipality]:
    """The municipalities that lie in `area` on that day, by name."""
    rows = MEMBERSHIPS[area.kind].objects.filter(area=area, municipality=OuterRef("pk"))
    return Municipality.objects.filter(Exists(rows.on(on)))


def without(kind: AreaKind, within: AnyArea, on: date) -> QuerySet[Municipality]:
    """The municipalities of `within` that lie in no area of `kind` that day: "niet ingedeeld" for districts."""
    rows = MEMBERSHIPS[kind].objects.filter(municipality=OuterRef("pk"))
    return municipalities_of(within, on).filter(~Exists(rows.on(on)))


def region_of(municipality: Municipality, on: date) -> Region | None:
    """Its region that day."""
    return _area(Region, AreaKind.REGION, municipality, on)


def since_merged(municipality: Municipality, on: date) -> list[Municipality]:
    """It, and the municipalities that it became part of by that day: who works there works for it.

    One query, none for a municipality that is still there.
    """
    return since_merged_each([municipality], on)[municipality]


def since_merged_each(municipalities: Iterable[Municipality], on: date) -> dict[Municipality, list[Municipality]]:
    """The same of several: one query, none when all of them are still there."""
    found = {one: [one] for one in municipalities}
    merged = {one.pk: one for one in found if one.successor_id is not None}
    if merged:
        with connection.cursor() as cursor:
            cursor.execute(_AFTER_THESE, {"today": on, "these": list(merged)})
            pairs = cursor.fetchall()
        places = Municipality.objects.in_bulk({place for _, place in pairs}) if pairs else {}
        for pk, place in pairs:
            found[merged[pk]].append(places[place])
    return found


def with_merged(places: Iterable[int], on: date) -> set[int]:
    """These municipalities (ids), and those that became part of one of them by that day. One query."""
    found = set(places)
    with connection.cursor() as cursor:
        asked = "select municipality_id from walls.came_after(%(today)s) where place_id = any(%(these)s)"
        cursor.execute(asked, {"today": on, "these": list(found)})
        return found | {pk for (pk,) in cursor.fetchall()}


class _CameAfter(Func):
    """Of (municipality, place, day): whether the place came after the municipality by then."""

    output_field = models.BooleanField()

    def as_sql(self, compiler: SQLCompiler, connection: Any, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        """The function is asked once for the whole statement."""
        (one, first), (other, second), (day, third) = map(compiler.compile, self.source_expressions)
        asked = f"SELECT municipality_id, place_id FROM walls.came_after({day})"  # noqa: S608  a place for a value
        return f"({one}, {other}) IN ({asked})", (*first, *second, *third)


def works_for(field: str, municipality: OuterRef, on: date) -> Q:
    """Of rows with a municipality (`field`): who works there works for `municipality` of the outer statement that day."""
    return Q(**{field: municipality}) | Q(_CameAfter(municipality, F(field), Value(on, models.DateField())))


def region_since_merged(municipality_id: int, on: date) -> RawSQL:
    """The id of the region that day of the last municipality that it became part of, for a filter; none when that lies in none.

    What holds in a region is asked by this, as `walls.ask_elsewhere` does: never by where a merged one itself still lies.
    """
    return RawSQL(_REGION_SINCE_MERGED, [on, municipality_id, municipality_id, on])  # noqa: S611  no text of anybody in it


def service_area_of(municipality: Municipality, on: date) -> ServiceArea | None:
    """The service area (verzorgingsgebied) in which it lies that day."""
    return _area(ServiceArea, AreaKind.SERVICE_AREA, municipality, on)


@dataclass(frozen=True, slots=True)
class Placed:
    """A municipality with the areas it lies in on one day, as a page shows them."""

    municipality: Municipality
    areas: Mapping[str, AnyArea]

    @property
    def district(self) -> AnyArea | None:
        return self.areas.get(AreaKind.DISTRICT)

    @property
    def region(self) -> AnyArea | None:
        return self.areas.get(AreaKind.REGION)

    @property
    def province(self) -> AnyArea | None:
        return self.areas.get(AreaKind.PROVINCE)

    @property
    def service_area(self) -> AnyArea | None:
        return self.areas.get(AreaKind.SERVICE_AREA)

    @property
    def centre(self) -> AnyArea | None:
        return self.areas.get(AreaKind.CENTRE)


def placed(municipalities: Iterable[Municipality], on: date) -> list[Placed]:
    """Every municipality with its areas of that day: one query beside theirs, however many municipalities there are."""
    found = list(municipalities)
    areas: dict[int, dict[str, AnyArea]] = {municipality.pk: {} for municipality in found}
    memberships: dict[str, QuerySet[Any, Any]] = {
        kind: model.objects.on(on)
        .filter(municipality__in=list(areas))
        .select_related("area__centre" if kind == AreaKind.CENTRE else "area")
        for kind, model in MEMBERSHIPS.items()
    }
    for kind, rows in read_together(memberships).items():
        for row in rows:
            areas[row.municipality_id][kind] = row.area
    return [Placed(municipality, areas[municipality.pk]) for municipality in found]


def every_name() -> frozenset[str]:
    """The names of all municipalities, from the memory of this process: they change once a year at most.

    A merger or another name, loaded by another process, is known here after `NAMES_KEPT` seconds; in this one at once.
    """
    kept: frozenset[str] | None = cache.get(_NAMES)
    if kept is None:
        kept = frozenset(Municipality.objects.values_list("name", flat=True))
        cache.set(_NAMES, kept, NAMES_KEPT)
    return kept


def forget_names() -> None:
    """They were loaded anew."""
    cache.delete(_NAMES)


def code_of(area: AnyArea) -> str:
    """How an address names an area: "district-3"."""
    return f"{area.kind}-{area.pk}"


def find_area(code: str) -> AnyArea | None:
    """The area that an address names; None when there is none."""
    kind, _, pk = code.rpartition("-")
    if kind not in AREA_MODELS or not pk.isdecimal():
        return None
    found: AnyArea | None = AREA_MODELS[AreaKind(kind)].objects.filter(pk=int(pk)).first()
    return found


def area_choices(
    on: date, *, kinds: Iterable[AreaKind] = tuple(AreaKind), among: Iterable[int] | None = None
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The areas of each kind in which a municipality lies that day, grouped for a select.

    `among`: municipality ids; only areas in which one of these lies. One query.
    """
    sets: dict[str, QuerySet[Any]] = {}
    for kind in kinds:
        rows = MEMBERSHIPS[kind].objects.on(on)
        if among is not None:
            rows = rows.filter(municipality__in=list(among))
        found = AREA_MODELS[kind].objects.filter(pk__in=rows.values("area_id"))
        if kind == AreaKind.CENTRE:
            found = found.select_related("centre").order_by("centre__sort_name")
        sets[str(kind.label).capitalize()] = found
    return [
        (title, [(code_of(area), str(area)) for area in found]) for title, found in read_together(sets).items() if found
    ]


def _area[A: models.Model](model: type[A], kind: AreaKind, municipality: Municipality, on: date) -> A | None:
    rows = MEMBERSHIPS[kind].objects.on(on).filter(municipality=municipality)
    return model._default_manager.filter(pk__in=rows.values("area_id")).first()
