"""Names in the text of a signal: moved to a sealed row, one at a time, when somebody wants that."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from core.pages import Request, page, show
from signals.forms.people import NameForm
from signals.models import Signal, SignalPerson
from signals.models.people import standing
from signals.named import names_offered
from signals.operations import move_name
from signals.policies import SignalAction

from .start import FORM, look_for_step, signal_or_404


@page(SignalAction.MOVE_NAME, methods=FORM)
def names(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The names that the text seems to hold; after each move the page comes back as long as there are more."""
    signal = signal_or_404(request, pk)
    offered = names_offered(signal)
    people = standing(SignalPerson.objects.visible_to(request.actor).filter(signal=signal))
    form = NameForm(
        request.POST or None,
        actor=request.actor,
        version=signal.version,
        offered=offered,
        people=people,
        key=uuid.uuid4,
    )
    moved = form.carried_out(lambda: _moved(form, signal))
    if moved is not None:
        messages.success(request, "De naam of het nummer is verplaatst en staat nu extra beveiligd bij de personen.")
        return redirect("signals:names" if names_offered(moved) else "signals:detail", pk)
    look_for_step(request, signal)
    return show(request, "signals/names.html", {"signal": signal, "form": form, "offered": offered}, status=form.status)


def _moved(form: NameForm, signal: Signal) -> Signal:
    return move_name(signal, actor=form.actor, version=form.cleaned_data["version"], named=form.named())
