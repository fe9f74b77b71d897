"""What was looked up or asked about a signal, and what came of it: at once, or when the answer comes.

What was asked carries the day on which its answer is expected; a phone call is one line. A mistake (the wrong person, the
wrong register) is withdrawn: it stays to be read with its reason, counts for nothing and goes nowhere any more. What was
handed over already is not changed: the page says where it stands (handed_over.py).
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from audit.operation import changing, operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Forbidden, Invalid, WrongState
from core.resend import sent_before
from core.workdays import local_date, today
from signals.codes import EnrichmentKind, EnrichmentResult, LegalGround
from signals.events import SignalEvent
from signals.models import Enrichment, Signal, part_of
from signals.policies import SignalAction
from signals.sharing_codes import Provenance
from signals.terms import USUAL_ANSWER
from signals.usual import OF_MUNICIPALITY, TOLD_BY, USUAL, Caller, may_note
from signals.workflow import SIGNAL, SignalState

from .deciding import begin_gathering
from .states import lock_signal, move_state


@dataclass(frozen=True, slots=True)
class Found:
    """What came of something that was asked: anything but ASKED, on which day, in what words."""

    result: EnrichmentResult
    answered_on: dt.date
    text: str = ""

    def columns(self) -> dict[str, Any]:
        """As they are stored."""
        return {"result": self.result, "answered_on": self.answered_on, "finding": self.text or None}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked up or asked, with what came of it (`result` ASKED: no answer yet). `key`: the new row's id.

    `expected_on`: of what was only asked; None: as long as a question usually takes.
    """

    kind: EnrichmentKind
    question: str
    ground: LegalGround
    necessity: str
    source: str
    asked_on: dt.date
    result: EnrichmentResult = EnrichmentResult.ASKED
    answered_on: dt.date | None = None
    text: str = ""
    provenance: Provenance = Provenance.OWN
    expected_on: dt.date | None = None
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    def columns(self) -> dict[str, Any]:
        """What of it is stored as it was given."""
        expected = {"expected_on": self.expected_on} if self.expected_on else {}
        return expected | {
            "kind": self.kind,
            "question": self.question,
            "ground": self.ground,
            "necessity": self.necessity,
            "source": self.source,
            "provenance": self.provenance,
            "asked_on": self.asked_on,
            "result": self.result,
            "answered_on": self.answered_on,
            "finding": self.text or None,
        }

    def said(self) -> dict[str, Any]:
        """What a second sending says again. Of what was only asked an answer may have come since, or another day for it."""
        later = _ANSWERED if self.result == EnrichmentResult.ASKED else ()
        return {name: value for name, value in self.columns().items() if name not in later}


_ANSWERED = ("result", "answered_on", "finding", "expected_on")


@operation(SignalAction.ENRICH)
def enrich(signal: Signal, *, actor: Actor, finding: Finding) -> Signal:
    """Add what was looked up; in triage this also means that information is being gathered.

    Sending the same key again adds nothing. What a colleague added meanwhile is no reason to refuse this; whoever judges
    must have seen it, so the version is raised. Raises Invalid for a kind that this actor does not write down.
    """
    if not may_note(actor, finding.kind, signal):
        raise Invalid({"kind": [OF_MUNICIPALITY]})
    if sent_before(Enrichment.objects.of(signal), finding.key, **finding.said()):
        record_view(SignalEvent.VIEWED, signal, actor=actor)
        return signal
    columns = finding.columns()
    if finding.result == EnrichmentResult.ASKED and not finding.expected_on:
        columns["expected_on"] = USUAL_ANSWER.of(signal.municipality_id, actor).due_from(finding.asked_on)
    _add(signal, actor, SignalAction.ENRICH, finding.key, columns)
    record(
        SignalEvent.ENRICHED,
        signal,
        actor=actor,
        detail={"kind": finding.kind, "result": finding.result, "item": str(finding.key)},
    )
    return signal


def _add(signal: Signal, actor: Actor, action: SignalAction, key: uuid.UUID, columns: dict[str, Any]) -> None:
    if signal.state == SignalState.TRIAGE and action == SignalAction.ENRICH:
        move_state(signal, SignalAction.GATHER)
        begin_gathering(signal, actor)
    else:
        SIGNAL.move(signal, action)
    Enrichment.objects.create(**part_of(signal), **columns, id=key, author_id=actor.person_id)
    signal.version += 1


@dataclass(frozen=True, slots=True)
class Call:
    """A phone call in one line: by role who called whom, what was said, when (None: just now). `key`: the new row's id."""

    caller: Caller
    text: str
    at: dt.datetime | None = None
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    def columns(self) -> dict[str, Any]:
        """What of it is stored as it was given."""
        return {
            "kind": EnrichmentKind.PHONE_CALL,
            "question": self.caller.label,
            "source": self.caller.label,
            "provenance": TOLD_BY[self.caller],
            "ground": USUAL[EnrichmentKind.PHONE_CALL].ground,
            "necessity": "Hoort bij dit signaal.",
            "result": EnrichmentResult.FOUND,
            "finding": self.text,
        } | ({"called_at": self.at} if self.at else {})


@operation(SignalAction.NOTE_CALL)
def note_call(signal: Signal, *, actor: Actor, call: Call) -> Signal:
    """Write a phone call down. The same key again adds nothing. The state stays: a call may be about anything.

    Raises Invalid for a call to come.
    """
    if sent_before(Enrichment.objects.of(signal), call.key, **call.columns()):
        record_view(SignalEvent.VIEWED, signal, actor=actor)
        return signal
    at = call.at or timezone.now()
    if at > timezone.now():
        raise Invalid({"at": ["Dit moment ligt in de toekomst."]})
    day = local_date(at)
    columns = call.columns() | {"called_at": at, "asked_on": day, "answered_on": day}
    _add(signal, actor, SignalAction.NOTE_CALL, call.key, columns)
    record(SignalEvent.CALL_NOTED, signal, actor=actor, detail={"item": str(call.key)})
    return signal


# What was found is not overwritten.
STANDS = "Hiervan staat de uitkomst er al. Kwam er later meer? Voeg dan nieuwe informatie toe."
WITHDRAWN = "Dit is ingetrokken. Er is niets veranderd."


def why_no_answer(item: Enrichment) -> str:
    """Why no answer can be written down, or awaited on another day; "" while one is awaited."""
    if item.is_awaited:
        return ""
    return WITHDRAWN if item.is_withdrawn else STANDS


def _is_written(item: Enrichment, *, actor: Actor, found: Found) -> bool:
    """Whether a second click says what stands there."""
    if any(getattr(item, name) != value for name, value in found.columns().items()):
        return False
    record_view(SignalEvent.VIEWED, item.signal, actor=actor)
    return True


# The signal is locked before what was gathered about it, as by whoever takes it along.
@operation(SignalAction.RECORD_FINDING, done_before=_is_written, lock_first=lock_signal)
def record_finding(item: Enrichment, *, actor: Actor, found: Found) -> Enrichment:
    """The answer to something that was asked came; it is written once. Whoever judges the signal must have seen it.

    Raises Forbidden for a kind that this actor does not write down.
    """
    if not may_note(actor, item.kind, item.signal):
        raise Forbidden(OF_MUNICIPALITY)
    if not item.is_awaited:
        raise WrongState(why_no_answer(item))
    with changing(item.signal) as signal:
        SIGNAL.move(signal, SignalAction.RECORD_FINDING)
        signal.version += 1
    for name, value in found.columns().items():
        setattr(item, name, value)
    record(
        SignalEvent.FINDING_RECORDED,
        item,
        actor=actor,
        detail={"kind": item.kind, "result": found.result, "item": str(item.pk)},
    )
    return item


def _is_expected_then(item: Enrichment, *, actor: Actor, on: dt.date, reason: str) -> bool:
    """Whether a second click says what stands there."""
    if (item.expected_on, item.expected_because) != (on, reason):
        return False
    record_view(SignalEvent.VIEWED, item.signal, actor=actor)
    return True


@operation(SignalAction.EXPECT_LATER, done_before=_is_expected_then)
def expect_later(item: Enrichment, *, actor: Actor, on: dt.date, reason: str) -> Enrichment:
    """The answer comes `on` another day, and why. Raises Invalid for a day that has passed."""
    if not item.is_awaited:
        raise WrongState(why_no_answer(item))
    if on < today():
        raise Invalid({"on": ["Kies vandaag of een latere dag."]})
    SIGNAL.move(item.signal, SignalAction.EXPECT_LATER)
    # As plain values in a new list: the one that was opened is compared with what stands there.
    item.put_off = [*(item.put_off or []), [f"{today()}", f"{item.expected_on}", f"{on}", reason]]
    item.expected_on, item.expected_because = on, reason
    record(SignalEvent.EXPECTED_LATER, item, actor=actor, detail={"kind": item.kind, "item": str(item.pk)})
    return item


def _is_withdrawn(item: Enrichment, *, actor: Actor, reason: str) -> bool:
    """Whether a second click says what stands there."""
    if item.withdrawn_by_id != actor.person_id or item.withdrawn_because != reason:
        return False
    record_view(SignalEvent.VIEWED, item.signal, actor=actor)
    return True


@operation(SignalAction.WITHDRAW_FINDING, done_before=_is_withdrawn, lock_first=lock_signal)
def withdraw_finding(item: Enrichment, *, actor: Actor, reason: str) -> Enrichment:
    """It was a mistake. The row stays, with who took it back and why; whoever judges the signal must have seen that."""
    if item.is_withdrawn:
        raise WrongState(WITHDRAWN)
    with changing(item.signal) as signal:
        SIGNAL.move(signal, SignalAction.WITHDRAW_FINDING)
        signal.version += 1
    item.withdrawn_at, item.withdrawn_by_id, item.withdrawn_because = timezone.now(), actor.person_id, reason
    record(SignalEvent.FINDING_WITHDRAWN, item, actor=actor, detail={"kind": item.kind, "item": str(item.pk)})
    return item
