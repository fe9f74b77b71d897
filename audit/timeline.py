"""The events of one dossier that has already passed its own gate, as lines for a page."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.access import SYSTEM_HAT, Actor

from .events import event_labels
from .models import AuditEvent
from .querysets import AuditEventQuerySet


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when, who under which hat, what was done ("heeft het signaal opgepakt"), with its codes."""

    at: dt.datetime
    who: str
    hat: str
    what: str
    event: str
    detail: Mapping[str, Any]

    @property
    def told(self) -> str:
        """Who and what in one sentence part: "Wilma Windvaan heeft het signaal opgepakt"."""
        return f"{self.who} {self.what}"


def done_to(actor: Actor, dossier_id: UUID) -> AuditEventQuerySet:
    """What was done to one dossier that the actor may see, newest first: of each event what a line needs."""
    events = AuditEvent.objects.visible_to(actor).of_dossier(dossier_id).changes().newest()
    return events.only("at", "actor_id", "hat", "event", "detail")


def lines(events: Iterable[AuditEvent], *, names: Mapping[int, str], hats: Mapping[str, str]) -> list[Line]:
    """The events told in Dutch. `names`: user id -> name; `hats`: role code -> label (audit knows neither users nor roles)."""
    labels = event_labels()
    return [
        Line(
            at=event.at,
            who=who(event.actor_id, event.hat, names),
            hat=hats.get(event.hat, ""),
            what=labels.get(event.event, event.event),
            event=event.event,
            detail=event.detail,
        )
        for event in events
    ]


def who(actor_id: int | None, hat: str, names: Mapping[int, str]) -> str:
    """What the log calls whoever acted: a person by name, a job, or the program of a partner."""
    if actor_id is not None:
        return names.get(actor_id, "Vertrokken medewerker")
    return "Systeem" if hat in {"", SYSTEM_HAT} else "De koppeling van de partner"
