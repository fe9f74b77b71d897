"""The step "direct gevaar": on top of the signal's page in every open state."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from core.pages import Request, page, show
from signals import operations
from signals.forms.danger import SignalDangerForm
from signals.policies import SignalAction

from .start import FORM, look_for_step, signal_or_404

# By whether there was danger, and whether there is now.
_DONE = {
    (False, True): "Het direct gevaar is vastgelegd. Wie dienst heeft, krijgt daar bericht van. Neem nu een besluit.",
    (True, True): "Vastgelegd. Het direct gevaar blijft bij dit signaal staan.",
    (True, False): "Het direct gevaar is opgeheven.",
    (False, False): "Vastgelegd: er is geen direct gevaar.",
}


@page(SignalAction.SET_DANGER, methods=FORM)
def danger(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Set it, write down the call, or lift it."""
    signal = signal_or_404(request, pk)
    form = SignalDangerForm(request.POST or None, actor=request.actor, signal=signal)
    if changed := form.carried_out(
        lambda: operations.set_danger(
            signal, actor=request.actor, version=form.cleaned_data["version"], danger=form.told()
        )
    ):
        messages.success(request, _DONE[signal.is_acute, changed.is_acute])
        return redirect("signals:detail", pk)
    look_for_step(request, signal)
    return show(request, "signals/danger.html", {"signal": signal, "form": form}, status=form.status)
