"""The letter of a handover: as a download once a worker made it, before that how it stands and a button to ask for it."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect

from audit.recording import record_view
from core.access import Actor
from core.errors import Forbidden
from core.forms import Form
from core.locking import locked
from core.pages import Request, page, show, visible_or_404
from jobs.models import Job
from jobs.states import ENDED
from signals import operations
from signals.events import SignalEvent
from signals.forms.locking import LockForm
from signals.letters import kept_letter
from signals.models import Handover
from signals.operations.handovers import LETTER_KIND
from signals.policies import SignalAction
from signals.receiving import open_handover
from signals.who_reported import may_read_all

from .start import part_or_404

_TELLS_WHO = "In deze brief staat wie het meldde. Alleen wie het signaal behandelt, kan hem openen."


@page(SignalAction.DOWNLOAD_LETTER)
def letter(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The PDF as a download; while it is being made, the page of that job for who asked for it."""
    handover = visible_or_404(Handover.objects.visible_to(request.actor), pk=pk)
    _demand_may_read(handover, request.actor)
    made = kept_letter(handover)
    if made is None:
        return _not_yet(request, handover)
    handover = open_handover(handover, actor=request.actor)
    record_view(SignalEvent.LETTER_DOWNLOADED, handover, actor=request.actor)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return HttpResponse(made.content, content_type=made.media_type, headers=headers)


@page(SignalAction.LOCK_LETTER, methods=("GET", "POST"))
def lock_letter(request: Request, pk: uuid.UUID) -> HttpResponse:
    """A passphrase that is shown once, and the letter behind it. That it was made stands in the log; it is kept nowhere."""
    handover = part_or_404(request, Handover, pk)
    _demand_may_read(handover, request.actor)
    made = kept_letter(handover)
    if made is None:
        return redirect("signals:letter", pk)
    form = LockForm(request.POST or None, actor=request.actor, handover=handover)
    if not form.is_valid():
        record_view(SignalEvent.HANDOVER_VIEWED, handover, actor=request.actor)
        context = {"handover": handover, "form": form}
        return show(request, "signals/letter_locked.html", context, status=form.status)
    record_view(SignalEvent.LETTER_LOCKED, handover, actor=request.actor)
    name = made.name.replace(".pdf", "-met-wachtwoord.pdf")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(locked(made.content, form.cleaned_data["word"]), content_type=made.media_type, headers=headers)


@page(SignalAction.MAKE_LETTER, methods=("POST",))
def make_letter(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Have the letter made that is not there; the page of the job tells how far it is."""
    handover = visible_or_404(Handover.objects.visible_to(request.actor), pk=pk)
    if not Form(request.POST, actor=request.actor).is_valid() or kept_letter(handover):
        return redirect("signals:letter", pk)
    return redirect("jobs:progress", operations.ask_letter(handover, actor=request.actor).pk)


def _demand_may_read(handover: Handover, actor: Actor) -> None:
    if not may_read_all(handover, actor):
        raise Forbidden(_TELLS_WHO)


def _not_yet(request: Request, handover: Handover) -> HttpResponse:
    going_on = Job.objects.filter(kind=LETTER_KIND, object_id=handover.pk).exclude(state__in=ENDED)
    own = next((job for job in going_on if job.owner_id == request.actor.user_id), None)
    if own is not None:
        return redirect("jobs:progress", own.pk)
    record_view(SignalEvent.HANDOVER_VIEWED, handover, actor=request.actor)
    context = {"handover": handover, "is_being_made": bool(going_on), "form": Form(actor=request.actor)}
    return show(request, "signals/letter_missing.html", context)
