"""What becomes of a *doormelding*: the partner receives, accepts or refuses and answers, in its inbox or through the API.

The focal officer can record receipt, acceptance and answer on its behalf, or take it back. When the terms of waiting pass the partner is
reminded, by mail or, where nobody can be mailed, by the officer; in the end `no_answer`, which blocks nothing.
"""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from audit.operation import changing, operation
from audit.recording import record, record_view
from core.access import Action, Actor
from core.errors import Conflict, Invalid, WrongState
from core.workdays import local_date, today
from signals.codes import Outcome
from signals.events import SignalEvent
from signals.looked_at import demand_unpointed
from signals.models import Handover, HandoverAnswer
from signals.notices import tell_owner, tell_partner
from signals.policies import SignalAction
from signals.reminding import Reminded, mail_reminder, way_to_remind
from signals.workflow import HANDOVER, HandoverState

from .deciding import await_consideration, tell_sender
from .moments import told_moment

ERASED = "De bewaartermijn van dit signaal is voorbij: de inhoud is gewist. Maak zo nodig een nieuwe melding."
# More than this is no answer any more, and the page of the signal shows each of them.
MOST_ANSWERS = 50
# As long as the column is in which a partner's own reason stands.
LONGEST_REFUSAL = 300
WHY_REFUSED = "Schrijf op waarom de ontvanger dit niet in behandeling neemt."
REFUSED_ALREADY = "Dat dit niet in behandeling is genomen, staat er al. Kies wat er sindsdien mee is gedaan."
ENOUGH = "Bij deze doormelding staan al zoveel antwoorden dat er geen meer bij kan. Bel de afzender."
OTHER_REQUEST = "Dit kenmerk (Idempotency-Key) hoort al bij een ander verzoek."


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """One request of a partner's program: the key that it gave it, and the hash of what it sent."""

    key: uuid.UUID
    body_hash: str


@dataclass(frozen=True, slots=True)
class Words:
    """What an answer says, and what of it may be told to who reported."""

    text: str = ""
    for_reporter: str = ""


@operation(SignalAction.RECEIVE_HANDOVER)
def receive_handover(handover: Handover, *, actor: Actor) -> Handover:
    """The partner opened it for the first time; of two who open it at the same moment, one did."""
    if handover.received_at:
        record_view(SignalEvent.HANDOVER_VIEWED, handover, actor=actor)
        return handover
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
    handover.refusal, handover.refused_at = refusal, handover.settled_at
    await_consideration(handover, actor)
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
    for_reporter: str = "",
    request: KeyedRequest | None = None,
) -> Handover:
    """The partner answers; it may do so again later, after the clock ran out, and when it did not take it on at first. `request`: see `_came_before`.

    `for_reporter`: what it allows to be told to who reported.
    """
    if _came_before(handover, actor, request):
        return handover
    words = Words(text, for_reporter)
    _answer(handover, actor, SignalAction.ANSWER_HANDOVER, outcomes, words, recorded_by_us=False)
    tell_owner(handover, actor=actor)
    record(SignalEvent.HANDOVER_ANSWERED, handover, actor=actor, detail={"outcomes": _each_once(outcomes)})
    return handover


@operation(SignalAction.RECORD_RECEIPT)
def record_receipt(handover: Handover, *, actor: Actor, on: dt.date | None = None) -> Handover:
    """The partner told the officer that it got it, and `on` which day; None: today. Raises Invalid as `record_answer`."""
    HANDOVER.move(handover, SignalAction.RECORD_RECEIPT)
    handover.received_at = told_moment(on, field="on", not_before=handover.sent_at, what="het versturen")
    handover.received_by_us = True
    record(SignalEvent.RECEIPT_RECORDED, handover, actor=actor)
    return handover


@operation(SignalAction.RECORD_ACCEPTANCE)
def record_acceptance(handover: Handover, *, actor: Actor, on: dt.date | None = None) -> Handover:
    """The partner told the officer that it works on it, since when; None: today.

    Raises Invalid for a day to come, or before it was sent or received.
    """
    HANDOVER.move(handover, SignalAction.RECORD_ACCEPTANCE)
    handover.accepted_at = _told_after(handover, on)
    handover.accepted_by_us = True
    if handover.received_at is None:
        handover.received_at, handover.received_by_us = handover.accepted_at, True
    record(SignalEvent.ACCEPTANCE_RECORDED, handover, actor=actor)
    return handover


@operation(SignalAction.RECORD_ANSWER)
def record_answer(
    handover: Handover,
    *,
    actor: Actor,
    outcomes: Collection[Outcome],
    text: str = "",
    for_reporter: str = "",
    on: dt.date | None = None,
) -> Handover:
    """The officer writes down what the partner told her (*antwoord vastleggen*), and `on` which day; None: today.

    That it does not take it on, and nothing else, is no answer but a refusal, with why, as by the button of the inbox.
    Raises Invalid for a day to come, or before it was sent, received or taken on.
    """
    at, words = _told_after(handover, on), Words(text, for_reporter)
    if is_refusal(handover, outcomes):
        return _record_refusal(handover, actor, text, at)
    _answer(handover, actor, SignalAction.RECORD_ANSWER, outcomes, words, recorded_by_us=True, at=at)
    record(SignalEvent.ANSWER_RECORDED, handover, actor=actor, detail={"outcomes": _each_once(outcomes)})
    return handover


def is_refusal(handover: Handover, outcomes: Collection[str]) -> bool:
    """Whether writing this down refuses it; beside other outcomes, or once it was taken on or is late, it is one of them."""
    return set(outcomes) == {Outcome.REFUSED} and HANDOVER.allows(SignalAction.RECORD_REFUSAL, handover.state)


def _record_refusal(handover: Handover, actor: Actor, why: str, at: dt.datetime) -> Handover:
    if not why.strip():
        raise Invalid({"text": [WHY_REFUSED]})
    if len(why) > LONGEST_REFUSAL:
        raise Invalid({"text": [f"Schrijf het korter op: ten hoogste {LONGEST_REFUSAL} tekens."]})
    _settle(handover, SignalAction.RECORD_REFUSAL)
    handover.refusal, handover.refused_by_us = why.strip(), True
    handover.refused_at = handover.settled_at = at
    await_consideration(handover, actor)
    record(SignalEvent.REFUSAL_RECORDED, handover, actor=actor)
    return handover


@operation(SignalAction.WITHDRAW_HANDOVER)
def withdraw_handover(handover: Handover, *, actor: Actor, reason: str) -> Handover:
    """Taken back: from now on the partner sees number, dates and this state, and nothing of the content.

    Who opened or took it on there gets a mail that there is something to see. With the last one the signal is passed on no more.
    """
    origins = [handover.signal.provenance]
    demand_unpointed("Handover.refusal", reason, field="reason", origins=origins, to_kind=handover.partner.kind)
    was_read = handover.received_at is not None
    _settle(handover, SignalAction.WITHDRAW_HANDOVER)
    handover.refusal = reason
    with changing(handover.signal) as signal:
        others = Handover.objects.of(signal).exclude(pk=handover.pk)
        signal.is_passed_on = others.exclude(state=HandoverState.WITHDRAWN).exists()
    tell_sender(handover)
    if was_read:
        tell_partner(handover.partner, actor=actor)
    record(SignalEvent.HANDOVER_WITHDRAWN, handover, actor=actor)
    return handover


@operation(SignalAction.REMIND_HANDOVER)
def remind_handover(handover: Handover, *, actor: Actor) -> Handover:
    """Mail the partner and set the next date of the clock; where nobody can be mailed, ask the owner to do it herself.

    One reminder for all the days that passed: whoever got it late is not mailed again the next morning.
    """
    HANDOVER.move(handover, SignalAction.REMIND_HANDOVER)
    handover.reminders += 1
    behind = max(today(), handover.remind_on or today())
    handover.remind_on = next((day for day in handover.clock if day > behind), handover.clock[-1])
    way = way_to_remind(handover.partner)
    detail: dict[str, object] = {"reminder": handover.reminders}
    if way is Reminded.BY_OFFICER:
        handover.ask_since = handover.ask_since or today()
        tell_owner(handover, actor=actor)
        record(SignalEvent.REMINDER_ASKED, handover, actor=actor, detail=detail)
        return handover
    mail_reminder(handover.partner, way)
    _was_reminded(handover, today())
    record(SignalEvent.HANDOVER_REMINDED, handover, actor=actor, detail=detail | {"way": way.value})
    return handover


@operation(SignalAction.RECORD_REMINDER)
def record_reminder(handover: Handover, *, actor: Actor, on: dt.date | None = None) -> Handover:
    """The officer reminded the partner herself, by phone or letter, `on` that day; None: today. The clock runs on.

    Raises Invalid for a day before it was sent, or to come.
    """
    HANDOVER.move(handover, SignalAction.RECORD_REMINDER)
    at = told_moment(on, field="on", not_before=handover.sent_at, what="het versturen")
    _was_reminded(handover, local_date(at))
    record(SignalEvent.REMINDER_RECORDED, handover, actor=actor)
    return handover


def _told_after(handover: Handover, day: dt.date | None) -> dt.datetime:
    """The moment of the next step, told as a day: not before the last one that is known."""
    steps = (
        (handover.refused_at, "de dag waarop de ontvanger het niet in behandeling nam"),
        (handover.accepted_at, "het moment waarop de ontvanger ermee aan de slag ging"),
        (handover.received_at, "de ontvangst"),
    )
    known = next(((at, what) for at, what in steps if at), (handover.sent_at, "het versturen"))
    return told_moment(day, field="on", not_before=known[0], what=known[1])


def _was_reminded(handover: Handover, day: dt.date) -> None:
    handover.reminded_on = sorted([*handover.reminded_on, day])
    handover.ask_since = None


@operation(SignalAction.EXPIRE_HANDOVER)
def expire_handover(handover: Handover, *, actor: Actor) -> Handover:
    """No answer came in time, and the owner learns it."""
    _settle(handover, SignalAction.EXPIRE_HANDOVER)
    tell_owner(handover, actor=actor)
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
    words: Words,
    *,
    recorded_by_us: bool,
    at: dt.datetime | None = None,
) -> None:
    if not outcomes:
        raise Invalid({"outcomes": ["Kies ten minste één uitkomst."]})
    if handover.is_refused and set(outcomes) == {Outcome.REFUSED}:
        raise Invalid({"outcomes": [REFUSED_ALREADY]})
    _settle(handover, action)
    if not recorded_by_us and HandoverAnswer.objects.of_handover(handover).count() >= MOST_ANSWERS:
        raise WrongState(ENOUGH)
    HandoverAnswer.objects.create(
        signal_id=handover.signal_id,
        municipality_id=handover.municipality_id,
        dossier_id=handover.dossier_id,
        handover=handover,
        partner_id=handover.partner_id,
        outcomes=_each_once(outcomes),
        text=words.text or None,
        for_reporter=words.for_reporter or None,
        answered_at=at or timezone.now(),
        recorded_by_us=recorded_by_us,
        author_id=actor.user_id,
    )
    await_consideration(handover, actor)


def _each_once(outcomes: Collection[Outcome]) -> list[Outcome]:
    return sorted(set(outcomes))


def demand_content(handover: Handover) -> None:
    """Raise WrongState once its content went with the signal: nothing is added to what was erased."""
    if handover.is_erased:
        raise WrongState(ERASED)


def _settle(handover: Handover, action: Action) -> None:
    demand_content(handover)
    HANDOVER.move(handover, action)
    handover.settled_at = timezone.now()
    handover.remind_on = handover.ask_since = None
