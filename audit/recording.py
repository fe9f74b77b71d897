"""Gathering what happens and writing it before COMMIT.

`record` for a change, `record_view` for a look at a person, dossier or file. Both only gather; `write_gathered` is the
last thing a unit of work does. What is done over and over (a page that is kept while somebody types) is told once.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.access import Actor
from core.unit import Unit, current_unit

from .events import AuditFact, EventName, Kind, Result
from .models import AuditEvent

MADE_BY_DATABASE = ("number", "hash")


def record(
    event: EventName,
    obj: models.Model | None,
    *,
    actor: Actor,
    detail: Mapping[str, Any] | None = None,
    purpose: str = "",
) -> None:
    """Gather that `actor` did `event` to `obj` (None: to nothing in particular). `detail`: codes and counts only."""
    _gather(event.value, obj, actor=actor, kind=Kind.CHANGE, detail=detail, purpose=purpose)


def record_view(event: EventName, obj: models.Model, *, actor: Actor, purpose: str = "") -> None:
    """Gather that `actor` looked at `obj`: a look is an event too."""
    _gather(event.value, obj, actor=actor, kind=Kind.READ, purpose=purpose)


def record_search(event: EventName, *, actor: Actor, query: str, rows: int) -> None:
    """Gather that `actor` looked at a list: how many rows, and a hash of what was asked, never the words themselves.

    The hash needs our key: a plain one of a name is found by trying names.
    """
    digest = salted_hmac("audit.search", query, algorithm="sha256").hexdigest()
    _gather(event.value, None, actor=actor, kind=Kind.READ, detail={"rows": rows, "query": digest})


@dataclass(slots=True)
class Told:
    """In place of an event: the log holds enough of the same."""

    kind: Kind = Kind.CHANGE
    result: Result = Result.DONE
    detail: dict[str, Any] = field(default_factory=dict)


def record_told() -> None:
    """For an operation that does again what the log tells already, and gets no line more for it."""
    current_unit().gathered.append(Told())


def record_refusal(
    action: str,
    obj: models.Model | None,
    *,
    actor: Actor,
    detail: Mapping[str, Any],
    kind: Kind = Kind.CHANGE,
    denied: bool = True,
) -> None:
    """Gather that `actor` was refused `action`, or (not `denied`) that it could not be done.

    Called by the operation decorator after its savepoint was undone.
    """
    result = Result.REFUSED if denied else Result.IMPOSSIBLE
    _gather(action, obj, actor=actor, kind=kind, result=result, detail=detail)


def record_fault(*, actor: Actor, detail: Mapping[str, Any], kind: Kind) -> None:
    """Gather that a request of `actor` broke on a fault of ours, of which nothing was kept."""
    _gather(AuditFact.FAULT.value, None, actor=actor, kind=kind, result=Result.FAILED, detail=detail)


def _gather(
    event: str,
    obj: models.Model | None,
    *,
    actor: Actor,
    kind: Kind,
    result: Result = Result.DONE,
    detail: Mapping[str, Any] | None = None,
    purpose: str = "",
) -> None:
    unit = current_unit()
    municipality_id = getattr(obj, "municipality_id", None)
    unit.gathered.append(
        AuditEvent(
            at=timezone.now(),
            event=event,
            kind=kind,
            result=result,
            actor_id=actor.user_id,
            hat=actor.hat,
            object_type="" if obj is None else obj._meta.label_lower,
            object_id="" if obj is None else str(obj.pk),
            reference=getattr(obj, "reference", ""),
            municipality_id=municipality_id,
            dossier_id=getattr(obj, "dossier_id", None),
            chain=municipality_id or 0,
            purpose=purpose,
            detail=dict(detail or {}),
            origin=unit.origin,
            request_id=unit.request_id,
        )
    )


def write_gathered(unit: Unit) -> None:
    """Write the events of this unit."""
    events = [event for event in unit.gathered if isinstance(event, AuditEvent)]
    if events:
        append(events)
        unit.gathered.clear()


def append(events: Sequence[AuditEvent]) -> None:
    """Add events to the log, by the database's function: nothing else may.

    It makes links of them and holds the ends of their chains until COMMIT: so this is the last thing of a unit.
    """
    rows = [columns(event) for event in events]
    with connection.cursor() as cursor:
        cursor.execute("SELECT walls.append_events(%s::jsonb)", [json.dumps(rows)])


def columns(event: AuditEvent) -> dict[str, Any]:
    """The event as the database's function takes it: JSON, by column."""
    given = (field for field in AuditEvent._meta.concrete_fields if field.name not in MADE_BY_DATABASE)
    return {str(field.column): _plain(field.value_from_object(event)) for field in given}


def _plain(value: Any) -> Any:
    """As JSON has it; keys and times as their text, so that not a microsecond is lost."""
    return value if value is None or isinstance(value, (str, int, dict)) else str(value)
