"""The list of receivers: agreements with kinds of partners, or with one of them.

The administrator of the region writes them down and ends them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.errors import Invalid
from municipalities.models import Organisation, Region
from signals.codes import HandoverKind, LegalGround
from signals.events import SignalEvent
from signals.models import Agreement
from signals.policies import SignalAction
from signals.sharing_codes import DataCategory


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed. `document`: where it stands, such as the name and year of a covenant.

    `organisation`: the only one of its kind that it holds for; None: it holds for all of them.
    """

    region: Region
    organisation_kind: str
    kinds: Collection[HandoverKind]
    purpose: str
    ground: LegalGround
    document: str
    categories: Collection[DataCategory]
    valid_from: date
    valid_until: date | None = None
    organisation: Organisation | None = None


@operation(SignalAction.REGISTER_AGREEMENT)
def register_agreement(*, actor: Actor, agreed: Agreed) -> Agreement:
    """From `valid_from` on these handovers may leave. Raises Invalid for a tip with a ground for personal data."""
    no_data = agreed.ground == LegalGround.NO_PERSONAL_DATA
    if no_data and set(agreed.kinds) - {HandoverKind.ANONYMOUS_TIP, HandoverKind.ADVICE}:
        raise Invalid({"ground": ["Zonder persoonsgegevens kan alleen een anonieme tip of een vraag om advies."]})
    if agreed.organisation is not None and agreed.organisation.kind != agreed.organisation_kind:
        raise Invalid({"organisation": ["Deze organisatie is van een andere soort."]})
    if agreed.valid_until is not None and agreed.valid_until < agreed.valid_from:
        raise Invalid({"valid_until": ["De einddatum ligt voor de begindatum."]})
    made = Agreement.objects.create(
        region=agreed.region,
        organisation_kind=agreed.organisation_kind,
        organisation=agreed.organisation,
        kinds=sorted(set(agreed.kinds)),
        categories=sorted(set(agreed.categories)),
        purpose=agreed.purpose,
        ground=agreed.ground,
        document=agreed.document,
        valid_from=agreed.valid_from,
        valid_until=agreed.valid_until,
    )
    detail = {"region": agreed.region.pk, "organisation_kind": made.organisation_kind, "kinds": list(made.kinds)}
    detail["categories"] = list(made.categories)
    detail["organisation"] = made.organisation_id
    record(SignalEvent.AGREEMENT_REGISTERED, made, actor=actor, detail=detail)
    return made


@operation(SignalAction.END_AGREEMENT)
def end_agreement(agreement: Agreement, *, actor: Actor, last_day: date) -> Agreement:
    """Let it end after `last_day`. What was handed over under it stays so.

    The row is never removed: a list that existed does not open again because it became empty.
    """
    if agreement.valid_until is not None and last_day > agreement.valid_until:
        raise Invalid({"last_day": ["Deze afspraak eindigt al eerder. Leg een nieuwe afspraak vast."]})
    if last_day < agreement.valid_from:
        raise Invalid({"last_day": ["De laatste dag ligt voor de eerste dag van deze afspraak."]})
    agreement.valid_until = last_day
    record(SignalEvent.AGREEMENT_ENDED, agreement, actor=actor, detail={"until": str(last_day)})
    return agreement
