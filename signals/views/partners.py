"""What is open at each partner and how it answers: for the talk with that partner, and to print."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from audit.recording import record_search
from core.errors import NotVisible
from core.pages import Request, page, show
from core.pagination import keyset_page
from core.reading import read_together
from signals.events import SignalEvent
from signals.partners import BECAME, IN_TIME, MONTHS, became, open_actions, open_questions, standings, unanswered
from signals.policies import SignalAction

PAGE = 50
EACH = (
    "Partner",
    "Doormeldingen open",
    "Vragen open",
    "Acties open",
    "Langst open",
    "Doorgegeven",
    "Beantwoord",
    f"Binnen {IN_TIME} dagen",
    "Helft binnen",
)
COLUMNS = ("Nummer", "Signaal", "Vraag", "Gegeven op", "Wacht", "Stand", "Eigenaar", "Antwoord")
OF_QUESTIONS = ("Nummer", "Signaal", "Vraag", "Gesteld", "Antwoord uiterlijk", "Gesteld door", "Antwoord")
OF_ACTIONS = ("Punt", "Signaal", "Overleg", "Voor", "Gedaan")
MOST_QUESTIONS = 50
COLUMNS_OF_SEVERAL = (*COLUMNS[:2], "Gemeente", *COLUMNS[2:])
ORDER = ("sent_at", "id")


@page(SignalAction.COMPARE_PARTNERS)
def partners(request: Request) -> HttpResponse:
    """Each partner with what is open there and what became of the last year's handovers."""
    found = standings(request.actor)
    record_search(SignalEvent.PARTNERS_LISTED, actor=request.actor, query="", rows=len(found))
    context = {"standings": found, "columns": EACH, "in_time": IN_TIME, "months": MONTHS}
    return show(request, "signals/partners.html", context)


@page(SignalAction.COMPARE_PARTNERS)
def open_at(request: Request, pk: int) -> HttpResponse:
    """*Nog open bij* one partner: the oldest first. A partner that nothing waits at or went to in the last year has no page.

    With `wat` the same page holds the handovers behind another of its numbers.
    """
    standing = next(iter(standings(request.actor, pk)), None)
    if standing is None:
        raise NotVisible
    what = request.GET.get("wat", "")
    behind = became(request.actor, pk, what) if what in BECAME else None
    rows = unanswered(request.actor).filter(partner=standing.partner) if behind is None else behind
    rows = rows.select_related("signal__owner", "signal__municipality").defer("content")
    found = keyset_page(rows, order=ORDER, after=request.GET.get("na", ""), size=PAGE)
    asked = open_questions(request.actor).filter(to_partner=standing.partner).order_by("asked_at", "id")
    asked = asked.select_related("signal", "author").defer("text", "answer")
    given = open_actions(request.actor, pk).order_by("due_on", "id").select_related("signal", "meeting__table")
    open_ = {"questions": asked[:MOST_QUESTIONS], "actions": given.defer("text", "question")[:MOST_QUESTIONS]}
    beside: dict[str, list[Any]] = read_together(open_) if behind is None else {"questions": [], "actions": []}
    shown = len(found.rows) + sum(map(len, beside.values()))
    record_search(SignalEvent.PARTNERS_LISTED, actor=request.actor, query=str(standing.partner), rows=shown)
    several = len(request.actor.content) > 1
    caption = BECAME[what][0] if what in BECAME else ""
    context = {
        "standing": standing,
        "page": found,
        "heading": f"{caption or 'Nog open'} bij {standing.partner}",
        "caption": caption,
        **beside,
        "columns_of_questions": OF_QUESTIONS,
        "columns_of_actions": OF_ACTIONS,
        "several": several,
        "columns": COLUMNS_OF_SEVERAL if several else COLUMNS,
        "in_time": IN_TIME,
        "months": MONTHS,
        "partners_url": reverse("signals:partners"),
    }
    return show(request, "signals/partner_open.html", context)
