"""To whom a signal can be handed over: the organisations of today, by group, those near the municipality first."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.workdays import today
from municipalities.areas import municipalities_of, service_area_of
from municipalities.codes import ORGANISATION_GROUPS
from municipalities.models import Municipality, Organisation, ServiceAreaOrganisation

type Group = tuple[str, list[tuple[int, str]]]


def receivers_for(municipality: Municipality) -> QuerySet[Organisation]:
    """Every organisation there is today but the own municipality's. `near`: works in the same service area."""
    day = today()
    area = service_area_of(municipality, day)
    found = Organisation.objects.on(day).exclude(municipality=municipality)
    if area is None:
        return found.order_by("sort_name")
    carries = ServiceAreaOrganisation.objects.on(day).filter(service_area=area, organisation=OuterRef("pk"))
    # Most organisations lie in no municipality: said aloud, because "unknown" would sort before "yes".
    lies_there = Q(municipality__isnull=False, municipality__in=municipalities_of(area, day))
    return found.annotate(near=Exists(carries) | lies_there).order_by("-near", "sort_name")


def by_group(organisations: QuerySet[Organisation]) -> list[Group]:
    """As the choices of a list: (heading, [(key, name)]), each group in the order of the set."""
    rows = list(organisations)
    groups = [
        (heading, [(row.pk, row.name) for row in rows if row.kind in kinds]) for heading, kinds in ORGANISATION_GROUPS
    ]
    grouped = {kind for _, kinds in ORGANISATION_GROUPS for kind in kinds}
    others = [(row.pk, row.name) for row in rows if row.kind not in grouped]
    return [group for group in (*groups, ("Andere organisaties", others)) if group[1]]
