"""Under which agreement care coordination works for a municipality."""

from datetime import date
from functools import lru_cache

from django.db.models import Exists, OuterRef

from core.plans import filled

from .areas import since_merged, works_for
from .models import Mandate, Municipality, ServiceArea, ServiceAreaMembership, ServiceAreaOrganisation


def care_areas_under_mandate(municipality: Municipality, on: date) -> list[ServiceArea]:
    """The service areas whose coordinators work for this municipality on `on`; its signals are offered to the first.

    That is the area it lies in, when it gave a mandate to one of the organisations that carry care coordination there;
    so too of what it became part of by a merger. None: nothing can be offered, and no coordinator finds anything of this
    municipality. One query, another for each municipality that came after it.
    """
    found = (_area_under_mandate(place.pk, on) for place in since_merged(municipality, on))
    return [area for area in found if area is not None]


def care_areas_ahead(municipality: Municipality, on: date) -> list[ServiceArea]:
    """As `care_areas_under_mandate`, with those whose coordinators work for it only later."""
    found: dict[int, ServiceArea] = {}
    for place in since_merged(municipality, on):
        mandates = Mandate.objects.not_ended(on).filter(municipality=place)
        carried = ServiceAreaOrganisation.objects.not_ended(on).filter(organisation__in=mandates.values("organisation"))
        lies_in = ServiceAreaMembership.objects.not_ended(on).filter(municipality=place)
        areas = ServiceArea.objects.filter(pk__in=lies_in.values("area"), organisations__in=carried.values("pk"))
        found |= {area.pk: area for area in areas}
    return list(found.values())


def cares_for(area: str, municipality: OuterRef, on: date) -> Exists:
    """Of rows with a service area (`area`): its coordinators work that day for `municipality` of the outer statement, as above."""
    carried = ServiceAreaOrganisation.objects.on(on).filter(service_area=OuterRef(OuterRef("area")))
    mandates = Mandate.objects.on(on).filter(municipality=OuterRef("municipality"))
    lies_in = ServiceAreaMembership.objects.on(on).filter(area=OuterRef(area))
    lies_in = lies_in.filter(works_for("municipality", OuterRef(municipality), on))
    return Exists(lies_in.filter(Exists(mandates.filter(organisation__in=carried.values("organisation")))))


def _area_under_mandate(municipality_id: int, on: date) -> ServiceArea | None:
    return next(iter(ServiceArea.objects.raw(_question(municipality_id, on))), None)


# Every page of a signal asks it, and putting it together takes ten times as long as the answer. Only its text is kept.
@lru_cache(maxsize=512)
def _question(municipality_id: int, on: date) -> str:
    mandates = Mandate.objects.on(on).filter(municipality_id=municipality_id)
    carried = ServiceAreaOrganisation.objects.on(on).filter(organisation__in=mandates.values("organisation"))
    lies_in = ServiceAreaMembership.objects.on(on).filter(municipality_id=municipality_id)
    areas = ServiceArea.objects.filter(pk__in=lies_in.values("area"), organisations__in=carried.values("pk"))
    return filled(*areas[:1].query.sql_with_params())
