"""For whom an issuer may speak: whoever works within what it was registered for, and nobody else.

Each role that somebody holds today or later must lie in a municipality or organisation of the issuer, or on an area
in which such a municipality lies: the coordinator of a district is employed by one of its municipalities. Without any
role somebody reaches nothing, and may come in.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from .areas import MEMBERSHIPS
from .codes import AreaKind
from .models import IssuerArea, ServiceAreaOrganisation
from .roles.rows import KINDS, ROLE_TABLES


@dataclass(frozen=True, slots=True)
class _Employers:
    municipalities: frozenset[int]
    organisations: frozenset[int]


def vouches(issuer_id: UUID, user_id: int) -> bool:
    """Whether every role of this person lies within what the issuer is for."""
    today = timezone.localdate()
    employers = _employers(issuer_id)
    return not any(
        table.objects.not_ended(today)
        .filter(user=user_id)
        .exclude(content_object__in=_within(kind, employers, today))
        .exists()
        for kind, table in ((kind, ROLE_TABLES[model]) for kind, model in KINDS.items())
    )


def _employers(issuer_id: UUID) -> _Employers:
    rows = list(IssuerArea.objects.filter(issuer=issuer_id).values_list("municipality_id", "organisation_id"))
    return _Employers(
        municipalities=frozenset(municipality for municipality, _ in rows if municipality is not None),
        organisations=frozenset(organisation for _, organisation in rows if organisation is not None),
    )


def _within(kind: str, employers: _Employers, on: date) -> Any:
    """The keys of the areas of this kind that employers of this issuer work for."""
    if kind == "municipality":
        return employers.municipalities
    if kind == "organisation":
        return employers.organisations
    members = MEMBERSHIPS[AreaKind(kind)].objects.on(on).filter(municipality__in=employers.municipalities)
    found = set(members.values_list("area_id", flat=True))
    if kind == AreaKind.SERVICE_AREA:
        carried = ServiceAreaOrganisation.objects.on(on).filter(organisation__in=employers.organisations)
        found |= set(carried.values_list("service_area_id", flat=True))
    return found
