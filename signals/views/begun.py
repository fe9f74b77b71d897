"""A *doormelding* that was begun: keeping it, as often as somebody pauses, and throwing it away."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format

from core.forms import ChangeForm
from core.pages import Request, page, show, typed_at, visible_or_404
from signals import operations
from signals.drafts import kept_until
from signals.forms.handover import HandoverForm
from signals.models import BegunHandover
from signals.policies import SignalAction

from .autosave import keep_typed
from .handover import choose
from .start import note_look, signal_or_404


@page(SignalAction.KEEP_HANDOVER, methods=("POST",))
def keep(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Keep what was filled in so far, right or not."""
    signal = signal_or_404(request, pk)
    form, at = HandoverForm(request.POST, actor=request.actor, signal=signal), typed_at(request)

    def run() -> BegunHandover:
        return operations.keep_handover(actor=request.actor, signal=signal, begun=form.begun(at))

    if at is not None:
        return keep_typed(form, run)
    if not form.keepable():
        note_look(request, signal)
        return choose(request, signal, form, status=422)
    begun = run()
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
