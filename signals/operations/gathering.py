"""What was looked up or asked about a signal, and what came of it: at once, or when the answer comes."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from audit.operation import changing, operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import WrongState
from core.resend import sent_before
from signals.codes import EnrichmentKind, EnrichmentResult, LegalGround
from signals.events import SignalEvent
from signals.models import Enrichment, Signal, part_of
from signals.policies import SignalAction
from signals.sharing_codes import Provenance
from signals.workflow import SIGNAL, SignalState

from .states import move_state


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
    """One thing looked up or asked, with what came of it (`result` ASKED: no answer yet). `key`: the new row's id."""

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
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    def columns(self) -> dict[str, Any]:
        """As they are stored."""
        return {
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


@operation(SignalAction.ENRICH)
def enrich(signal: Signal, *, actor: Actor, finding: Finding) -> Signal:
    """Add what was looked up; in triage this also means that information is being gathered.

    Sending the same key again adds nothing. What a colleague added meanwhile is no reason to refuse this; whoever judges
    must have seen it, so the version is raised.
    """
    if sent_before(Enrichment.objects.of(signal), finding.key, **finding.columns()):
        record_view(SignalEvent.VIEWED, signal, actor=actor)
        return signal
    if signal.state == SignalState.TRIAGE:
        move_state(signal, SignalAction.GATHER)
    else:
        SIGNAL.move(signal, SignalAction.ENRICH)
    Enrichment.objects.create(
        **part_of(signal),
        **finding.columns(),
        id=finding.key,
        author_id=actor.person_id,
    )
    signal.version += 1
    record(SignalEvent.ENRICHED, signal, actor=actor, detail={"kind": finding.kind, "result": finding.result})
    return signal


# What was found is not overwritten.
STANDS = "Hiervan staat de uitkomst er al. Kwam er later meer? Voeg dan nieuwe informatie toe."


def _is_written(item: Enrichment, *, actor: Actor, found: Found) -> bool:
    """Whether a second click says what stands there."""
    if any(getattr(item, name) != value for name, value in found.columns().items()):
        return False
    record_view(SignalEvent.VIEWED, item.signal, actor=actor)
    return True


@operation(SignalAction.RECORD_FINDING, done_before=_is_written)
def record_finding(item: Enrichment, *, actor: Actor, found: Found) -> Enrichment:
    """The answer to something that was asked came; it is written once. Whoever judges the signal must have seen it."""
    if not item.is_awaited:
        raise WrongState(STANDS)
    with changing(item.signal) as signal:
        SIGNAL.move(signal, SignalAction.RECORD_FINDING)
        signal.version += 1
    for name, value in found.columns().items():
        setattr(item, name, value)
    record(SignalEvent.FINDING_RECORDED, item, actor=actor, detail={"kind": item.kind, "result": found.result})
    return item
