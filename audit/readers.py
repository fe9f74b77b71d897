"""Who looked at a dossier that the asker may see: one line per day, person, hat and kind of look, newest first."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Max
from django.db.models.functions import TruncDate

from core.access import Actor

from .events import event_labels
from .models import AuditEvent
from .timeline import Names, who

MOST = 500


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody looked `times` times that day, the last time at `last`."""

    day: dt.date
    who: str
    hat: str
    what: str
    purpose: str
    times: int
    last: dt.datetime


def dossier_readers(actor: Actor, dossier_id: UUID, *, names: Names, hats: Mapping[str, str]) -> list[Looked]:
    """The looks at one dossier, at most the newest `MOST` lines. Two queries; see `timeline.dossier_lines`."""
    looks = AuditEvent.objects.visible_to(actor).of_dossier(dossier_id).reads().order_by()
    rows = list(
        looks.values("actor_id", "hat", "event", "purpose", day=TruncDate("at"))
        .annotate(times=Count("pk"), last=Max("at"))
        .order_by("-last")[:MOST]
    )
    known, labels = names(row["actor_id"] for row in rows), event_labels()
    return [
        Looked(
            day=row["day"],
            who=who(row["actor_id"], row["hat"], known),
            hat=hats.get(row["hat"], ""),
            what=labels.get(row["event"], row["event"]),
            purpose=row["purpose"],
            times=row["times"],
            last=row["last"],
        )
        for row in rows
    ]


def readers_table(looks: list[Looked]) -> dict[str, Any]:
    """What the table of `looks` needs; it tells the purpose when somebody had one beside looking."""
    with_purpose = any(look.purpose for look in looks)
    columns = ("Dag", "Wie", "Rol", "Wat", *(("Doel",) if with_purpose else ()), "Hoe vaak")
    return {"looks": looks, "columns": columns, "with_purpose": with_purpose}
