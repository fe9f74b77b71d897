"""What waits where nobody is appointed: the fall-back sees number, municipality and term, and appoints.

A fall-back works with no signal, so these rows are out of reach for the person; only the columns named here come out.
A broken-off report with direct danger waits too. It has no number, and whom to call back is for the officer.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.models import Count, F

from core import walls
from core.access import Actor
from core.workdays import local_date, today
from municipalities.duty import waiting_for
from municipalities.models import Municipality

from .codes import Origin
from .models import DangerAlarm, Signal
from .querysets import DangerAlarmQuerySet, SignalQuerySet

BROKEN_OFF = "Afgebroken melding met direct gevaar"
# A page shows so many, and says how many more there are.
MOST = 100
_WHY = "number, municipality and term only, for the fall-back"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open signal, or broken-off report with danger, of a municipality without focal officer."""

    reference: str
    municipality: Municipality
    due_on: dt.date | None

    @property
    def is_alarm(self) -> bool:
        """Whether it is a broken-off report, which has no number."""
        return self.reference == BROKEN_OFF


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much waits, by id of the municipality, and whether there is direct danger among it."""

    by_place: Mapping[int, int]
    danger: bool

    @property
    def total(self) -> int:
        return sum(self.by_place.values())


def waiting_with(actor: Actor, most: int = MOST, waiting: Iterable[Municipality] | None = None) -> list[Waiting]:
    """What waits with this actor as fall-back: danger first, then the earliest term. No query for who is none.

    `waiting`: `waiting_for(actor, today())`, from who asked that already.

    What a care coordinator logged for herself has her as its owner and waits for nobody.
    """
    places = _places(actor, waiting)
    if not places:
        return []
    with _reaching(places, actor) as (alarms, signals):
        raised = list(alarms.order_by("raised_at").values_list("municipality_id", "raised_at")[:most])
        rows = list(
            signals.order_by(F("due_on").asc(nulls_last=True), "reference").values_list(
                "reference", "municipality_id", "due_on"
            )[: most - len(raised)]
        )
    dangers = [Waiting(BROKEN_OFF, places[pk], local_date(at)) for pk, at in raised]
    return dangers + [Waiting(reference, places[pk], due_on) for reference, pk, due_on in rows]


def numbers_with(actor: Actor, waiting: Iterable[Municipality] | None = None) -> Numbers:
    """How much that is: two queries that give a number for each municipality, none for who is no fall-back."""
    places = _places(actor, waiting)
    if not places:
        return Numbers({}, danger=False)
    with _reaching(places, actor) as sets:
        raised, received = (dict(rows.order_by().values_list("municipality_id").annotate(Count("pk"))) for rows in sets)
    return Numbers(Counter(raised) + Counter(received), danger=bool(raised))


def _places(actor: Actor, waiting: Iterable[Municipality] | None) -> dict[int, Municipality]:
    return {place.pk: place for place in (waiting_for(actor, today()) if waiting is None else waiting)}


@contextmanager
def _reaching(places: Collection[int], actor: Actor) -> Iterator[tuple[DangerAlarmQuerySet, SignalQuerySet]]:
    """The alarms and signals that wait in these municipalities and are not kept from this actor, while the block runs."""
    kept = actor.excluded | actor.withheld
    with walls.context(walls.sign_all(content=list(places), excluded=kept)):
        alarms: DangerAlarmQuerySet = DangerAlarm.objects.unscoped(reason=_WHY)
        signals: SignalQuerySet = Signal.objects.unscoped(reason=_WHY)
        yield (
            alarms.unseen().filter(municipality__in=places),
            signals.open().exclude(origin=Origin.CARE_COORDINATOR).filter(municipality__in=places),
        )
