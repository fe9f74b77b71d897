"""Whether a handover was agreed on: the list of receivers of a region (domain 8.3, R12).

A region that never wrote down an agreement has no list yet: there every organisation can receive, and the form says that
nothing was agreed. From its first agreement on the list is closed: what does not stand in it (organisation or its kind, what
is asked of it, ground, purpose, kinds of data) does not leave, unless the privacy officer allowed it for this signal and
receiver. The purpose that a receiver reads is the agreed one, with what it is for this time behind a colon.
A letter that went some days ago is judged by the list of that day: what was agreed or allowed since did not cover it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

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
    """The list of a signal's municipality on `day`. `is_closed`: only what stands in `agreements` can leave, or in `overrides`."""

    is_closed: bool
    agreements: Sequence[Agreement]
    overrides: Sequence[Override]
    day: date

    def kinds(self) -> set[str]:
        """Of which kinds every organisation can receive something."""
        return {one.organisation_kind for one in self.agreements if one.organisation_id is None}

    def partners(self) -> set[int]:
        """Which organisations can, whatever others of their kind may: something was agreed with them, or allowed for them."""
        named = {one.organisation_id for one in self.agreements if one.organisation_id is not None}
        return named | {one.partner_id for one in self.overrides}

    def with_partner(self, partner: Organisation) -> list[Agreement]:
        """What was agreed with this organisation, and with all of its kind."""
        return [one for one in self.agreements if one.is_with(partner)]

    def purpose_for(self, partner: Organisation | None) -> str:
        """The purpose that was agreed with this receiver, where there is one only; else ""."""
        purposes = {one.purpose for one in self.with_partner(partner)} if partner else set()
        return purposes.pop() if len(purposes) == 1 else ""

    def leaves_by(
        self,
        partner: Organisation,
        kind: HandoverKind,
        ground: LegalGround,
        categories: Collection[DataCategory],
        *,
        purpose: str,
        by: int | None,
    ) -> Agreement | Override | None:
        """Under what this leaves; None where there is no list. Raises Invalid, at what was not agreed.

        `by`: who hands over. A leave holds for the purpose that was asked, and not for who allowed it herself.
        """
        agreed = self.with_partner(partner)
        asked = [one for one in agreed if kind in one.kinds and one.ground == ground]
        allowed = [
            one for one in self.overrides if (one.partner_id, one.kind, one.ground) == (partner.pk, kind, ground)
        ]
        every: list[Agreement | Override] = [*asked, *allowed]
        fitting = [one for one in every if set(categories) <= set(one.categories)]
        found = next((one for one in fitting if not _against(one, purpose, by)), None)
        if found is None and self.is_closed:
            if self.day < today() and not fitting:
                message = f"Op {date_format(self.day, 'j F Y')} was dit niet afgesproken met {partner}."
                raise Invalid({"given_on": [message]})
            if fitting:
                # What was allowed for this signal says more than what holds for all.
                told = next((one for one in fitting if isinstance(one, Override)), fitting[0])
                raise Invalid(_against(told, purpose, by))
            if every:
                raise Invalid({"fields_shared": [_too_much(partner, every[0], categories)]})
            raise Invalid({"kind" if agreed else "partner": [_told(partner, agreed)]})
        return found


def receivers_of(signal: Signal, *days: date) -> list[Receivers]:
    """The list on each of the days, in one query: also agreements that ended, for these keep the list closed."""
    region = region_since_merged(signal.municipality_id, today())
    rows = read_together(
        {
            "agreements": Agreement.objects.filter(region__in=region),
            "overrides": Override.objects.of(signal).usable(min(days)),
        }
    )
    return [_on(day, rows["agreements"], rows["overrides"]) for day in days]


def _on(day: date, agreements: Sequence[Agreement], overrides: Sequence[Override]) -> Receivers:
    begun = [one for one in agreements if one.valid_from <= day]
    return Receivers(
        # One that only begins later closes it for what leaves now; it did not for what left in those days.
        bool(agreements if day == today() else begun),
        [one for one in begun if one.holds_on(day)],
        [one for one in overrides if one.allowed_on(day)],
        day,
    )


EXCEPTION = "Vraag de privacy officer om een uitzondering."
ASK = f"Moet het toch? {EXCEPTION}"


def _against(found: Agreement | Override, purpose: str, by: int | None) -> dict[str, list[str]]:
    if isinstance(found, Agreement):
        agreed = f"Afgesproken is dit doel: “{found.purpose}”. Begin daarmee; na een dubbele punt zegt u het preciezer."
        return {} if found.covers(purpose) else {"purpose": [f"{agreed} Is het voor iets anders? {EXCEPTION}"]}
    if found.decided_by_id == by:
        return {"partner": ["U stond dit zelf toe als privacy officer. Laat een collega het doorgeven."]}
    if (found.purpose or "").strip() != purpose.strip():
        return {"purpose": [f"De uitzondering geldt alleen voor dit doel: “{found.purpose}”. Neem dat over."]}
    return {}


def _told(partner: Organisation, agreed: Sequence[Agreement]) -> str:
    if not agreed:
        return f"Met {partner} is niet afgesproken dat u signalen doorgeeft. {ASK}"
    lines = "; ".join(f"{', '.join(one.kind_labels)} ({one.get_ground_display()})" for one in agreed)
    return f"Dit is niet afgesproken met {partner}. Wel afgesproken: {lines}. {ASK}"


def _too_much(partner: Organisation, found: Agreement | Override, categories: Collection[DataCategory]) -> str:
    more = "; ".join(str(one.label) for one in DataCategory if one in categories and one not in found.categories)
    return f"Met {partner} is niet afgesproken dat dit meegaat: {more}. Haal het weg. {ASK}"
