"""The start page and "Mijn werk": what asks for attention now. The apps bring what stands there (core/attention.py)."""

from django.http import HttpResponse
from django.utils import timezone

from core.attention import buttons_for, lines_for, panels_for, work_for
from core.pages import Request, member_page, show
from core.workdays import AMSTERDAM


@member_page("shows each hat its own work, and nothing to whom has none")
def start(request: Request) -> HttpResponse:
    """What asks for the attention of the hat that acts, and the ways to begin."""
    lines, panels = lines_for(request.actor), panels_for(request.actor)
    context = {
        "greeting": greeting(timezone.now().astimezone(AMSTERDAM).hour),
        "lines": lines,
        "asks": bool(lines) or any(panel.asks for panel in panels),
        "buttons": buttons_for(request.actor),
        "panels": panels,
    }
    return show(request, "pages/start.html", context)


@member_page("shows each hat its own work, and nothing to whom has none")
def work(request: Request) -> HttpResponse:
    """One line for each thing that waits, the earliest term first."""
    return show(request, "pages/work.html", {"work": work_for(request.actor)})


def greeting(hour: int) -> str:
    """The words for this hour of the day."""
    return "Goedemorgen" if 5 <= hour < 12 else "Goedemiddag" if 12 <= hour < 18 else "Goedenavond"
