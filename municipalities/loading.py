"""Filling the areas from the data file: `manage.py load_areas`.

Run again it changes nothing. A membership that differs from the file ends the day before `since` and a new one starts:
history is added to, never rewritten. The file also names the organisation behind each service area.
"""

import csv
import functools
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import models, transaction

from .areas import MEMBERSHIPS, forget_names
from .codes import AreaKind, OrganisationKind
from .models import (
    CentreArea,
    District,
    Municipality,
    Organisation,
    Province,
    Region,
    ServiceArea,
    ServiceAreaOrganisation,
)
from .models.periods import FIRST_DAY

INHABITANTS_YEAR = 2023

type Line = Mapping[str, str]
type Known = Callable[..., models.Model]


def read_lines(path: Path) -> list[Line]:
    """The lines of the data file (data/README.md says what the columns mean)."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_areas(lines: Iterable[Line], *, since: date = FIRST_DAY) -> int:
    """Write municipalities, areas and memberships; returns how many memberships were new or changed."""
    lines = list(lines)
    places = _municipalities(lines)
    transaction.on_commit(forget_names)  # sooner, another request would remember the old ones again
    known = functools.cache(_known)  # many lines name the same area
    wanted: dict[AreaKind, dict[int, models.Model | None]] = {kind: {} for kind in MEMBERSHIPS}
    for line in lines:
        for kind, area in _areas(line, places, known).items():
            wanted[kind][places[line["gm_code"]].pk] = area
    return sum(_place(kind, areas, since) for kind, areas in wanted.items())


def _municipalities(lines: Iterable[Line]) -> dict[str, Municipality]:
    """All of them by code, written in one statement."""
    rows = [
        Municipality(
            gm_code=line["gm_code"],
            name=line["name"],
            inhabitants=int(line["inhabitants_2023"]),
            inhabitants_year=INHABITANTS_YEAR,
            latitude=line["latitude"],
            longitude=line["longitude"],
        )
        for line in lines
    ]
    facts = ["name", "inhabitants", "inhabitants_year", "latitude", "longitude"]
    Municipality.objects.bulk_create(rows, update_conflicts=True, unique_fields=["gm_code"], update_fields=facts)
    return {row.gm_code: row for row in rows}


def _areas(line: Line, places: Mapping[str, Municipality], known: Known) -> dict[AreaKind, models.Model | None]:
    region = known(Region, name=line["region"])
    centre = places.get(line["centre_municipality"])
    return {
        AreaKind.REGION: region,
        AreaKind.PROVINCE: known(Province, name=line["province"]),
        AreaKind.DISTRICT: known(District, name=line["district"], region=region) if line["district"] else None,
        AreaKind.SERVICE_AREA: known(ServiceArea, name=line["service_area"]) if line["service_area"] else None,
        AreaKind.CENTRE: known(CentreArea, centre=centre) if centre else None,
    }


def _known(model: type[models.Model], **facts: Any) -> models.Model:
    """The area with these facts; a new service area bears the name of the Zorg- en Veiligheidshuis that carries it."""
    area, is_new = model._default_manager.get_or_create(**facts)
    if is_new and isinstance(area, ServiceArea):
        house = Organisation.objects.create(kind=OrganisationKind.ZVH, name=area.name, valid_from=FIRST_DAY)
        ServiceAreaOrganisation.objects.create(service_area=area, organisation=house, valid_from=FIRST_DAY)
    return area


def _place(kind: AreaKind, wanted: Mapping[int, models.Model | None], since: date) -> int:
    """Put each municipality (by id) in its area of this kind, or in none; returns how many moved."""
    rows = MEMBERSHIPS[kind].objects
    current = {row.municipality_id: row for row in rows.filter(municipality__in=wanted, valid_until=None)}
    held = {place: row.area_id for place, row in current.items()}
    moved = {place: area for place, area in wanted.items() if (area.pk if area else None) != held.get(place)}
    ended = [row.pk for place, row in current.items() if place in moved]
    rows.filter(pk__in=ended).update(valid_until=since - timedelta(days=1))
    rows.bulk_create(
        rows.model(municipality_id=place, area=area, valid_from=since) for place, area in moved.items() if area
    )
    return len(moved)
