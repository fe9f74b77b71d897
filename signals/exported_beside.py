"""What stands beside the signals of a file: to whom they went, what came of it, what was judged. Five statements in all.

One row a signal: several handovers stand behind each other, the oldest first, in each of their columns in the same order. What
was merged into a signal has no row of its own, so what became of it stands with the one that stayed.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from core.access import Actor
from core.reading import read_together
from core.workdays import AMSTERDAM

from .codes import Outcome, Plausibility, Severity, Urgency
from .columns import COLUMNS
from .models import Decision, Handover, HandoverAnswer, Merge, Move, Signal, Situation
from .situations import Confidence, SuspectedRole
from .workflow import HandoverState, MoveState, SignalState

NOT_YET = "nog niet"
# What a handover without an answer came to.
_CAME_TO: Mapping[str, str] = {
    HandoverState.REFUSED: str(Outcome.REFUSED.label),
    HandoverState.NO_ANSWER: "Geen antwoord ontvangen",
    HandoverState.WITHDRAWN: "Ingetrokken",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One handover: to whom, when, and its answers (when, outcomes), the oldest first."""

    partner: str
    sent_at: Any
    state: str
    answers: Sequence[tuple[Any, Sequence[str]]]

    def answered_on(self, *, whole: bool) -> str:
        """The day of each answer; of what ended without one that it has none. `whole`: see `told_day`."""
        days = ", ".join(dict.fromkeys(told_day(at, whole=whole) for at, _ in self.answers))
        return days or ("geen" if self.state in _CAME_TO else NOT_YET)

    @property
    def outcome(self) -> str:
        """What came of it, in words."""
        told = [str(Outcome(code).label) for _, codes in self.answers for code in codes]
        return ", ".join(dict.fromkeys(told)) or _CAME_TO.get(self.state, NOT_YET)


_LEAST_FIRST = (Confidence.UNCERTAIN, Confidence.PROBABLE, Confidence.CERTAIN)


@dataclass(slots=True)
class Beside:
    """Of one signal."""

    sent: list[Sent] = field(default_factory=list)
    judged: list[str] = field(default_factory=list)
    suspected: list[tuple[str, str]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    is_passed_on: bool = False  # of what was merged into it
    moved: tuple[str, Any] = ("", None)

    @property
    def roles(self) -> str:
        """Of the suspected parties, each once."""
        return "; ".join(dict.fromkeys(str(SuspectedRole(role).label) for role, _ in self.suspected))

    @property
    def confidence(self) -> str:
        """How sure these are: of several the least, for one column tells of all."""
        told = [code for code in _LEAST_FIRST if code in {sure for _, sure in self.suspected}]
        return str(Confidence(told[0]).label) if told else ""


type OfSignal = Callable[[Signal, Beside], str]


def _joined(of: Callable[[Sent, bool], str]) -> OfSignal:
    return lambda signal, beside: "; ".join(of(sent, not signal.is_anonymised) for sent in beside.sent)


def told_day(moment: Any, *, whole: bool) -> str:
    """A day as a cell says it, "" for none; of what was anonymised no more than the quarter is left of it."""
    if not moment:
        return ""
    local = moment.astimezone(AMSTERDAM)
    return f"{local:%d-%m-%Y}" if whole else f"{(local.month + 2) // 3}e kwartaal {local.year}"


# Code, heading, what of the signal and what is beside it.
COLUMNS_BESIDE: Mapping[str, tuple[str, OfSignal]] = {
    "handed_to": ("Doorgegeven aan", _joined(lambda sent, _whole: sent.partner)),
    "handed_on": ("Doorgegeven op", _joined(lambda sent, whole: told_day(sent.sent_at, whole=whole))),
    "answered_on": ("Antwoord op", _joined(lambda sent, whole: sent.answered_on(whole=whole))),
    "outcome": ("Uitkomst", _joined(lambda sent, _whole: sent.outcome)),
    "merged": ("Ook gemeld als", lambda _signal, beside: "; ".join(beside.merged)),
    "moved_to": ("Overgedragen aan gemeente", lambda _signal, beside: beside.moved[0]),
    "moved_on": (
        "Overgedragen op",
        lambda signal, beside: told_day(beside.moved[1], whole=not signal.is_anonymised),
    ),
    "owner": ("Eigenaar", lambda signal, _beside: str(signal.owner or "")),
    "review_on": ("Opnieuw bekijken op", lambda signal, _beside: _date(getattr(signal, "review_on", None))),
    "suspected_role": (COLUMNS["suspected_role"].label, lambda _signal, beside: beside.roles),
    "confidence": (COLUMNS["confidence"].label, lambda _signal, beside: beside.confidence),
    "decisions": ("Besluiten", lambda _signal, beside: "; ".join(beside.judged)),
}
_SUSPECTED = {"suspected_role", "confidence"}
_HANDOVERS = {"handed_to", "handed_on", "answered_on", "outcome"}
_MOVED = {"moved_to", "moved_on"}
PASSED_ON = "passed_on"


def merged_into(signals: Iterable[Signal], actor: Actor) -> QuerySet[Merge]:
    """What was merged into one of these, each with its signal, as far as the actor lists it. The oldest first."""
    rows: QuerySet[Merge] = Merge.objects.listed_for(actor).running().filter(into__in=[signal.pk for signal in signals])
    return rows.select_related("signal").order_by("merged_at", "id")


def beside(
    signals: Iterable[Signal], columns: Iterable[str], actor: Actor, merges: Iterable[Merge] = ()
) -> Mapping[uuid.UUID, Beside]:
    """What the chosen columns need of these signals and of what was merged into them, as far as the actor may see it."""
    found: dict[uuid.UUID, Beside] = {signal.pk: Beside() for signal in signals}
    keys, chosen = list(found), set(columns)
    for merge in merges:
        into = found[merge.signal_id] = found[merge.into_id]
        into.merged.append(merge.signal.reference)
        into.is_passed_on |= merge.signal.is_passed_on
    every = list(found)
    if chosen & _HANDOVERS:
        _read_handovers(found, every, actor)
    if chosen & _SUSPECTED:
        situations = Situation.objects.visible_to(actor).filter(signal__in=every, ended_at__isnull=True)
        known = situations.exclude(role=SuspectedRole.UNKNOWN).order_by("noted_at", "id")
        for signal_id, role, sure in known.values_list("signal_id", "role", "confidence"):
            found[signal_id].suspected.append((role, sure))
    if chosen & _MOVED:
        moves = Move.objects.visible_to(actor).filter(signal__in=keys, state=MoveState.ACCEPTED)
        for signal_id, place, at in moves.values_list("signal_id", "to_municipality__name", "settled_at"):
            found[signal_id].moved = (place, at)
    if "decisions" in chosen:
        _read_decisions(found, every, actor)
    return found


def _read_decisions(found: Mapping[uuid.UUID, Beside], keys: Sequence[uuid.UUID], actor: Actor) -> None:
    rows = Decision.objects.visible_to(actor).filter(signal__in=keys).order_by("decided_at", "id")
    columns = ("signal_id", "signal__state", "decided_at", "closing", "severity", "plausibility", "urgency")
    for signal_id, state, at, closing, *steps in rows.values_list(*columns):
        words = ["bij het sluiten"] if closing else []
        words += [str(codes(step).label) for codes, step in zip(_STEPS, steps, strict=True) if step]
        day = told_day(at, whole=state != SignalState.ANONYMISED)
        found[signal_id].judged.append(": ".join(filter(None, (day, ", ".join(words)))))


_STEPS = (Severity, Plausibility, Urgency)


# The name of the receiver when it was sent, as the letter and the page have it.
_AS_IT_WAS_CALLED = Coalesce(NullIf("partner_name", Value("")), "partner__name")


def _read_handovers(found: Mapping[uuid.UUID, Beside], keys: Sequence[uuid.UUID], actor: Actor) -> None:
    sent = Handover.objects.visible_to(actor).filter(signal__in=keys, sent_at__isnull=False)
    answered = HandoverAnswer.objects.visible_to(actor).filter(signal__in=keys)
    told = read_together(
        {
            "sent": sent.order_by("sent_at", "id").values_list(
                "id", "signal_id", _AS_IT_WAS_CALLED, "sent_at", "state"
            ),
            "answers": answered.order_by("answered_at", "id").values_list("handover_id", "answered_at", "outcomes"),
        }
    )
    answers: defaultdict[uuid.UUID, list[tuple[Any, Sequence[str]]]] = defaultdict(list)
    for handover_id, at, outcomes in told["answers"]:
        answers[handover_id].append((at, outcomes))
    for pk, signal_id, partner, sent_at, state in told["sent"]:
        found[signal_id].sent.append(Sent(partner, sent_at, state, answers[pk]))


def _date(day: Any) -> str:
    return f"{day:%d-%m-%Y}" if day else ""
