"""What a decision and an answer leave to be done, each with its last day: handing over, and looking at what a partner answered.

Before the decision gathering information has its own last day, within that for the decision. `Signal.due_on` is the first of
the two, so that lists, badges and "te laat" look at one column.
"""

from datetime import date

from django.db.models import DateField, F, Value
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from audit.versions import note_raised
from core import walls
from core.access import Actor
from core.errors import Conflict, WrongState
from core.unit import current_unit
from signals import terms
from signals.codes import Urgency
from signals.events import SignalEvent
from signals.models import Handover, HandoverAnswer, Signal, Submission
from signals.policies import SignalAction
from signals.workflow import SIGNAL, HandoverState, SignalState

NOTHING_TO_LOOK_AT = "Er is geen antwoord meer dat u nog moet bekijken."
_COPY = "whether a partner has it, of a signal whose step was authorised, goes to its sender's own copy"
_NOT_WITH_IT = (HandoverState.REFUSED, HandoverState.WITHDRAWN)
ANOTHER_CAME = "Intussen kwam er nog een antwoord. Er is niets opgeslagen: bekijk dat antwoord ook."


def begin_gathering(signal: Signal, actor: Actor) -> None:
    """From now information is gathered, while the term to decide runs on. A step of an operation."""
    if signal.due_on is None:
        return
    signal.decide_by = signal.due_on
    signal.gather_by = terms.GATHER.of(signal.municipality_id, actor).due(timezone.now())
    signal.due_on = min(signal.gather_by, signal.decide_by)


def end_gathering(signal: Signal) -> None:
    """It goes on to be judged, by the day that it had for that. A step of an operation."""
    signal.due_on = signal.decide_by or signal.due_on
    signal.gather_by = signal.decide_by = None


def decided_to(signal: Signal, actor: Actor, *, hand_over: bool, urgency: Urgency | None = None) -> None:
    """A decision was written: whether it is handed over, and what came in was considered. A step of an operation.

    A term that runs goes on; a decision without handing over ends it, and what must happen today ends today.
    """
    if not hand_over:
        signal.hand_over_by = None
    elif signal.hand_over_by is None:
        usual = terms.HAND_OVER.of(signal.municipality_id, actor)
        term = terms.HAND_OVER_IN_DANGER if signal.is_acute else usual
        signal.hand_over_by = term.due(timezone.now())
    hasten_hand_over(signal, urgency)
    signal.gather_by = signal.decide_by = signal.consider_by = None
    set_first_term(signal)


def hasten_hand_over(signal: Signal, urgency: Urgency | None) -> None:
    """It was judged how soon something must happen: what is to be handed over today, is late tomorrow. A step of an operation."""
    if urgency == Urgency.NOW and signal.hand_over_by is not None:
        signal.hand_over_by = min(signal.hand_over_by, terms.HAND_OVER_IN_DANGER.due(timezone.now()))


def settle_hand_over(signal: Signal) -> None:
    """Something was handed over. A step of an operation."""
    signal.hand_over_by = None
    if signal.state == SignalState.HANDLING:
        set_first_term(signal)


def settle_consideration(signal: Signal) -> None:
    """Somebody looked at what was answered, and judged anew. A step of an operation."""
    signal.consider_by = None
    set_first_term(signal)


def forget_terms(signal: Signal) -> None:
    """It is judged from the start again. A step of an operation."""
    signal.gather_by = signal.decide_by = signal.hand_over_by = signal.consider_by = None


def set_first_term(signal: Signal) -> None:
    """Of a decided signal: the term that ends first is the one that runs."""
    signal.due_on = first_term(signal)


def first_term(signal: Signal) -> date | None:
    """Of the two terms of a decided signal the one that ends first; None when neither runs."""
    return min((day for day in (signal.hand_over_by, signal.consider_by) if day is not None), default=None)


def await_consideration(handover: Handover, actor: Actor) -> None:
    """A partner answered or refused: from now the term runs to look at that, unless it runs already.

    The version is raised each time: a judgement or decision ends the term, so a form that was opened before this answer came
    would tick off what nobody saw. A signal that is being judged anew, or is closed, waits for nothing.
    """
    last: date = terms.CONSIDER_ANSWER.of(handover.municipality_id, actor).due(timezone.now())
    with walls.context(walls.sign_all(user_id=actor.user_id, content=[handover.municipality_id])):
        signals = Signal.objects.unscoped(reason="its term is set by a partner who reads none of it")
        decided = signals.filter(pk=handover.signal_id, state=SignalState.HANDLING)
        day = Coalesce("consider_by", Value(last, DateField()))
        if decided.update(consider_by=day, due_on=Least("hand_over_by", day), version=F("version") + 1):
            signal = decided.only("version").get()
            note_raised(current_unit(), signal, signal.version)
        tell_sender(handover)


def tell_sender(handover: Handover) -> None:
    """After a step of this handover, not stored yet: its sender's copy says whether a partner has the signal by name.

    Of an anonymous tip it says nothing: who sent it in could tell who was looked into, or know an inspection for its own.
    """
    others = Handover.objects.unscoped(reason=_COPY).filter(signal=handover.signal_id).exclude(pk=handover.pk)
    elsewhere = others.filter(anonymous=False, sent_at__isnull=False).exclude(state__in=_NOT_WITH_IT)
    with_it = (not handover.anonymous and handover.state not in _NOT_WITH_IT) or elsewhere.exists()
    copies = Submission.objects.unscoped(reason=_COPY).filter(signal=handover.signal_id)
    copies.exclude(with_partner=with_it).update(with_partner=with_it, changed_at=timezone.now())


def _was_considered(signal: Signal, *, actor: Actor, seen: int) -> bool:
    """Whether nothing waits to be looked at any more: a second click, or a judgement that was written meanwhile."""
    if signal.consider_by is not None:
        return False
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return True


@operation(SignalAction.CONSIDER_ANSWER, done_before=_was_considered)
def consider_answer(signal: Signal, *, actor: Actor, seen: int) -> Signal:
    """Somebody looked at what was answered, and nothing else follows from it.

    `seen`: how many answers the page showed. Raises Conflict when another one came meanwhile, WrongState when nothing waits.
    """
    SIGNAL.move(signal, SignalAction.CONSIDER_ANSWER)
    if signal.consider_by is None:
        raise WrongState(NOTHING_TO_LOOK_AT)
    if seen != answers_to(signal):
        raise Conflict(ANOTHER_CAME)
    settle_consideration(signal)
    record(SignalEvent.ANSWER_CONSIDERED, signal, actor=actor)
    return signal


def answers_to(signal: Signal) -> int:
    """How many answers and refusals came in on what was handed over."""
    refused = Handover.objects.of(signal).filter(refused_at__isnull=False).count()
    return HandoverAnswer.objects.of(signal).count() + refused
