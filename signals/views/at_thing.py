"""The page of one company, plate or telephone number: where it comes up, over time."""

from django.http import HttpResponse

from audit.recording import record_search
from core.pages import Request, page, show
from core.words import FIELD, open_words
from signals.at_thing import found_of, keys_of, thing_of
from signals.events import SignalEvent
from signals.normal.numbers import shown_plate
from signals.policies import SignalAction
from signals.things import ThingKind


@page(SignalAction.LIST)
def at_thing(request: Request) -> HttpResponse:
    """Signals and cases, the newest first, each with why; of what is no such thing nothing."""
    words = open_words(request.GET.get(FIELD, ""), request.actor)
    found = found_of(request.actor, words) if keys_of(words) else None
    record_search(SignalEvent.AT_THING, actor=request.actor, query=words, rows=len(found.sure) if found else 0)
    kind, value, name = thing_of(words)
    number = shown_plate(value) if kind == ThingKind.VEHICLE else value
    context = {"thing": ", ".join(filter(None, (name, number))), "found": found}
    return show(request, "signals/at_thing.html", context)
