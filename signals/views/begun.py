"""A *doormelding* that was begun: keeping it, as often as somebody pauses, and throwing it away."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format

from core.forms import ChangeForm
from core.pages import Request, page, show, visible_or_404
from signals import operations
from signals.drafts import kept_until
from signals.forms.handover import HandoverForm
from signals.models import BegunHandover
from signals.policies import SignalAction

from .handover import choose
from .start import note_look, signal_or_404

# Sent along by the page that keeps a form by itself (assets/src/js/draft.js): it reads no page.
BY_ITSELF = "X-Draft"


@page(SignalAction.KEEP_HANDOVER, methods=("POST",))
def keep(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Keep what was filled in so far, right or not."""
    signal = signal_or_404(request, pk)
    form = HandoverForm(request.POST, actor=request.actor, signal=signal)
    by_itself = BY_ITSELF in request.headers
    if not form.keepable():
        note_look(request, signal)
        return HttpResponse(status=422) if by_itself else choose(request, signal, form, status=422)
    begun = operations.keep_handover(actor=request.actor, signal=signal, begun=form.begun())
    if by_itself:
        return HttpResponse(status=204)
    until = date_format(kept_until(begun), "j F Y")
    messages.success(request, f"Uw begonnen doormelding is bewaard tot {until}. Er is niets verstuurd.")
    return redirect("signals:detail", signal.pk)


@page(SignalAction.KEEP_HANDOVER, methods=("GET", "POST"))
def discard(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Ask once more, then throw it away."""
    rows = BegunHandover.objects.visible_to(request.actor).kept().select_related("signal__municipality")
    begun = visible_or_404(rows, pk=pk)
    form = ChangeForm(request.POST or None, actor=request.actor, version=begun.version)
    if form.carried_out(lambda: operations.drop_begun(begun, actor=request.actor, seen=form.cleaned_data["version"])):
        messages.success(request, "De begonnen doormelding is weggegooid.")
        return redirect("signals:detail", begun.signal_id)
    return show(request, "signals/begun_discard.html", {"begun": begun, "form": form}, status=form.status)
