"""The step "Veilig Thuis": asked on the signal's page until somebody answered it."""

import uuid

from django.http import HttpResponse

from core.pages import Request, page
from signals import operations
from signals.codes import Answered
from signals.forms.minors import VeiligThuisForm
from signals.models import Decision
from signals.policies import SignalAction

from .start import FORM, form_page, signal_or_404


@page(SignalAction.ANSWER_VEILIG_THUIS, methods=FORM)
def veilig_thuis(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Whether it was called, and what is known of the age."""
    signal = signal_or_404(request, pk)
    judged = Decision.objects.of(signal).filter(minors=Answered.YES).exists()
    form = VeiligThuisForm(request.POST or None, actor=request.actor, signal=signal, judged=judged)
    return form_page(
        request,
        form,
        about=signal,
        heading="Is Veilig Thuis gebeld?",
        lead="Is er iemand jonger dan 18 bij betrokken, of weet u dat niet? Bel dan vandaag Veilig Thuis: 0800-2000.",
        submit="Vastleggen",
        done="Vastgelegd.",
        run=lambda: operations.answer_veilig_thuis(
            signal, actor=request.actor, version=form.cleaned_data["version"], **form.told()
        ),
    )
