"""What screening tables decided, over all meetings: of the points that the reader has."""

from django.http import HttpResponse

from audit.recording import record_search
from core.pages import Request, page, show
from core.pagination import keyset_page
from signals.events import SignalEvent
from signals.models import TablePaper
from signals.paper_filters import PaperFilter
from signals.policies import SignalAction


@page(SignalAction.LIST_MEETINGS)
def outcomes(request: Request) -> HttpResponse:
    """The latest first; filters stand in the address."""
    decided = TablePaper.objects.listed_for(request.actor).decided()
    chosen = PaperFilter(request.GET, decided, actor=request.actor)
    rows = chosen.qs.select_related("meeting__table", "from_municipality")
    found = keyset_page(rows, order=("-decided_at", "id"), after=request.GET.get("na", ""))
    record_search(SignalEvent.PAPER_VIEWED, actor=request.actor, query=chosen.asked_words, rows=len(found.rows))
    context = {
        "filter": chosen,
        "chips": chosen.chips(request.path),
        "count": chosen.qs.count(),
        "page": found,
        "clear_url": request.path,
    }
    return show(request, "signals/outcomes.html", context)
