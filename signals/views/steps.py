"""The short steps of a signal: one button, one operation."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from core.forms import ChangeForm
from core.pages import Request, page, visible_or_404
from signals.models import Signal
from signals.operations import gather, stop_gathering
from signals.operations import take_up as take_up_signal
from signals.policies import SignalAction


@page(SignalAction.TAKE_UP, methods=("POST",))
def take_up(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Become the owner."""
    return _step(request, pk, take_up_signal, "U bent nu de eigenaar van dit signaal.")


@page(SignalAction.GATHER, methods=("POST",))
def start_gathering(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Begin to gather information."""
    return _step(request, pk, gather, "De stand is nu: informatie verzamelen.")


@page(SignalAction.STOP_GATHERING, methods=("POST",))
def finish_gathering(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Back to judging."""
    return _step(request, pk, stop_gathering, "De stand is nu: in beoordeling.")


def _step(request: Request, pk: uuid.UUID, step: Callable[..., Signal], done: str) -> HttpResponse:
    signal: Signal = visible_or_404(Signal.objects.visible_to(request.actor), pk=pk)
    form = ChangeForm(request.POST, actor=request.actor, version=signal.version)
    if form.is_valid():
        step(signal, actor=request.actor, version=form.cleaned_data["version"])
        messages.success(request, done)
    return redirect("signals:detail", pk)
