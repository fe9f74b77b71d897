"""The caseload: the line of numbers, what is late, what is for this week, what comes later."""

from django.http import HttpResponse
from django.urls import reverse

from audit.recording import record_search
from cases.caseload import followed_signals, grouped, numbers, with_clocks
from cases.events import CaseEvent
from cases.filters import CaseFilter, CaseSearch
from cases.models import Case
from cases.policies import CaseAction
from core.access import Actor, may
from core.pages import Request, page, show
from core.pagination import keyset_page
from signals.models import Signal
from signals.policies import SignalAction

PAGE = 25
ORDER = ("rank", "due_on", "id")
ENDED_ORDER = ("-closed_at", "id")
FOLLOWED_ORDER = ("review_on", "id")


@page(CaseAction.LIST, methods=("GET", "POST"))
def caseload(request: Request) -> HttpResponse:
    """The cases with a next date, by intensity, within it what is overdue first."""
    if request.method == "POST":
        return CaseFilter.asked(request, request.actor)
    seen = Case.objects.listed_for(request.actor).waiting()
    chosen = CaseFilter(request.GET, seen, actor=request.actor)
    cases = with_clocks(chosen.qs.by_intensity().for_list(), request.actor)
    found = keyset_page(cases, order=ORDER, after=request.GET.get("na", ""), size=PAGE)
    record_search(CaseEvent.LISTED, actor=request.actor, query=chosen.asked_words, rows=len(found.rows))
    groups, count = grouped(found.rows, chosen.qs)
    context = {
        "filter": chosen,
        "chips": chosen.chips(request.path),
        "page": found,
        "groups": groups,
        "count": count,
        "clear_url": request.path,
        "can_refer": may(request.actor, CaseAction.REFER),
        "tabs": list_tabs("cases:list", request.actor),
        **numbers(request.actor),
    }
    return show(request, "cases/caseload.html", context, partial="rows")


@page(CaseAction.LIST, methods=("GET", "POST"))
def ended(request: Request) -> HttpResponse:
    """The cases that ended, newest first."""
    if request.method == "POST":
        return CaseSearch.asked(request, request.actor)
    chosen = CaseSearch(request.GET, Case.objects.listed_for(request.actor).ended(), actor=request.actor)
    found = keyset_page(chosen.qs.for_list(), order=ENDED_ORDER, after=request.GET.get("na", ""), size=PAGE)
    record_search(CaseEvent.LISTED, actor=request.actor, query=f"ended {chosen.asked_words}", rows=len(found.rows))
    context = {
        "filter": chosen,
        "chips": chosen.chips(request.path),
        "page": found,
        "count": chosen.qs.count(),
        "clear_url": request.path,
        "tabs": list_tabs("cases:ended", request.actor),
    }
    return show(request, "cases/ended.html", context, partial="rows")


@page(CaseAction.LIST_FOLLOWED)
def followed(request: Request) -> HttpResponse:
    """The followed signals that the line counts; what she may not open any more has no link."""
    follows = followed_signals(request.actor).select_related("signal", "municipality")
    found = keyset_page(follows, order=FOLLOWED_ORDER, after=request.GET.get("na", ""), size=PAGE)
    shown = [follow.signal_id for follow in found.rows]
    visible = Signal.objects.visible_to(request.actor).filter(pk__in=shown)
    record_search(CaseEvent.LISTED, actor=request.actor, query="followed", rows=len(found.rows))
    context = {
        "page": found,
        "visible": set(visible.values_list("pk", flat=True)),
        "count": followed_signals(request.actor).count(),
        "tabs": list_tabs("cases:followed", request.actor),
    }
    return show(request, "cases/followed.html", context)


def list_tabs(current: str, actor: Actor) -> list[dict[str, object]]:
    """The lists beside each other, as far as they are there for this actor."""
    tabs = (
        ("cases:list", "Lopend", CaseAction.LIST),
        ("cases:offers", "Aangeboden", SignalAction.LIST_OFFERS),
        ("cases:followed", "Signalen gevolgd", CaseAction.LIST_FOLLOWED),
        ("cases:ended", "Afgesloten", CaseAction.LIST),
    )
    return [
        {"label": label, "url": reverse(name), "current": name == current}
        for name, label, action in tabs
        if may(actor, action)
    ]
