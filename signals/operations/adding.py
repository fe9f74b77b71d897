"""More of a signal goes to the receiver of a *doormelding* that it has already: by name, for the purpose it was given for.

It passes what a handover by name passes: the list of receivers as it stands today, what the person concerned said last, the
last check, who agreed to police data, and the exact preview. A tip is not added to; with direct danger and nothing agreed, another handover does not wait.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from audit.operation import changing, operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid, WrongState
from core.resend import sent_before
from core.workdays import today
from municipalities.shielding import demand_let_in
from signals.adding import Given
from signals.codes import HandoverKind, HandoverMethod, LegalGround
from signals.disclosure import Choice, categories_of, content_hash, goes_by_leave
from signals.events import SignalEvent
from signals.last_check import Leaving
from signals.models import Handover, HandoverAddition, part_of
from signals.notices import tell_partner
from signals.policies import SignalAction
from signals.receivers import demand_way
from signals.workflow import HANDOVER, SIGNAL

from .answering import ERASED
from .consenting import unwished
from .enclosing import enclose
from .handovers import demand_needed, demand_permitted, demand_settled, order_letter
from .overriding import AskedOverride, leave_under

TIP = "Een anonieme tip vult u niet aan: twee stukken naast elkaar kunnen naar iemand leiden. Maak zo nodig een nieuwe tip."
CHANGED = "Wat de ontvanger leest, is net veranderd. Bekijk het voorbeeld opnieuw."


@dataclass(frozen=True, slots=True)
class More:
    """What goes along now. `fields`: codes of signals.disclosure.

    `answers`, `necessity`, `permitted_by`, `seen`, `key`: as of a Disclosure.
    """

    fields: Collection[str]
    key: uuid.UUID
    answers: Mapping[str, str] = field(default_factory=dict)
    necessity: str = ""
    permitted_by: str = ""
    seen: str = ""


@operation(SignalAction.ADD_TO_HANDOVER)
def add_to_handover(handover: Handover, *, actor: Actor, more: More) -> Handover:
    """Freeze what goes along now and send it; the same key again adds nothing.

    Raises WrongState for a tip and for what was erased, refused or taken back, Invalid for nothing, for what was not
    agreed or the person concerned does not want, and while something in the text is unsettled.
    """
    with changing(handover.signal) as signal:  # locked until COMMIT: what goes along stands still
        handover.signal = signal
    demand_let_in(signal, actor)
    if why_not := why_not_added_to(handover):
        raise WrongState(why_not)
    added = HandoverAddition.objects.of_handover(handover)
    given = Given(handover, [one for one in added if one.pk != more.key])
    leaving = given.leaving(more.fields, more.answers)
    digest = content_hash(leaving.content)
    if sent_before(added, more.key, content_hash=digest, necessity=more.necessity.strip()):
        record_view(SignalEvent.HANDOVER_VIEWED, handover, actor=actor)
        return handover
    HANDOVER.move(handover, SignalAction.ADD_TO_HANDOVER)
    SIGNAL.move(handover.signal, SignalAction.ADD_TO_HANDOVER)
    if more.seen and more.seen != digest:
        raise Invalid({"fields_shared": [CHANGED]})
    lines = _lawful(given, leaving, more)
    demand_way(handover.partner, HandoverMethod(handover.method))
    agreement, override = leave_under(handover.signal, actor, asked_for(handover, lines, leaving.check.kept), today())
    addition = HandoverAddition(
        **part_of(handover.signal),
        id=more.key,
        handover=handover,
        partner_id=handover.partner_id,
        added_at=timezone.now(),
        author_id=actor.person_id,
        content=leaving.content,
        content_hash=digest,
        agreement=agreement,
        override=override,
        necessity=more.necessity.strip(),
        permitted_by=more.permitted_by if goes_by_leave(lines, leaving.check.kept) else "",
        kept=leaving.check.kept or None,
    )
    addition.save(force_insert=True)
    enclose(handover, lines, leaving.content, after=given.files)
    handover.added_at = addition.added_at
    detail = {"partner": handover.partner_id, "handover": handover.reference, "hash": digest}
    record(SignalEvent.HANDOVER_ADDED, handover, actor=actor, detail=detail)
    order_letter(handover, actor)
    tell_partner(handover.partner, actor=actor)
    return handover


def why_not_added_to(handover: Handover) -> str:
    """In words why nothing is ever added to this handover; "" when something may be."""
    if handover.is_erased:
        return ERASED
    if handover.anonymous:
        return TIP
    against = unwished(handover.signal, partner=handover.partner, kind=handover.kind, ground=handover.ground)
    return " ".join(text for texts in against.values() for text in texts)


def asked_for(handover: Handover, lines: Collection[Choice], kept: Collection[Sequence[str]]) -> AskedOverride:
    """What would have to be allowed where these lines were not agreed: for what it was given for, once."""
    kind, ground = HandoverKind(handover.kind), LegalGround(handover.ground)
    return AskedOverride(
        uuid.uuid4(), handover.partner, kind, ground, categories_of(lines, kept), purpose=handover.purpose, why=""
    )


def _lawful(given: Given, leaving: Leaving, more: More) -> list[Choice]:
    lines = [choice for choice in given.choices if choice.code in leaving.ticked]
    demand_settled(leaving.check, lines)
    demand_needed(more.necessity)
    demand_permitted(more.permitted_by, lines, leaving.check.kept)
    return lines
