"""Who belongs to what, on which day.

Every question names an area (and so its kind) and a day: memberships are dated, because municipalities merge and
districts are drawn again. "Not in a district" is an answer too (Alphen-Chaam, Baarle-Nassau).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from core.reading import read_together

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

_REGION_SINCE_MERGED = f"""
with recursive chain(id, successor_id, succeeded_on) as (
  select id, successor_id, succeeded_on from {Municipality._meta.db_table} where id = %s
  union
  select one.id, one.successor_id, one.succeeded_on
  from {Municipality._meta.db_table} one join chain on one.id = chain.successor_id and chain.succeeded_on <= %s
)
select lies.area_id from chain join {RegionMembership._meta.db_table} lies on lies.municipality_id = chain.id
where (chain.successor_id is null or chain.succeeded_on > %s)
  and daterange(lies.valid_from, lies.valid_until, '[]') @> %s::date
"""  # noqa: S608  the names of tables

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
    """It, and the municipalities that it became part of by that day: who works there works for it. A query for each."""
    found = [municipality]
    while found[-1].successor is not None and (found[-1].succeeded_on or on) <= on and found[-1].successor not in found:
        found.append(found[-1].successor)
    return found


def region_since_merged(municipality_id: int, on: date) -> RawSQL:
    """The id of the region that day of the last municipality that it became part of, for a filter; none when that lies in none.

    What holds in a region is asked by this, as `walls.ask_elsewhere` does: never by where a merged one itself still lies.
    """
    return RawSQL(_REGION_SINCE_MERGED, [municipality_id, on, on, on])  # noqa: S611  no text of anybody in it


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
