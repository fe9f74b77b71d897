"""Who looked at a dossier that the asker may see: one line per day, person and hat, with each kind of look; newest first."""

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
class Kind:
    """One kind of look of that day: what was looked at, to what purpose ("" when only to read), how often."""

    what: str
    purpose: str
    times: int


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody looked that day, in these ways, the last one first; the last time at `last`."""

    day: dt.date
    who: str
    hat: str
    kinds: tuple[Kind, ...]
    last: dt.datetime

    @property
    def times(self) -> int:
        """How often that day, in all."""
        return sum(kind.times for kind in self.kinds)


def looks_at(actor: Actor, dossier_id: UUID) -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    """The newest looks at one dossier, a row for each kind of look, and the ids of everybody who looked."""
    looks = AuditEvent.objects.visible_to(actor).of_dossier(dossier_id).reads().order_by()
    rows = looks.values("actor_id", "hat", "event", "purpose", day=TruncDate("at"))
    newest = rows.annotate(times=Count("pk"), last=Max("at")).order_by("-last")[:MOST]
    return newest, looks.values("actor_id")


def told_looks(rows: Iterable[Mapping[str, Any]], *, names: Mapping[int, str], hats: Mapping[str, str]) -> list[Looked]:
    """The rows of `looks_at` told in Dutch, those of one person and day together; see `timeline.lines`."""
    labels = event_labels()
    together: dict[tuple[dt.date, int | None, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        together.setdefault((row["day"], row["actor_id"], row["hat"]), []).append(row)
    return [
        Looked(
            day=day,
            who=who(actor_id, hat, names),
            hat=hats.get(hat, ""),
            kinds=tuple(Kind(labels.get(row["event"], row["event"]), row["purpose"], row["times"]) for row in found),
            last=found[0]["last"],
        )
        for (day, actor_id, hat), found in together.items()
    ]


def readers_table(looks: list[Looked]) -> dict[str, Any]:
    """What the table of `looks` needs."""
    return {"looks": looks, "columns": ("Dag", "Wie", "Rol", "Wat", "Hoe vaak")}
