"""The slow state of a signal: take up, gather information (what was gathered: gathering.py), decide, close, reopen.

Each function gets the locked row, sets what changes and records one fact; the decorator does the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid, WrongState
from core.reading import read_together
from core.workdays import today
from signals import terms
from signals.codes import (
    Answered,
    CloseReason,
    Plausibility,
    Severity,
    Urgency,
    Wish,
)
from signals.events import SignalEvent
from signals.keeping import keep, take_out, why_not_reopened
from signals.models import BegunHandover, Decision, Reporter, Revision, Signal, Submission, part_of
from signals.notices import tell_care, tell_reporter
from signals.policies import SignalAction
from signals.retention import last_day, running_holds
from signals.sharing_codes import Provenance, stricter
from signals.workflow import SIGNAL, SignalState

from .begun import forget_begun
from .deciding import begin_gathering, decided_to, end_gathering, forget_terms, hasten_hand_over, settle_consideration
from .overriding import unused_overrides, withdraw_unused
from .owning import pass_to
from .states import demand_not_offered_away, demand_settled, move_state

TAKE_UP_FIRST = (
    "Alleen bij direct gevaar beoordeelt u een signaal zonder het eerst op te pakken. Pak dit signaal eerst op."
)
MERGED = "Dit signaal is samengevoegd met een ander. Maak eerst de samenvoeging ongedaan."


@operation(SignalAction.TAKE_UP)
def take_up(signal: Signal, *, actor: Actor) -> Signal:
    """The officer becomes owner; the term to decide runs from the arrival."""
    move_state(signal, SignalAction.TAKE_UP)
    own(signal, actor)
    record(SignalEvent.TAKEN_UP, signal, actor=actor)
    return signal


@operation(SignalAction.GATHER)
def gather(signal: Signal, *, actor: Actor) -> Signal:
    """Information is being gathered."""
    move_state(signal, SignalAction.GATHER)
    begin_gathering(signal, actor)
    record(SignalEvent.GATHERING, signal, actor=actor)
    return signal


@operation(SignalAction.STOP_GATHERING)
def stop_gathering(signal: Signal, *, actor: Actor) -> Signal:
    """Enough is known to judge."""
    move_state(signal, SignalAction.STOP_GATHERING)
    end_gathering(signal)
    record(SignalEvent.GATHERED, signal, actor=actor)
    return signal


@dataclass(frozen=True, slots=True)
class Judgement:
    """The weighing: aids for the person who judges, and the reasons in words.

    With direct danger the steps may still be None: what is done now comes first; so may they when a signal is closed with it.
    `own_wish`: "" when it is not known. `serious_disadvantage`: whether it is that, None for what the signal says already.
    """

    severity: Severity | None
    plausibility: Plausibility | None
    urgency: Urgency | None
    motivation: str
    own_wish: str = ""
    minors: Answered = Answered.UNKNOWN
    serious_disadvantage: bool | None = None

    def columns(self) -> dict[str, str]:
        """What of it is stored as it was given."""
        return {
            "severity": self.severity or "",
            "plausibility": self.plausibility or "",
            "urgency": self.urgency or "",
            "minors": self.minors,
            "wish": Wish.KNOWN if self.own_wish else Wish.NOT_KNOWN,
            "own_wish": self.own_wish,
            "motivation": self.motivation,
        }


@operation(SignalAction.DECIDE)
def decide(signal: Signal, *, actor: Actor, judgement: Judgement, hand_over: bool = False) -> Signal:
    """Write down a judgement and its reasons. What follows from it (handover, offer, follow) are steps of their own.

    `hand_over`: it was decided to hand it over, which has a term.
    """
    move_state(signal, SignalAction.DECIDE)
    _decide(signal, actor, judgement)
    decided_to(signal, actor, hand_over=hand_over, urgency=judgement.urgency)
    return signal


def _weighed_before(signal: Signal, *, actor: Actor, judgement: Judgement) -> bool:
    """Whether this is what was judged last, by the same person: a second click adds nothing."""
    last = Decision.objects.of(signal).last()
    if last is None or last.author_id != actor.user_id:
        return False
    if any(getattr(last, name) != value for name, value in judgement.columns().items()):
        return False
    if judgement.serious_disadvantage not in (None, signal.serious_disadvantage):
        return False
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return True


@operation(SignalAction.WEIGH, done_before=_weighed_before)
def weigh(signal: Signal, *, actor: Actor, judgement: Judgement) -> Signal:
    """Judge once more while what was decided goes on; also what was left open when it had to be fast."""
    if _weighed_before(signal, actor=actor, judgement=judgement):
        return signal
    SIGNAL.move(signal, SignalAction.WEIGH)
    _add(signal, actor, judgement)
    hasten_hand_over(signal, judgement.urgency)
    settle_consideration(signal)
    record(SignalEvent.WEIGHED, signal, actor=actor)
    return signal


@operation(SignalAction.DECIDE_ACUTE)
def decide_acute(signal: Signal, *, actor: Actor, judgement: Judgement, hand_over: bool = False) -> Signal:
    """With direct danger nobody waits for the take-up: the officer becomes owner and decides in one step.

    Raises WrongState without it: then the take-up comes first.
    """
    if not signal.is_acute:
        raise WrongState(TAKE_UP_FIRST)
    move_state(signal, SignalAction.DECIDE_ACUTE)
    own(signal, actor)
    _decide(signal, actor, judgement, acute=signal.is_acute)
    decided_to(signal, actor, hand_over=hand_over, urgency=judgement.urgency)
    return signal


def _decide(signal: Signal, actor: Actor, judgement: Judgement, *, acute: bool = False) -> None:
    demand_not_offered_away(signal)
    signal.decided_at = _add(signal, actor, judgement, acute=acute)
    record(SignalEvent.DECIDED, signal, actor=actor)


def _add(signal: Signal, actor: Actor, judgement: Judgement, **marks: bool) -> datetime:
    now = timezone.now()
    columns = judgement.columns()
    if judgement.serious_disadvantage is not None:
        _classify(signal, actor, judgement.serious_disadvantage)
    Decision.objects.create(**part_of(signal), **columns, **marks, decided_at=now, author_id=actor.person_id)
    return now


def _classify(signal: Signal, actor: Actor, serious_disadvantage: bool) -> None:
    """Set the flag, and keep what stood there."""
    was = {"serious_disadvantage": signal.serious_disadvantage}
    if signal.serious_disadvantage != serious_disadvantage:
        signal.serious_disadvantage = serious_disadvantage
        Revision.objects.create(**part_of(signal), at=timezone.now(), author_id=actor.person_id, was=was)


@dataclass(frozen=True, slots=True)
class Closing:
    """Why it is closed, and what the reporter hears (or why nothing). `weighing`: what was filled in of a judgement, if anything."""

    reason: CloseReason
    motivation: str
    answer: str = ""
    no_answer_why: str = ""
    weighing: Judgement | None = None

    def judgement(self, signal: Signal) -> Judgement:
        """How it was judged: why it is closed is the reason for that, unless another one was given."""
        known = self.weighing or Judgement(None, None, None, "", minors=Answered(signal.minor))
        marked = True if self.reason == CloseReason.SERIOUS_DISADVANTAGE else known.serious_disadvantage
        return replace(known, motivation=known.motivation or self.motivation, serious_disadvantage=marked)


@operation(SignalAction.CLOSE)
def close(signal: Signal, *, actor: Actor, closing: Closing) -> Signal:
    """Close a signal whose handovers, offers and other parallel things are settled.

    Before a decision, that it is closed is how it was judged; after one, only what was filled in is written down.
    """
    demand_settled(signal)
    undecided = signal.state != SignalState.HANDLING
    move_state(signal, SignalAction.CLOSE)
    _weigh_plainly(signal, actor, closing, undecided=undecided)
    shut(signal, actor, closing)
    return signal


@operation(SignalAction.CLOSE_AT_ONCE)
def close_at_once(signal: Signal, *, actor: Actor, closing: Closing) -> Signal:
    """The one-form path for the plain ones: take up, weigh and close together."""
    demand_not_offered_away(signal)
    move_state(signal, SignalAction.CLOSE_AT_ONCE)
    own(signal, actor)
    _weigh_plainly(signal, actor, closing, undecided=True)
    shut(signal, actor, closing)
    return signal


def _weigh_plainly(signal: Signal, actor: Actor, closing: Closing, *, undecided: bool) -> None:
    if not undecided and closing.weighing is None:
        return
    judged_at = _add(signal, actor, closing.judgement(signal), closing=True)
    if undecided:
        signal.decided_at = judged_at


def shut(signal: Signal, actor: Actor, closing: Closing) -> None:
    """Write why it is closed and tell the reporter. A step of an operation, which walks the arrow."""
    if not (closing.answer or closing.no_answer_why):
        raise Invalid({"answer": ["Schrijf wat de melder hoort, of waarom de melder niets hoort."]})
    signal.closed_at = timezone.now()
    signal.due_on = None
    signal.close_reason = closing.reason
    signal.close_motivation = closing.motivation
    if closing.reason == CloseReason.SERIOUS_DISADVANTAGE:
        _classify(signal, actor, True)  # noqa: FBT003  the flag
    keep(signal, signal.closed_at)
    ending = read_together(
        {
            **_who_hears(signal, closing.answer),
            "unused": unused_overrides(signal),
            "begun": BegunHandover.objects.of(signal).values_list("pk"),
        }
    )
    _inform(signal, actor, ending, closing.answer, closing.no_answer_why)
    withdraw_unused(ending["unused"], actor)
    if ending["begun"]:
        forget_begun(signal)
    record(SignalEvent.CLOSED, signal, actor=actor, detail={"reason": closing.reason})


def _was_told(signal: Signal, *, actor: Actor, answer: str) -> bool:
    """Whether this is what the reporter heard last: a second click tells nobody anything again."""
    reporter = Reporter.objects.of(signal).first()
    if reporter is None or reporter.informed_what != answer:
        return False
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return True


@operation(SignalAction.INFORM_REPORTER, done_before=_was_told)
def inform_reporter(signal: Signal, *, actor: Actor, answer: str) -> Signal:
    """Tell the reporter something before the signal is closed."""
    SIGNAL.move(signal, SignalAction.INFORM_REPORTER)
    _inform(signal, actor, read_together(_who_hears(signal, answer)), answer, "")
    record(SignalEvent.REPORTER_INFORMED, signal, actor=actor)
    return signal


def _who_hears(signal: Signal, answer: str) -> dict[str, QuerySet[Any, Any]]:
    copies = Submission.objects.unscoped(reason="the answer goes to the sender's own copy")
    return {
        "reporters": Reporter.objects.of(signal),
        "submissions": copies.filter(signal=signal) if answer else copies.none(),
    }


def _inform(signal: Signal, actor: Actor, told: Mapping[str, list[Any]], answer: str, no_answer_why: str) -> None:
    """`told`: the rows of `_who_hears`."""
    now = timezone.now()
    for reporter in told["reporters"]:
        if answer:
            reporter.informed_at = now
            reporter.informed_what = answer
        reporter.not_informed_why = no_answer_why
        reporter.save(update_fields=["informed_at", "informed_what", "not_informed_why"])
    for submission in told["submissions"]:
        submission.answer = answer
        submission.answered_at = submission.changed_at = now
        submission.save(update_fields=["answer", "answered_at", "changed_at"])
        tell_reporter(signal, actor=actor)


@operation(SignalAction.REOPEN)
def reopen(signal: Signal, *, actor: Actor, new_fact: str, whose: Provenance | None = None) -> Signal:
    """A new fact came; the old reason for closing stays in the log and in the dated states.

    `whose`: whose data the new fact is, None where nobody else's than the rest; what is held back more marks all of it.
    """
    if signal.is_merged:
        raise WrongState(MERGED)
    holds = running_holds(signal.pk, today())
    if signal.state == SignalState.CLOSED and (too_late := why_not_reopened(last_day(signal, holds))):
        raise WrongState(too_late)
    move_state(signal, SignalAction.REOPEN)
    take_out(signal)
    forget_terms(signal)
    signal.closed_at = None
    signal.close_reason = ""
    signal.close_motivation = ""
    signal.facts = f"{signal.facts}\n\nNieuw feit bij heropenen: {new_fact}"
    signal.provenance = stricter(whose, Provenance(signal.provenance)) if whose else signal.provenance
    own(signal, actor, anew=True)
    if signal.care_sees:
        # It became a case, and a new fact is hers to know.
        tell_care(signal, actor=actor)
    record(SignalEvent.REOPENED, signal, actor=actor)
    return signal


def own(signal: Signal, actor: Actor, *, anew: bool = False) -> None:
    """The actor becomes owner, and the term to decide runs: from the arrival, `anew` from now; with danger it ends today."""
    pass_to(signal, actor.user_id)
    term, now = terms.DECIDE.of(signal.municipality_id, actor), timezone.now()
    if signal.is_acute:
        signal.due_on = terms.DECIDE_IN_DANGER.due(now)
    else:
        signal.due_on = term.due(now) if anew else terms.decide_by(term, signal.arrived_at, now)
