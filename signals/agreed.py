"""Whether a handover was agreed on: the list of receivers of a region (domain 8.3, R12).

A region that never wrote down an agreement has no list yet: there every organisation can receive, and the form says that
nothing was agreed. From its first agreement on the list is closed: what does not stand in it (kind of organisation, what
is asked of it, ground, kinds of data) does not leave, unless the privacy officer allowed it for this signal and receiver.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from core.errors import Invalid
from core.reading import read_together
from core.workdays import today
from municipalities.areas import region_since_merged
from municipalities.models import Organisation

from .codes import HandoverKind, LegalGround
from .models import Agreement, Override, Signal
from .sharing_codes import DataCategory


@dataclass(frozen=True, slots=True)
class Receivers:
    """The list of a signal's municipality today. `is_closed`: only what stands in `agreements` can leave, or in `overrides`."""

    is_closed: bool
    agreements: Sequence[Agreement]
    overrides: Sequence[Override] = ()

    def kinds(self) -> set[str]:
        """Which kinds of organisation can receive something."""
        return {one.organisation_kind for one in self.agreements}

    def partners(self) -> set[int]:
        """Which organisations the privacy officer allowed."""
        return {one.partner_id for one in self.overrides}

    def with_partner(self, partner: Organisation) -> list[Agreement]:
        """What was agreed with organisations of this kind."""
        return [one for one in self.agreements if one.organisation_kind == partner.kind]

    def leaves_by(
        self,
        partner: Organisation,
        kind: HandoverKind,
        ground: LegalGround,
        categories: Collection[DataCategory],
    ) -> Agreement | Override | None:
        """Under what this leaves; None where there is no list. Raises Invalid, at what was not agreed."""
        agreed = self.with_partner(partner)
        asked = [one for one in agreed if kind in one.kinds and one.ground == ground]
        allowed = [
            one for one in self.overrides if (one.partner_id, one.kind, one.ground) == (partner.pk, kind, ground)
        ]
        every: list[Agreement | Override] = [*asked, *allowed]
        found = next((one for one in every if set(categories) <= set(one.categories)), None)
        if found is None and self.is_closed:
            if every:
                raise Invalid({"fields_shared": [_too_much(partner, every[0], categories)]})
            raise Invalid({"kind" if agreed else "partner": [_told(partner, agreed)]})
        return found


def receivers_of(signal: Signal) -> Receivers:
    """One query: also agreements that ended, for these keep the list closed."""
    day = today()
    region = region_since_merged(signal.municipality_id, day)
    rows = read_together(
        {
            "agreements": Agreement.objects.filter(region__in=region),
            "overrides": Override.objects.of(signal).usable(day),
        }
    )
    every = rows["agreements"]
    return Receivers(bool(every), [one for one in every if one.holds_on(day)], rows["overrides"])


ASK = "Moet het toch? Vraag de privacy officer om een uitzondering."


def _told(partner: Organisation, agreed: Sequence[Agreement]) -> str:
    if not agreed:
        return f"Met {partner} is niet afgesproken dat u signalen doorgeeft. {ASK}"
    lines = "; ".join(f"{', '.join(one.kind_labels)} ({one.get_ground_display()})" for one in agreed)
    return f"Dit is niet afgesproken met {partner}. Wel afgesproken: {lines}. {ASK}"


def _too_much(partner: Organisation, found: Agreement | Override, categories: Collection[DataCategory]) -> str:
    more = "; ".join(str(one.label) for one in DataCategory if one in categories and one not in found.categories)
    return f"Met {partner} is niet afgesproken dat dit meegaat: {more}. Haal het weg. {ASK}"
