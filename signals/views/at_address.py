"""The page "op dit adres": what plays there, over time."""

from django.http import HttpResponse

from audit.recording import record_search
from core.pages import Request, page, show
from core.words import FIELD, open_words
from signals.at_address import address_of, found_at, keys_at
from signals.events import SignalEvent
from signals.policies import SignalAction


@page(SignalAction.LIST)
def at_address(request: Request) -> HttpResponse:
    """Signals and cases, the newest first, each with why; of what is no address nothing."""
    words = open_words(request.GET.get(FIELD, ""), request.actor)
    found = found_at(request.actor, words) if keys_at(words) else None
    rows = len(found.sure) if found else 0
    record_search(SignalEvent.AT_ADDRESS, actor=request.actor, query=words, rows=rows)
    line, place = address_of(words)
    context = {"line": line, "place": place, "found": found}
    return show(request, "signals/at_address.html", context)
