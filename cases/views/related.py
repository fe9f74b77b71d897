"""Which signals and other cases may be about the same people as a case."""

import uuid

from django.http import HttpResponse

from audit.recording import record_search
from cases.events import CaseEvent
from cases.kin import related_to_case
from cases.policies import CaseAction
from core.pages import Request, page, show

from .start import case_or_404, note_look


@page(CaseAction.VIEW_RELATED)
def related(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The others, each with why; nobody's name."""
    case = case_or_404(request, pk, CaseAction.VIEW_RELATED)
    note_look(request, case)
    found = related_to_case(case, request.actor)
    record_search(CaseEvent.LISTED, actor=request.actor, query="", rows=found.shown)
    context = {
        "case": case,
        # A pair is judged from the page of the signal.
        "signal": None,
        "judges": False,
        "related": found,
        "sections": [
            ("Iets is hetzelfde", "zelfde", [(kin, "", "") for kin in found.sure], found.more_sure),
            ("Iets lijkt erop", "lijkt-op", [(kin, "", "") for kin in found.alike], found.more_alike),
        ],
    }
    return show(request, "cases/related.html", context)
