"""What a colleague or partner sees of what it sent: number, stand in three words, answer. Never the signal itself."""

import uuid

from django.http import HttpResponse

from audit.recording import record_search, record_view
from core.pages import Request, page, show, visible_or_404
from core.pagination import keyset_page
from signals.events import SignalEvent
from signals.models import Submission
from signals.policies import SignalAction

SIZE = 25
ORDER = ("-sent_at", "id")


@page(SignalAction.VIEW_SUBMISSIONS)
def submissions(request: Request) -> HttpResponse:
    """What was sent, the newest first."""
    sent = Submission.objects.visible_to(request.actor).select_related("municipality")
    found = keyset_page(sent, order=ORDER, after=request.GET.get("na", ""), size=SIZE)
    record_search(SignalEvent.SUBMISSION_VIEWED, actor=request.actor, query="", rows=len(found.rows))
    return show(request, "signals/submissions.html", {"page": found})


@page(SignalAction.VIEW_SUBMISSIONS)
def submission(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One of them, with the answer."""
    sent = Submission.objects.visible_to(request.actor).select_related("municipality")
    found = visible_or_404(sent, pk=pk)
    record_view(SignalEvent.SUBMISSION_VIEWED, found, actor=request.actor)
    return show(request, "signals/submissions_detail.html", {"sent": found})
