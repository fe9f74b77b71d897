"""The start page, "Mijn werk" and the search of the frame. The apps bring what stands there (core/attention.py, core/search.py)."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from audit.events import AuditFact
from audit.recording import record_search
from core.attention import MOST_WORK, apart_for, buttons_for, lines_for, panels_for, work_for
from core.navigation import count_work, links_for, search_for
from core.pages import Request, member_page, show
from core.references import misread
from core.search import found_for
from core.words import FIELD, asked, open_words
from core.workdays import AMSTERDAM


@member_page("shows each hat its own work, and nothing to whom has none")
def start(request: Request) -> HttpResponse:
    """What asks for the attention of the hat that acts, and the ways to begin."""
    lines, panels = lines_for(request.actor), panels_for(request.actor)
    buttons = buttons_for(request.actor)
    context = {
        "greeting": greeting(timezone.now().astimezone(AMSTERDAM).hour),
        "lines": lines,
        "whole": any(line.whole for line in lines),
        "asks": bool(lines) or any(panel.asks for panel in panels),
        "buttons": buttons,
        "panels": panels,
        # For whom nothing stands here: the ways of the frame, so that the page is no dead end.
        "ways": [] if lines or panels or buttons else [way for way in links_for(request.actor, "") if way.url != "/"],
    }
    return show(request, "pages/start.html", context)


@member_page("shows each hat its own work, and nothing to whom has none")
def work(request: Request) -> HttpResponse:
    """One line for each thing that waits, the earliest term first; below it what the start page counts and has no line here."""
    found = work_for(request.actor)
    record_search(AuditFact.WORK_LISTED, actor=request.actor, query="", rows=len(found))
    more = count_work(request.actor) - len(found) if len(found) == MOST_WORK else 0
    return show(request, "pages/work.html", {"work": found, "more": more, "apart": apart_for(request.actor)})


@member_page(
    "finds what the hat that acts may see, and nothing for whom has nothing to search",
    methods=("GET", "POST"),
    carried=True,
)
def search(request: Request) -> HttpResponse:
    """Numbers, names and words, over all apps. A number of somebody's own leads straight to its page, also without its letter."""
    if request.method == "POST":
        return asked(request, request.actor)
    words = open_words(request.GET.get(FIELD, ""), request.actor)
    found = found_for(request.actor, words) if words else []
    hits = [hit for kind in found for hit in kind.hits]
    if len(hits) == 1 and hits[0].by_number:
        return redirect(hits[0].url)
    field = search_for(request.actor)
    context = {"words": words, "found": found, "misread": misread(words), "lead": field.lead if field else ""}
    return show(request, "pages/search.html", context)


def greeting(hour: int) -> str:
    """The words for this hour of the day; there are none for the night."""
    if hour < 5:
        return "Welkom"
    return "Goedemorgen" if hour < 12 else "Goedemiddag" if hour < 18 else "Goedenavond"
