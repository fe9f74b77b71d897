"""Whether a handover was agreed on: the list of receivers of a region (domain 8.3, R12).

A region that never wrote down an agreement has no list yet: there every organisation can receive, and the form says that
nothing was agreed. From its first agreement on the list is closed: what does not stand in it does not leave.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import Invalid
from core.workdays import today
from municipalities.models import Municipality, Organisation, RegionMembership

from .codes import HandoverKind, LegalGround
from .models import Agreement


@dataclass(frozen=True, slots=True)
class Receivers:
    """The list of a municipality today. `is_closed`: only what stands in `agreements` can leave."""

    is_closed: bool
    agreements: Sequence[Agreement]

    def kinds(self) -> set[str]:
        """Which kinds of organisation can receive something."""
        return {one.organisation_kind for one in self.agreements}

    def with_partner(self, partner: Organisation) -> list[Agreement]:
        """What was agreed with organisations of this kind."""
        return [one for one in self.agreements if one.organisation_kind == partner.kind]

    def agreement_for(self, partner: Organisation, kind: HandoverKind, ground: LegalGround) -> Agreement | None:
        """The agreement under which this leaves; None where there is no list. Raises Invalid, at `kind`, when it was not agreed."""
        agreed = self.with_partner(partner)
        found = next((one for one in agreed if kind in one.kinds and one.ground == ground), None)
        if found is None and self.is_closed:
            raise Invalid({"kind" if agreed else "partner": [_told(partner, agreed)]})
        return found


def receivers_of(municipality: Municipality) -> Receivers:
    """One query: also those that ended, for these keep the list closed."""
    day = today()
    lies_in = RegionMembership.objects.on(day).filter(municipality=municipality)
    every = list(Agreement.objects.filter(region__in=lies_in.values("area")))
    return Receivers(is_closed=bool(every), agreements=[one for one in every if one.holds_on(day)])


def _told(partner: Organisation, agreed: Sequence[Agreement]) -> str:
    if not agreed:
        return f"Met {partner} is niet afgesproken dat u signalen doorgeeft."
    lines = "; ".join(f"{', '.join(one.kind_labels)} ({one.get_ground_display()})" for one in agreed)
    return f"Dit is niet afgesproken met {partner}. Wel afgesproken: {lines}."
