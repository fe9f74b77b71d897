"""To whom a signal can be handed over, or a question put: the organisations of today, by group, those near first.

And by which ways: nothing is sent to an inbox that nobody opens or to a program that is not there. A letter and the phone
are always possible, because then the officer gives it herself.
"""

import datetime as dt
from collections.abc import Callable, Mapping

from django.db.models import Exists, OuterRef, Q

from core.errors import Invalid
from core.workdays import today
from municipalities.areas import municipalities_of, service_area_of
from municipalities.codes import ORGANISATION_GROUPS
from municipalities.duty import answering, reached_by
from municipalities.models import (
    Municipality,
    Organisation,
    OrganisationQuerySet,
    RegionMembership,
    ServiceAreaMembership,
    ServiceAreaOrganisation,
)

from .codes import HandoverMethod

ELSEWHERE = "In een andere regio"

type Group = tuple[str, list[tuple[int, str]]]

# The scope of a program that fetches and answers what was handed over.
HANDOVERS_SCOPE = "doormeldingen"
# The scope of a program that reads and answers what its organisation was asked.
QUESTIONS_SCOPE = "vragen"
_NOT_THERE: Mapping[HandoverMethod, str] = {
    HandoverMethod.INBOX: "Van deze ontvanger kan nu niemand het postvak openen. Kies een andere manier.",
    HandoverMethod.API: "Deze ontvanger heeft geen koppeling die doormeldingen ophaalt. Kies een andere manier.",
}


def ways_to(partner: Organisation) -> list[HandoverMethod]:
    """The ways by which something given today arrives at this partner. One query."""
    contact, program = reached_by(partner, HANDOVERS_SCOPE, today())
    there = {HandoverMethod.INBOX: contact, HandoverMethod.API: program}
    return [way for way in HandoverMethod if there.get(way, True)]


def demand_way(partner: Organisation, method: HandoverMethod) -> None:
    """Raises Invalid, at `method`, for a way that does not lead to this partner today."""
    if method not in ways_to(partner):
        raise Invalid({"method": [_NOT_THERE[method]]})


def receivers_for(municipality: Municipality) -> OrganisationQuerySet:
    """Every organisation there is today but the own municipality's.

    `near`: works in the same service area; `elsewhere`: lies, or carries care, in another region alone.
    """
    day = today()
    area = service_area_of(municipality, day)
    found = Organisation.objects.on(day).with_other_names(day).exclude(municipality=municipality)
    found = found.annotate(elsewhere=_elsewhere(municipality, day))
    if area is None:
        return found.order_by("sort_name")
    carries = ServiceAreaOrganisation.objects.on(day).filter(service_area=area, organisation=OuterRef("pk"))
    # Most organisations lie in no municipality: said aloud, because "unknown" would sort before "yes".
    lies_there = Q(municipality__isnull=False, municipality__in=municipalities_of(area, day))
    return found.annotate(near=Exists(carries) | lies_there).order_by("-near", "sort_name")


def _elsewhere(municipality: Municipality, day: dt.date) -> Q:
    memberships = RegionMembership.objects.on(day)
    regions = memberships.filter(municipality=municipality).values("area")
    here = memberships.filter(area__in=regions).values("municipality")
    areas = ServiceAreaMembership.objects.on(day).filter(municipality__in=here).values("area")
    carries = ServiceAreaOrganisation.objects.on(day).filter(organisation=OuterRef("pk"))
    lies_elsewhere = Q(municipality__isnull=False) & ~Q(municipality__in=here)
    cares_elsewhere = Exists(carries) & ~Exists(carries.filter(service_area__in=areas))
    return lies_elsewhere | (Q(municipality__isnull=True) & cares_elsewhere)


def partners_to_ask(municipality: Municipality) -> OrganisationQuerySet:
    """Of `receivers_for` those that are connected: somebody there, or its program, answers what is asked today."""
    return answering(receivers_for(municipality), QUESTIONS_SCOPE, today())


def by_group(
    organisations: OrganisationQuerySet, told: Callable[[Organisation], str] = lambda _organisation: ""
) -> list[Group]:
    """As the choices of a list: (heading, [(key, name)]), each group in the order of the set, those of other regions last.

    Beside each name stand its other names, and what is `told` of it.
    """
    rows = list(organisations)
    away = {row.pk for row in rows if getattr(row, "elsewhere", False)}
    groups = [
        (heading, [(row.pk, _in_full(row, told(row))) for row in rows if row.kind in kinds and row.pk not in away])
        for heading, kinds in ORGANISATION_GROUPS
    ]
    groups.append((ELSEWHERE, [(row.pk, _in_full(row, told(row))) for row in rows if row.pk in away]))
    return [group for group in groups if group[1]]


def _in_full(row: Organisation, told: str) -> str:
    beside = [*([f"ook: {', '.join(row.also)}"] if row.also else []), *([told] if told else [])]
    return f"{row.name} ({'; '.join(beside)})" if beside else row.name
