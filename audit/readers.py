"""Who looked at a dossier that the asker may see: one line per day, person, hat and kind of look, newest first."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncDate

from core.access import Actor

from .events import event_labels
from .models import AuditEvent
from .timeline import who

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


def looks_at(actor: Actor, dossier_id: UUID) -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    """The newest looks at one dossier, a row for each line, and the ids of everybody who looked."""
    looks = AuditEvent.objects.visible_to(actor).of_dossier(dossier_id).reads().order_by()
    rows = looks.values("actor_id", "hat", "event", "purpose", day=TruncDate("at"))
    newest = rows.annotate(times=Count("pk"), last=Max("at")).order_by("-last")[:MOST]
    return newest, looks.values("actor_id")


def told_looks(rows: Iterable[Mapping[str, Any]], *, names: Mapping[int, str], hats: Mapping[str, str]) -> list[Looked]:
    """The rows of `looks_at` told in Dutch; see `timeline.lines`."""
    labels = event_labels()
    return [
        Looked(
            day=row["day"],
            who=who(row["actor_id"], row["hat"], names),
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
