"""Handing over what was not agreed on: the officer asks, the privacy officer allows it once or refuses; danger does not wait.

The privacy officer reads what is asked and nothing of the signal. What was allowed holds for this signal, this receiver,
this purpose and these kinds of data, until a day, and is used up by the handover that leaves under it; whoever allowed it
does not use it herself, and who asked or owns the signal does not decide, under whichever hat. With direct danger the handover
leaves at once, with why it cannot wait, and she judges it afterwards, as an emergency access.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from audit.operation import changing, operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Conflict, Forbidden, Invalid
from core.gate import GatedQuerySet
from core.resend import sent_before
from core.workdays import today
from jobs.outbox import queue_mail
from municipalities.codes import Verdict
from municipalities.duty import administrators_of, privacy_officers_of
from municipalities.judging import demand_reason
from municipalities.models import Organisation
from municipalities.shielding import told_about
from signals.agreed import receivers_of
from signals.codes import HandoverKind, LegalGround
from signals.events import SignalEvent
from signals.models import Agreement, Override, Signal, part_of
from signals.notices import owners_of, tell_owner
from signals.policies import SignalAction
from signals.sharing_codes import DataCategory
from signals.typed_beside import names_withheld
from signals.workflow import OVERRIDE, SIGNAL, OverrideState

OWN = "U vroeg dit zelf, of u behandelt dit signaal zelf. Een andere privacy officer beslist erover."
# Instead of a purpose that names somebody, for who judges and reads no content.
IN_HANDOVER = "Dit staat in de doormelding. Er staat een naam in, dus hier leest u het niet."
MOST_DAYS = 90  # for so long at most something is allowed beforehand


@dataclass(frozen=True, slots=True)
class AskedOverride:
    """What the officer wants to hand over, to whom, and why now. `key`: the new row's id."""

    key: uuid.UUID
    partner: Organisation
    kind: HandoverKind
    ground: LegalGround
    categories: Collection[DataCategory]
    purpose: str
    why: str

    def columns(self) -> dict[str, Any]:
        """As they are stored."""
        return {
            "partner_id": self.partner.pk,
            "kind": self.kind,
            "ground": self.ground,
            "categories": sorted(self.categories),
            "purpose": self.purpose.strip(),
            "why": self.why.strip(),
        }


@operation(SignalAction.ASK_OVERRIDE)
def ask_override(signal: Signal, *, actor: Actor, asked: AskedOverride) -> Override:
    """Ask the privacy officer. Sending the same key again asks once."""
    if sent_before(Override.objects.of(signal), asked.key, **asked.columns()):
        made: Override = Override.objects.of(signal).get(pk=asked.key)
        record_view(SignalEvent.VIEWED, signal, actor=actor)
        return made
    SIGNAL.move(signal, SignalAction.ASK_OVERRIDE)
    if not asked.why.strip():
        raise Invalid({"why": ["Schrijf op waarom dit nu nodig is."]})
    _demand_nobody_named(signal, asked)
    row = _new(signal, actor, asked)
    row.save(force_insert=True)
    record(SignalEvent.OVERRIDE_ASKED, row, actor=actor, detail={"partner": row.partner_id})
    _tell_officers(row, signal, actor)
    return row


@operation(SignalAction.WITHDRAW_OVERRIDE)
def withdraw_override(override: Override, *, actor: Actor) -> Override:
    """It is not needed any more, and was not used."""
    OVERRIDE.move(override, SignalAction.WITHDRAW_OVERRIDE)
    record(SignalEvent.OVERRIDE_WITHDRAWN, override, actor=actor)
    return override


def unused_overrides(signal: Signal) -> GatedQuerySet[Override]:
    """What was asked or allowed of it and not used yet."""
    return Override.objects.of(signal).filter(state__in=(OverrideState.ASKED, OverrideState.ALLOWED))


def withdraw_unused(overrides: Iterable[Override], actor: Actor) -> None:
    """Nothing leaves from this signal any more: what was asked waits for nobody. A step of the operation that ends it."""
    for found in overrides:
        with changing(found) as row:
            if row.can_be_withdrawn:  # she may have decided since it was read
                OVERRIDE.move(row, SignalAction.WITHDRAW_OVERRIDE)
                record(SignalEvent.OVERRIDE_WITHDRAWN, row, actor=actor)


@operation(SignalAction.ALLOW_OVERRIDE)
def allow_override(override: Override, *, actor: Actor, until: dt.date, reason: str = "") -> Override:
    """Once, for this signal and this receiver, `until` and including that day. `reason`: on what condition, if any."""
    _demand_another(override, actor)
    if until < today() or until > today() + dt.timedelta(days=MOST_DAYS):
        raise Invalid({"until": [f"Kies een dag van vandaag tot en met {MOST_DAYS} dagen verder."]})
    OVERRIDE.move(override, SignalAction.ALLOW_OVERRIDE)
    override.until = until
    _decide(override, actor, reason)
    record(SignalEvent.OVERRIDE_ALLOWED, override, actor=actor, detail={"until": str(until)})
    tell_owner(override, actor=actor)
    return override


@operation(SignalAction.REFUSE_OVERRIDE)
def refuse_override(override: Override, *, actor: Actor, reason: str) -> Override:
    """With why not; the officer reads it."""
    _demand_another(override, actor)
    if not reason.strip():
        raise Invalid({"reason": ["Schrijf op waarom dit niet mag."]})
    OVERRIDE.move(override, SignalAction.REFUSE_OVERRIDE)
    _decide(override, actor, reason)
    record(SignalEvent.OVERRIDE_REFUSED, override, actor=actor)
    tell_owner(override, actor=actor)
    return override


@operation(SignalAction.REVIEW_OVERRIDE)
def review_override(override: Override, *, actor: Actor, verdict: Verdict, reason: str = "") -> Override:
    """What was handed over at once with direct danger is judged, once. What is not in order needs a reason."""
    _demand_another(override, actor)
    if not override.in_danger or override.verdict:
        raise Conflict("Hierover is al geoordeeld.")
    demand_reason(verdict, reason)
    override.verdict = verdict
    _decide(override, actor, reason)
    record(SignalEvent.OVERRIDE_REVIEWED, override, actor=actor, detail={"verdict": verdict.value})
    tell_owner(override, actor=actor)
    return override


def leave_under(
    signal: Signal, actor: Actor, asked: AskedOverride, day: dt.date
) -> tuple[Agreement | None, Override | None]:
    """Under which agreement or which leave a handover left on `day`; both None where there is no list. A step of `hand_over`.

    `asked.why`: why it cannot wait, with direct danger. Raises Invalid when it was not agreed, and nothing allows it.
    """
    try:
        [receivers] = receivers_of(signal, day)
        found = receivers.leaves_by(
            asked.partner, asked.kind, asked.ground, asked.categories, purpose=asked.purpose, by=actor.user_id
        )
    except Invalid:
        if not (signal.is_acute and asked.why.strip()):
            raise
        return None, _take(signal, actor, asked)
    if not isinstance(found, Override):
        return found, None
    with changing(found) as row:
        OVERRIDE.move(row, SignalAction.HAND_OVER)
        record(SignalEvent.OVERRIDE_USED, row, actor=actor)
    return None, row


def _take(signal: Signal, actor: Actor, asked: AskedOverride) -> Override:
    named = _named(signal, asked)
    if "why" in named:
        raise Invalid({"urgent_why": [named["why"]]})
    # The purpose is for the receiver, and may name who goes along; she who judges reads the signal in neither.
    row = _new(signal, actor, replace(asked, purpose=IN_HANDOVER) if named else asked)
    row.state, row.in_danger = OverrideState.USED, True
    row.save(force_insert=True)
    record(SignalEvent.OVERRIDE_TAKEN, row, actor=actor, detail={"partner": row.partner_id})
    _tell_officers(row, signal, actor)
    return row


def _new(signal: Signal, actor: Actor, asked: AskedOverride) -> Override:
    return Override(
        **part_of(signal),
        **asked.columns(),
        id=asked.key,
        reference=signal.reference,
        asked_at=timezone.now(),
        author_id=actor.person_id,
    )


def _demand_nobody_named(signal: Signal, asked: AskedOverride) -> None:
    """She who decides reads these words and not the signal: nobody in it is named there, nor who reported."""
    if named := _named(signal, asked):
        raise Invalid({name: [words] for name, words in named.items()})


def _named(signal: Signal, asked: AskedOverride) -> dict[str, str]:
    """By field whom it names, in words; a field that names nobody is not there."""
    texts = {"purpose": asked.purpose, "why": asked.why}
    told = {name: names_withheld(signal, (), (), function=False, text=text) for name, text in texts.items()}
    return {name: words for name, words in told.items() if words}


def is_party(override: Override, actor: Actor) -> bool:
    """Whether this person asked for it, or owns or owned the signal that it is for, under whichever hat: then another decides."""
    return actor.user_id is not None and actor.user_id in (override.author_id, *owners_of(override))


def _demand_another(override: Override, actor: Actor) -> None:
    if is_party(override, actor):
        raise Forbidden(OWN)


def _decide(override: Override, actor: Actor, reason: str) -> None:
    override.decided_at, override.decided_by_id = timezone.now(), actor.person_id
    override.reason = reason.strip() or None


def _tell_officers(row: Override, signal: Signal, actor: Actor) -> None:
    """A mail that there is something to see. Where nobody judges, who gives roles hears it: somebody has to."""
    officers = told_about(row.dossier_id, privacy_officers_of(row.municipality, today()))
    others = [user_id for user_id in officers if user_id not in (actor.user_id, signal.owner_id)]
    for user_id in others or administrators_of(row.municipality, today()):
        queue_mail(user_id=user_id)
