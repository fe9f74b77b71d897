"""Under which agreement care coordination works for a municipality."""

from datetime import date

from .areas import since_merged
from .models import Mandate, Municipality, ServiceArea, ServiceAreaMembership, ServiceAreaOrganisation


def care_areas_under_mandate(municipality: Municipality, on: date) -> list[ServiceArea]:
    """The service areas whose coordinators work for this municipality on `on`; its signals are offered to the first.

    That is the area it lies in, when it gave a mandate to one of the organisations that carry care coordination there;
    so too of what it became part of by a merger. None: nothing can be offered, and no coordinator finds anything of this
    municipality. One query, another for each merger.
    """
    found = (_area_under_mandate(place.pk, on) for place in since_merged(municipality, on))
    return [area for area in found if area is not None]


def _area_under_mandate(municipality_id: int, on: date) -> ServiceArea | None:
    mandates = Mandate.objects.on(on).filter(municipality_id=municipality_id)
    carried = ServiceAreaOrganisation.objects.on(on).filter(organisation__in=mandates.values("organisation"))
    lies_in = ServiceAreaMembership.objects.on(on).filter(municipality_id=municipality_id)
    return ServiceArea.objects.filter(pk__in=lies_in.values("area"), organisations__in=carried.values("pk")).first()
