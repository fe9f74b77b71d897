"""What waits where nobody is appointed: the fall-back sees number, municipality and term, and appoints.

A fall-back works with no signal, so these rows are out of reach for the person; only the columns named here come out.
A broken-off report with direct danger waits too. It has no number, and whom to call back is for the officer.
"""

import datetime as dt
from dataclasses import dataclass

from core import walls
from core.access import Actor
from core.workdays import local_date, today
from municipalities.duty import waiting_for
from municipalities.models import Municipality

from .codes import Origin
from .models import DangerAlarm, Signal

BROKEN_OFF = "Afgebroken melding met direct gevaar"
_WHY = "number, municipality and term only, for the fall-back"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open signal, or broken-off report with danger, of a municipality without focal officer."""

    reference: str
    municipality: Municipality
    due_on: dt.date | None


def waiting_with(actor: Actor) -> list[Waiting]:
    """What waits with this actor as fall-back: danger first, then the earliest term. No query for who is none.

    What a care coordinator logged for herself has her as its owner and waits for nobody.
    """
    places = {place.pk: place for place in waiting_for(actor, today())}
    if not places:
        return []
    with walls.context(walls.sign_all(content=list(places))):
        alarms = DangerAlarm.objects.unscoped(reason=_WHY).unseen().filter(municipality__in=places)
        raised = list(alarms.order_by("raised_at").values_list("municipality_id", "raised_at"))
        found = Signal.objects.unscoped(reason=_WHY).open().exclude(origin=Origin.CARE_COORDINATOR)
        rows = list(
            found.filter(municipality__in=places)
            .order_by("due_on", "reference")
            .values_list("reference", "municipality_id", "due_on")
        )
    dangers = [Waiting(BROKEN_OFF, places[pk], local_date(at)) for pk, at in raised]
    return dangers + [Waiting(reference, places[pk], due_on) for reference, pk, due_on in rows]
