"""What becomes of the work of an officer who goes away and names no deputy, said to her beforehand (the chain of duty.py)."""

from collections.abc import Collection
from datetime import date

from core.reading import read_together

from .models import Municipality, MunicipalityFallBack, RegionFallBack, RegionMembership

_APPOINTS = "die ziet alleen nummers, en wijst iemand aan die waarneemt tot u terug bent"
_OWN = f"naar {{name}}, de achtervang van de gemeente: {_APPOINTS}."
_REGION = f"de gemeente heeft geen achtervang. Het werk gaat naar {{name}}, de achtervang van de regio: {_APPOINTS}."
_NONE = (
    "er is geen achtervang aangewezen. Niemand anders leest dan wat binnenkomt: het bericht daarvan gaat toch naar u, en naar de "
    "functioneel beheerder. Die hoort nu al dat er een achtervang nodig is."
)


def goes_on_to(places: Collection[Municipality], on: date) -> list[tuple[Municipality, str]]:
    """Of each municipality in a sentence where its work goes that day when no officer and no deputy is there. One query."""
    if not places:
        return []
    regions = RegionMembership.objects.on(on).filter(municipality__in=places)
    wide = RegionFallBack.objects.on(on).filter(region__in=regions.values("area"), user__is_active=True)
    own = MunicipalityFallBack.objects.on(on).filter(municipality__in=places, user__is_active=True)
    rows = read_together(
        {
            "own": own.select_related("user"),
            "wide": wide.select_related("user"),
            "regions": regions.values_list("municipality", "area"),
        }
    )
    region_of = dict(rows["regions"])
    named = {row.municipality_id: row.user for row in rows["own"]}
    by_region = {row.region_id: row.user for row in rows["wide"]}
    return [(place, _told(named.get(place.pk), by_region.get(region_of.get(place.pk)))) for place in places]


def _told(own: object, wide: object) -> str:
    if own is not None:
        return _OWN.format(name=own)
    return _NONE if wide is None else _REGION.format(name=wide)
