"""A *doormelding*: exactly this content to exactly this partner, and what the partner does with it.

The focal officer prepares, sees the exact preview and sends; from then on the content is frozen and its hash stands in
the log. The partner receives, accepts or refuses and answers, in its inbox or through the API; the focal officer can
record an answer on its behalf. When the terms of waiting pass there are reminders, in the end `no_answer`, which blocks
nothing.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from audit.operation import changing, operation
from audit.recording import record, record_view
from core.access import Action, Actor, authorize
from core.errors import Conflict, Invalid, WrongState
from core.references import insert_referenced
from core.resend import demand_same
from jobs.models import Job
from jobs.operations import enqueue, try_again
from municipalities.models import Organisation, StoredFile
from signals import terms
from signals.agreed import receivers_of
from signals.anonymising import telling_in, telling_in_purpose
from signals.codes import HandoverKind, HandoverMethod, LegalGround, Outcome
from signals.disclosure import (
    TIP_TEXT,
    Choice,
    choices_of,
    chosen,
    content_hash,
    content_of,
    leads_to_somebody,
)
from signals.events import SignalEvent
from signals.models import Handover, HandoverAnswer, Signal, part_of
from signals.notices import tell_owner, tell_partner
from signals.policies import SignalAction
from signals.protecting import protected_in
from signals.receivers import demand_way
from signals.sharing_codes import Circle
from signals.workflow import HANDOVER, SIGNAL, HandoverState

LETTER_KIND = "signals.letter"
OTHER_REQUEST = "Dit kenmerk (Idempotency-Key) hoort al bij een ander verzoek."


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What is shared, with whom, why and how. `fields`: codes of signals.disclosure; `key`: the new row's id.

    `circle` (of an anonymous tip): who could know this, with why it goes all the same where that leads to somebody.
    `permitted_by`: who agreed that police or judicial data go on.
    """

    partner: Organisation
    kind: HandoverKind
    anonymous: bool
    purpose: str
    ground: LegalGround
    method: HandoverMethod
    to_function: str
    fields: Collection[str]
    key: uuid.UUID
    circle: Circle | None = None
    circle_reason: str = ""
    permitted_by: str = ""

    def columns(self) -> dict[str, Any]:
        """What of it is stored as it was given."""
        return {
            "partner_id": self.partner.pk,
            "kind": self.kind,
            "anonymous": self.anonymous,
            "purpose": self.purpose,
            "ground": self.ground,
            "method": self.method,
            "to_function": self.to_function,
            "circle": (self.circle or "") if self.anonymous else "",
            "circle_reason": (self.circle_reason or None) if self.anonymous else None,
            "permitted_by": self.permitted_by,
        }


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """One request of a partner's program: the key that it gave it, and the hash of what it sent."""

    key: uuid.UUID
    body_hash: str


@operation(SignalAction.HAND_OVER)
def hand_over(signal: Signal, *, actor: Actor, disclosure: Disclosure) -> Handover:
    """Freeze the chosen content and send it. Sending the same key again gives the handover that was made the first time.

    Raises Forbidden for an identified handover by who may only tip anonymously, Invalid for empty content or a way by
    which this partner receives nothing today.
    """
    if not disclosure.anonymous:
        authorize(actor, SignalAction.HAND_OVER_IDENTIFIED, signal)
    made: Handover | None = Handover.objects.of(signal).filter(pk=disclosure.key).first()
    lines = _lines(signal, disclosure)
    content = content_of(lines, anonymous=disclosure.anonymous)
    if made is not None:
        demand_same(made, {**disclosure.columns(), "content_hash": content_hash(content)})
        record_view(SignalEvent.HANDOVER_VIEWED, made, actor=actor)
        return made
    _demand_lawful(disclosure, lines)
    if disclosure.anonymous:
        _demand_no_trace(signal, disclosure, risky=leads_to_somebody(content))
    agreement = receivers_of(signal.municipality).agreement_for(disclosure.partner, disclosure.kind, disclosure.ground)
    demand_way(disclosure.partner, disclosure.method)
    SIGNAL.move(signal, SignalAction.HAND_OVER)
    now = timezone.now()
    handover = Handover(
        **part_of(signal),
        id=disclosure.key,
        **disclosure.columns(),
        state=HandoverState.DRAFT,
        content=content,
        content_hash=content_hash(content),
        agreement=agreement,
        agreed_in=agreement.document if agreement else "",
        author_id=actor.person_id,
        sent_at=now,
        remind_on=terms.REMIND_HANDOVER[0].due(now),
    )
    HANDOVER.move(handover, SignalAction.SEND_HANDOVER)
    insert_referenced(handover, "D")
    signal.is_passed_on = True
    detail = {"partner": disclosure.partner.pk, "anonymous": disclosure.anonymous, "hash": handover.content_hash}
    record(SignalEvent.HANDOVER_SENT, handover, actor=actor, detail=detail)
    _order_letter(handover, actor)
    tell_partner(disclosure.partner, actor=actor)
    return handover


@operation(SignalAction.MAKE_LETTER)
def ask_letter(handover: Handover, *, actor: Actor) -> Job:
    """Have the letter made that is not there; asking again gives the same job, or another chance when that one failed."""
    _demand_content(handover)
    job = _order_letter(handover, actor)
    try_again(job)
    record(SignalEvent.LETTER_ASKED, handover, actor=actor)
    return job


def _order_letter(handover: Handover, actor: Actor) -> Job:
    # One job for each person: who asks after the first one lost her rights has it made with rights of her own.
    return enqueue(
        LETTER_KIND,
        owner_id=actor.user_id,
        hat=actor.hat,
        municipality_id=handover.municipality_id,
        object_id=handover.pk,
        idempotency_key=f"{LETTER_KIND}:{handover.pk}:{actor.user_id}:{actor.hat}",
    )


@operation(SignalAction.MAKE_LETTER)
def store_letter(handover: Handover, *, actor: Actor, pdf: bytes) -> StoredFile:
    """Keep the letter of a handover, sealed; made once, like the content it shows."""
    made: StoredFile | None = StoredFile.objects.made_for(handover.pk).first()
    if made is None:
        made = StoredFile.objects.create(
            municipality_id=handover.municipality_id,
            dossier_id=handover.dossier_id,
            about=handover.pk,
            author_id=actor.user_id,
            name=f"doormelding-{handover.reference}.pdf",
            media_type="application/pdf",
            size=len(pdf),
            content=pdf,
        )
    record(SignalEvent.LETTER_MADE, handover, actor=actor)
    return made


def _lines(signal: Signal, disclosure: Disclosure) -> list[Choice]:
    choices = choices_of(signal, anonymous=disclosure.anonymous, partner=disclosure.partner)
    for choice in choices:
        if choice.code == TIP_TEXT and choice.code in disclosure.fields and choice.barred:
            raise Invalid({"fields_shared": [f"{choice.label}: {choice.barred}."]})
    found = chosen(choices, disclosure.fields)
    if not found:
        raise Invalid({"fields": ["Kies ten minste één gegeven dat u doorgeeft."]})
    return found


def _demand_lawful(disclosure: Disclosure, lines: Collection[Choice]) -> None:
    if any(line.needs_permission for line in lines) and not disclosure.permitted_by.strip():
        message = "Schrijf op wie bij de politie of het OM het goed vond dat dit verder gaat, en wanneer."
        raise Invalid({"permitted_by": [message]})


def _demand_no_trace(signal: Signal, disclosure: Disclosure, *, risky: bool) -> None:
    """An anonymous tip says who could know it, and nothing that is typed beside it leads to anybody."""
    if disclosure.circle is None:
        raise Invalid({"circle": ["Zeg wie dit kan weten."]})
    if (risky or disclosure.circle == Circle.FEW) and not disclosure.circle_reason.strip():
        message = "Dit kan naar iemand leiden. Schrijf op waarom u het toch zo doorgeeft."
        raise Invalid({"circle_reason": [message]})
    protected = protected_in(signal)
    receiver = replace(protected, nobody=[*protected.nobody, str(disclosure.partner)])
    for name, found in (
        ("purpose", telling_in_purpose(disclosure.purpose, receiver)),
        ("to_function", telling_in(disclosure.to_function, protected, function=True)),
    ):
        if found:
            message = f"“{found[0].text}” ({found[0].words}) kan niet mee in een anonieme tip. Schrijf het anders."
            raise Invalid({name: [message]})


@operation(SignalAction.RECEIVE_HANDOVER)
def receive_handover(handover: Handover, *, actor: Actor) -> Handover:
    """The partner opened it for the first time."""
    HANDOVER.move(handover, SignalAction.RECEIVE_HANDOVER)
    handover.received_at = timezone.now()
    record(SignalEvent.HANDOVER_RECEIVED, handover, actor=actor)
    return handover


@operation(SignalAction.ACCEPT_HANDOVER)
def accept_handover(handover: Handover, *, actor: Actor, request: KeyedRequest | None = None) -> Handover:
    """The partner works on it; the answer is still to come. `request`: see `_came_before`."""
    if _came_before(handover, actor, request):
        return handover
    HANDOVER.move(handover, SignalAction.ACCEPT_HANDOVER)
    handover.accepted_at = timezone.now()
    handover.received_at = handover.received_at or handover.accepted_at
    record(SignalEvent.HANDOVER_ACCEPTED, handover, actor=actor)
    return handover


@operation(SignalAction.REFUSE_HANDOVER)
def refuse_handover(handover: Handover, *, actor: Actor, refusal: str, request: KeyedRequest | None = None) -> Handover:
    """The partner does not take it, and says why. `request`: see `_came_before`."""
    if _came_before(handover, actor, request):
        return handover
    _settle(handover, SignalAction.REFUSE_HANDOVER)
    handover.refusal = refusal
    tell_owner(handover, actor=actor)
    record(SignalEvent.HANDOVER_REFUSED, handover, actor=actor)
    return handover


@operation(SignalAction.ANSWER_HANDOVER)
def answer_handover(
    handover: Handover,
    *,
    actor: Actor,
    outcomes: Collection[Outcome],
    text: str = "",
    request: KeyedRequest | None = None,
) -> Handover:
    """The partner answers; it may do so again later, and after the clock ran out. `request`: see `_came_before`."""
    if _came_before(handover, actor, request):
        return handover
    _answer(handover, actor, SignalAction.ANSWER_HANDOVER, outcomes, text, recorded_by_us=False)
    tell_owner(handover, actor=actor)
    record(SignalEvent.HANDOVER_ANSWERED, handover, actor=actor, detail={"outcomes": _each_once(outcomes)})
    return handover


@operation(SignalAction.RECORD_ANSWER)
def record_answer(handover: Handover, *, actor: Actor, outcomes: Collection[Outcome], text: str = "") -> Handover:
    """The officer writes down what the partner told her (*antwoord vastleggen*)."""
    _answer(handover, actor, SignalAction.RECORD_ANSWER, outcomes, text, recorded_by_us=True)
    record(SignalEvent.ANSWER_RECORDED, handover, actor=actor, detail={"outcomes": _each_once(outcomes)})
    return handover


@operation(SignalAction.WITHDRAW_HANDOVER)
def withdraw_handover(handover: Handover, *, actor: Actor, reason: str) -> Handover:
    """Taken back: from now on the partner sees number, dates and this state, and nothing of the content.

    With the last one the signal is passed on no more.
    """
    _settle(handover, SignalAction.WITHDRAW_HANDOVER)
    handover.refusal = reason
    with changing(handover.signal) as signal:
        others = Handover.objects.of(signal).exclude(pk=handover.pk)
        signal.is_passed_on = others.exclude(state=HandoverState.WITHDRAWN).exists()
    record(SignalEvent.HANDOVER_WITHDRAWN, handover, actor=actor)
    return handover


@operation(SignalAction.REMIND_HANDOVER)
def remind_handover(handover: Handover, *, actor: Actor) -> Handover:
    """Mail the partner, count the reminder and set the next date of the clock."""
    HANDOVER.move(handover, SignalAction.REMIND_HANDOVER)
    sent = timezone.localtime(handover.sent_at)
    handover.reminders += 1
    later = terms.REMIND_HANDOVER[handover.reminders :]
    handover.remind_on = (later[0] if later else terms.EXPIRE_HANDOVER).due(sent)
    tell_partner(handover.partner, actor=actor)
    record(SignalEvent.HANDOVER_REMINDED, handover, actor=actor, detail={"reminder": handover.reminders})
    return handover


@operation(SignalAction.EXPIRE_HANDOVER)
def expire_handover(handover: Handover, *, actor: Actor) -> Handover:
    """No answer came in time."""
    _settle(handover, SignalAction.EXPIRE_HANDOVER)
    record(SignalEvent.HANDOVER_EXPIRED, handover, actor=actor)
    return handover


def _came_before(handover: Handover, actor: Actor, request: KeyedRequest | None) -> bool:
    """Whether this request was carried out before; else its key is kept with the handover, which is locked here.

    Raises Conflict for other content under a key that was used.
    """
    if request is None:
        return False
    known = handover.requests.get(str(request.key))
    if known is None:
        handover.requests = {**handover.requests, str(request.key): request.body_hash}
        return False
    if known != request.body_hash:
        raise Conflict(OTHER_REQUEST)
    record_view(SignalEvent.HANDOVER_VIEWED, handover, actor=actor)
    return True


def _answer(
    handover: Handover,
    actor: Actor,
    action: Action,
    outcomes: Collection[Outcome],
    text: str,
    *,
    recorded_by_us: bool,
) -> None:
    if not outcomes:
        raise Invalid({"outcomes": ["Kies ten minste één uitkomst."]})
    _settle(handover, action)
    HandoverAnswer.objects.create(
        signal_id=handover.signal_id,
        municipality_id=handover.municipality_id,
        dossier_id=handover.dossier_id,
        handover=handover,
        partner_id=handover.partner_id,
        outcomes=_each_once(outcomes),
        text=text or None,
        answered_at=timezone.now(),
        recorded_by_us=recorded_by_us,
        author_id=actor.user_id,
    )


def _each_once(outcomes: Collection[Outcome]) -> list[Outcome]:
    return sorted(set(outcomes))


def _demand_content(handover: Handover) -> None:
    """Raise WrongState once its content went with the signal: nothing is added to what was erased."""
    if handover.is_erased:
        message = "De bewaartermijn van dit signaal is voorbij: de inhoud is gewist. Maak zo nodig een nieuwe melding."
        raise WrongState(message)


def _settle(handover: Handover, action: Action) -> None:
    _demand_content(handover)
    HANDOVER.move(handover, action)
    handover.settled_at = timezone.now()
    handover.remind_on = None
