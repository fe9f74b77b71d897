"""Filling the areas from the data file: `manage.py load_areas`.

Run again it changes nothing. A membership that differs from the file ends the day before `since` and a new one starts:
history is added to, never rewritten. The file also names the organisation behind each service area.
"""

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import models

from .areas import MEMBERSHIPS
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


def read_lines(path: Path) -> list[Line]:
    """The lines of the data file (data/README.md says what the columns mean)."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_areas(lines: Iterable[Line], *, since: date = FIRST_DAY) -> int:
    """Write municipalities, areas and memberships; returns how many memberships were new or changed."""
    lines = list(lines)
    places = {line["gm_code"]: _municipality(line) for line in lines}
    changed = 0
    for line in lines:
        municipality = places[line["gm_code"]]
        for kind, area in _areas(line, places).items():
            changed += _place(kind, municipality, area, since)
    return changed


def _municipality(line: Line) -> Municipality:
    facts = {
        "name": line["name"],
        "inhabitants": int(line["inhabitants_2023"]),
        "inhabitants_year": INHABITANTS_YEAR,
        "latitude": line["latitude"],
        "longitude": line["longitude"],
    }
    return Municipality.objects.update_or_create(gm_code=line["gm_code"], defaults=facts)[0]


def _areas(line: Line, places: Mapping[str, Municipality]) -> dict[AreaKind, models.Model | None]:
    region = _named(Region, line["region"])
    district = line["district"] and _named(District, line["district"], region=region)
    centre = places.get(line["centre_municipality"])
    return {
        AreaKind.REGION: region,
        AreaKind.PROVINCE: _named(Province, line["province"]),
        AreaKind.DISTRICT: district or None,
        AreaKind.SERVICE_AREA: _service_area(line["service_area"]) if line["service_area"] else None,
        AreaKind.CENTRE: CentreArea.objects.get_or_create(centre=centre)[0] if centre else None,
    }


def _named[M: models.Model](model: type[M], name: str, **more: Any) -> M:
    return model._default_manager.get_or_create(name=name, **more)[0]


def _service_area(name: str) -> ServiceArea:
    """A service area bears the name of the Zorg- en Veiligheidshuis that carries it."""
    area, is_new = ServiceArea.objects.get_or_create(name=name)
    if is_new:
        house = Organisation.objects.create(kind=OrganisationKind.ZVH, name=name, valid_from=FIRST_DAY)
        ServiceAreaOrganisation.objects.create(service_area=area, organisation=house, valid_from=FIRST_DAY)
    return area


def _place(kind: AreaKind, municipality: Municipality, area: models.Model | None, since: date) -> int:
    rows = MEMBERSHIPS[kind].objects
    current = rows.filter(municipality=municipality, valid_until=None).first()
    if current is None if area is None else (current is not None and current.area_id == area.pk):
        return 0
    if current is not None:
        current.valid_until = since - timedelta(days=1)
        current.save(update_fields=["valid_until"])
    if area is not None:
        rows.create(municipality=municipality, area=area, valid_from=since)
    return 1
