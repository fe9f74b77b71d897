"""Under which agreement care coordination works for a municipality."""

from datetime import date

from .models import Mandate, ServiceArea, ServiceAreaMembership, ServiceAreaOrganisation


def care_area_under_mandate(municipality_id: int, on: date) -> ServiceArea | None:
    """The service area that may be offered a signal of this municipality on `on`.

    That is the area it lies in, when it gave a mandate to one of the organisations that carry care coordination there.
    None: no mandate, so nothing can be offered and the coordinator finds nothing of this municipality. One query.
    """
    mandates = Mandate.objects.on(on).filter(municipality_id=municipality_id)
    carried = ServiceAreaOrganisation.objects.on(on).filter(organisation__in=mandates.values("organisation"))
    lies_in = ServiceAreaMembership.objects.on(on).filter(municipality_id=municipality_id)
    return ServiceArea.objects.filter(pk__in=lies_in.values("area"), organisations__in=carried.values("pk")).first()
