"""What the person concerned was asked and told: noted apart from an offer, and what the signal's page says of it."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from core.pages import Request, page
from signals import operations
from signals.consent_codes import ConsentAbout
from signals.forms.consent import ConsentForm, TellingForm
from signals.models import Consent
from signals.policies import SignalAction

from .start import FORM, form_page, signal_or_404


@page(SignalAction.NOTE_CONSENT, methods=FORM)
def note_consent(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Whether she was asked, and what she said."""
    signal = signal_or_404(request, pk)
    standing = Consent.objects.standing(signal) if request.method == "GET" else None
    form = ConsentForm(request.POST or None, actor=request.actor, signal=signal, standing=standing)
    return form_page(
        request,
        form,
        about=signal,
        heading="Wat wil betrokkene?",
        lead="Leg vast of betrokkene is gevraagd, en wat het antwoord was. Wat er eerder stond, blijft bewaard.",
        submit="Antwoord vastleggen",
        done="Het antwoord is vastgelegd.",
        run=lambda: operations.note_consent(
            signal,
            actor=request.actor,
            key=form.cleaned_data["key"],
            asked=form.asked(),
            about=ConsentAbout(form.cleaned_data["about"]),
        ),
    )


@page(SignalAction.NOTE_TELLING, methods=FORM)
def note_telling(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Whether she was told, or why not yet and when to look again."""
    signal = signal_or_404(request, pk)
    form = TellingForm(request.POST or None, actor=request.actor)
    return form_page(
        request,
        form,
        about=signal,
        heading="Is het betrokkene verteld?",
        submit="Vastleggen",
        done="Vastgelegd.",
        run=lambda: operations.note_telling(
            signal, actor=request.actor, key=form.cleaned_data["key"], told=form.telling()
        ),
    )


def asked_and_told(consents: Sequence[Any], tellings: Sequence[Any]) -> dict[str, Any]:
    """For the page of a signal: what stands of each thing that was asked, what stood before, and what she was told last."""
    newest = {one.about: one for one in consents}
    standing = [newest[about] for about in ConsentAbout.values if about in newest]
    return {
        "wishes": standing,
        "wish": newest.get(ConsentAbout.CARE),
        "wishes_before": [one for one in consents if one not in standing][::-1],
        "telling": tellings[-1] if tellings else None,
        "tellings_before": list(tellings[:-1])[::-1],
    }
