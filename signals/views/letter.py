"""The letter of a handover, once the worker made it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from audit.recording import record_view
from core.pages import Request, page, visible_or_404
from jobs.models import Job
from municipalities.models import StoredFile
from signals.events import SignalEvent
from signals.models import Handover
from signals.policies import SignalAction


@page(SignalAction.DOWNLOAD_LETTER)
def letter(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The PDF as a download; while it is being made, the page of that job for who asked for it."""
    handover = visible_or_404(Handover.objects.visible_to(request.actor), pk=pk)
    made = StoredFile.objects.made_for(handover.pk).first()
    if made is None:
        return _not_yet(request, handover)
    record_view(SignalEvent.LETTER_DOWNLOADED, handover, actor=request.actor)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return HttpResponse(made.content, content_type=made.media_type, headers=headers)


def _not_yet(request: Request, handover: Handover) -> HttpResponse:
    job = Job.objects.visible_to(request.actor).filter(object_id=handover.pk).first()
    if job is not None:
        return redirect("jobs:progress", job.pk)
    messages.info(request, "De brief wordt nog gemaakt. Kijk over een minuut opnieuw.")
    return redirect("start")
