"""What waits with a fall-back: numbers by municipality, and the way to appoint somebody."""

from typing import Any

from django.http import HttpResponse

from audit.recording import record_search
from core.errors import NotVisible
from core.pages import Request, page, show
from core.workdays import today
from municipalities.duty import waiting_for
from municipalities.policies import MunicipalityAction
from signals.events import SignalEvent
from signals.unattended import numbers_with, waiting_with


@page(MunicipalityAction.APPOINT_FOCAL_OFFICER)
def unattended(request: Request) -> HttpResponse:
    """For whoever was named as fall-back of a municipality or region; for anybody else the page does not exist."""
    if not request.actor.stands_in:
        raise NotVisible
    areas = waiting_for(request.actor, today())
    waiting = waiting_with(request.actor, waiting=areas)
    record_search(SignalEvent.UNATTENDED_LISTED, actor=request.actor, query="", rows=len(waiting))
    numbers = numbers_with(request.actor, areas).by_place
    places: list[dict[str, Any]] = []
    for place in areas:
        shown = [one for one in waiting if one.municipality == place]
        more = max(0, numbers.get(place.pk, 0) - len(shown))
        places.append({"municipality": place, "waiting": shown, "more": more})
    return show(request, "signals/unattended.html", {"places": places})
