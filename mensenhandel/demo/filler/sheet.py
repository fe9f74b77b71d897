"""Generated rows, gathered and then stored in a few large statements, with the facts that the log would hold."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from audit.events import EventName, Kind, Result
from audit.models import AuditEvent
from audit.recording import append
from core.access import Actor
from mensenhandel.demo.world import World
from signals.models import (
    Consent,
    Decision,
    Enrichment,
    Follow,
    FollowReview,
    Handover,
    HandoverAnswer,
    MatchKey,
    Offer,
    Reporter,
    Signal,
    SignalThing,
    StatePeriod,
    Submission,
)

# Parents before parts.
SIGNAL_ROWS: tuple[type[models.Model], ...] = (
    Signal,
    Reporter,
    SignalThing,
    MatchKey,
    Submission,
    StatePeriod,
    Enrichment,
    Decision,
    Handover,
    HandoverAnswer,
    Consent,
    Offer,
    Follow,
    FollowReview,
)
_BATCH = 500


@dataclass
class Sheet:
    """What is to be stored. `references` holds those in use, told stories included."""

    world: World
    references: set[str] = field(default_factory=set)
    rows: dict[type[models.Model], list[Any]] = field(default_factory=lambda: defaultdict(list))
    events: list[AuditEvent] = field(default_factory=list)
    _events_made: int = 0

    def add[M: models.Model](self, row: M) -> M:
        """Keep a row for storing."""
        self.rows[type(row)].append(row)
        return row

    def reference(self, kind: str, *parts: object) -> str:
        """A fixed reference that nothing else has."""
        turn = 0
        while (reference := self.world.reference(kind, turn, *parts)) in self.references:
            turn += 1
        self.references.add(reference)
        return reference

    def log(
        self, event: EventName, row: Any, at: datetime, actor: Actor, detail: Mapping[str, Any] | None = None
    ) -> None:
        """Keep a fact of that moment; the shape is that of audit/recording.py."""
        self._events_made += 1
        self.events.append(
            AuditEvent(
                id=self.world.key("event", self._events_made),
                at=at,
                event=event.value,
                kind=Kind.CHANGE,
                result=Result.DONE,
                actor_id=actor.user_id,
                hat=actor.hat,
                object_type=row._meta.label_lower,
                object_id=str(row.pk),
                reference=getattr(row, "reference", ""),
                municipality_id=row.municipality_id,
                dossier_id=row.dossier_id,
                chain=row.municipality_id,
                detail=dict(detail or {}),
                origin="command",
                request_id=self.world.key("build"),
            )
        )

    def store(self, order: tuple[type[models.Model], ...]) -> None:
        """Write everything, parents first, chains of the log in ascending order."""
        for model in order:
            model._default_manager.bulk_create(self.rows.pop(model, []), batch_size=_BATCH)
        left = [model.__name__ for model, rows in self.rows.items() if rows]
        if left:
            message = f"No place in the order of storing for: {', '.join(left)}."
            raise LookupError(message)
        append(self.events)
        self.events.clear()
