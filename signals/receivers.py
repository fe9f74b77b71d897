"""To whom a signal can be handed over, or a question put: the organisations of today, by group, those near first.

And by which ways: nothing is sent to an inbox that nobody opens or to a program that is not there. A letter and the phone
are always possible, because then the officer gives it herself.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.errors import Invalid
from core.workdays import today
from municipalities.areas import municipalities_of, service_area_of
from municipalities.codes import ORGANISATION_GROUPS
from municipalities.duty import answering, reached_by
from municipalities.models import Municipality, Organisation, ServiceAreaOrganisation

from .codes import HandoverMethod

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


def partners_to_ask(municipality: Municipality) -> QuerySet[Organisation]:
    """Of `receivers_for` those that are connected: somebody there, or its program, answers what is asked today."""
    return answering(receivers_for(municipality), QUESTIONS_SCOPE, today())


def by_group(
    organisations: QuerySet[Organisation], named: Callable[[Organisation], str] = attrgetter("name")
) -> list[Group]:
    """As the choices of a list: (heading, [(key, name)]), each group in the order of the set. `named`: what it is called there."""
    rows = list(organisations)
    groups = [
        (heading, [(row.pk, named(row)) for row in rows if row.kind in kinds]) for heading, kinds in ORGANISATION_GROUPS
    ]
    grouped = {kind for _, kinds in ORGANISATION_GROUPS for kind in kinds}
    others = [(row.pk, named(row)) for row in rows if row.kind not in grouped]
    return [group for group in (*groups, ("Andere organisaties", others)) if group[1]]
