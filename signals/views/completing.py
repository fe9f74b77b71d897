"""Completing a signal: what the short note left open, or what became known later."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from core.pages import Request, page, show
from signals.forms.complete import CompleteForm
from signals.models import Reporter, Signal
from signals.operations import complete_signal
from signals.policies import SignalAction

from .start import look_for_step, signal_or_404


@page(SignalAction.EDIT, methods=("GET", "POST"))
def complete(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Opens with what is known; what was reported stands above the form and stays."""
    signal = signal_or_404(request, pk)
    reporter = Reporter.objects.visible_to(request.actor).filter(signal=signal).first()
    data = request.POST or None
    form = CompleteForm(data, actor=request.actor, version=signal.version, signal=signal, reporter=reporter)
    if form.carried_out(lambda: _completed(form, signal)):
        messages.success(request, "Het signaal is aangevuld.")
        return redirect("signals:detail", signal.pk)
    look_for_step(request, signal)
    form.look_up()
    return show(request, "signals/complete.html", {"signal": signal, "form": form}, status=form.status)


def _completed(form: CompleteForm, signal: Signal) -> Signal:
    return complete_signal(signal, actor=form.actor, version=form.cleaned_data["version"], completion=form.completion())
