"""What waits where nobody is appointed: the fall-back sees number, municipality and term, and appoints.

A fall-back works with no signal, so these rows are out of reach for the person; only the columns named here come out.
"""

import datetime as dt
from dataclasses import dataclass

from core import walls
from core.access import Actor
from core.workdays import today
from municipalities.duty import waiting_for
from municipalities.models import Municipality

from .models import Signal


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open signal of a municipality without focal officer."""

    reference: str
    municipality: Municipality
    due_on: dt.date | None


def waiting_with(actor: Actor) -> list[Waiting]:
    """What waits with this actor as fall-back, the earliest term first. No query for who is none."""
    places = {place.pk: place for place in waiting_for(actor, today())}
    if not places:
        return []
    with walls.context(walls.sign_all(content=list(places))):
        signals = Signal.objects.unscoped(reason="number, municipality and term only, for the fall-back")
        found = signals.open().filter(municipality__in=places)
        rows = list(found.order_by("due_on", "reference").values_list("reference", "municipality_id", "due_on"))
    return [Waiting(reference, places[pk], due_on) for reference, pk, due_on in rows]
