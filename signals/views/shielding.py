"""Who is kept out of a signal: the forms behind "Wie mag dit dossier zien"."""

import uuid

from django.http import HttpResponse

from core.pages import Request, page
from municipalities.shield_choices import colleagues_of
from municipalities.views.shielding import ShieldPages, ShieldStep, ShieldWords
from signals import operations
from signals.policies import SignalAction
from signals.seeing import workers_of

from .start import FORM, form_page, signal_or_404

SHIELD = ShieldPages(
    app="signals",
    words=ShieldWords("dit signaal", "het signaal", "signalen", "wordt het van u"),
    steps={
        "exclude": ShieldStep(SignalAction.EXCLUDE, operations.exclude_colleague),
        "readmit": ShieldStep(SignalAction.READMIT, operations.readmit_colleague),
        "restrict": ShieldStep(SignalAction.RESTRICT, operations.restrict_signal),
        "lift_restriction": ShieldStep(SignalAction.LIFT_RESTRICTION, operations.lift_restriction),
    },
)


@page(SignalAction.EXCLUDE, methods=FORM)
def exclude(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Exclude a colleague."""
    signal = signal_or_404(request, pk)
    return form_page(request, about=signal, **SHIELD.exclude(request, signal, colleagues_of(signal.municipality)))


@page(SignalAction.READMIT, methods=FORM)
def readmit(request: Request, pk: uuid.UUID, user_id: int) -> HttpResponse:
    """End an exclusion."""
    signal = signal_or_404(request, pk)
    return form_page(request, about=signal, **SHIELD.readmit(request, signal, user_id))


@page(SignalAction.RESTRICT, methods=FORM)
def restrict(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Restrict the signal to a team."""
    signal = signal_or_404(request, pk)
    return form_page(request, about=signal, **SHIELD.restrict(request, signal, workers_of(signal)))


@page(SignalAction.LIFT_RESTRICTION, methods=FORM)
def lift_restriction(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Let everybody whose work it is see the signal again."""
    signal = signal_or_404(request, pk)
    return form_page(request, about=signal, **SHIELD.lift_restriction(request, signal))
