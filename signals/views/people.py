"""Names in the text of a signal: moved to a sealed row, one at a time, when somebody wants that. A BSN is taken out for good."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from core.forms import ChangeForm
from core.pages import Request, page, show
from signals import operations
from signals.forms.people import NameForm
from signals.models import Signal, SignalPerson
from signals.models.people import standing
from signals.named import TAKEN_OUT, bsns_of, names_offered
from signals.operations import move_name
from signals.operations.people import NO_BSN_THERE
from signals.policies import SignalAction

from .start import FORM, form_page, look_for_step, signal_or_404


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
    context = {"signal": signal, "form": form, "offered": offered, "bsns": bsns_of(signal)}
    return show(request, "signals/names.html", context, status=form.status)


@page(SignalAction.TAKE_OUT_BSN, methods=FORM)
def take_out_bsn(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take out of the text what could be a BSN."""
    signal = signal_or_404(request, pk)
    numbers = bsns_of(signal)
    told = f"Dit kan een burgerservicenummer (BSN) zijn: {', '.join(numbers)}." if numbers else NO_BSN_THERE
    form = ChangeForm(request.POST or None, actor=request.actor, version=signal.version)
    return form_page(
        request,
        form,
        about=signal,
        heading="Nummer uit de tekst halen",
        lead=f"{told} Een BSN hoort niet in een signaal. In de tekst komt “{TAKEN_OUT}”; het nummer wordt nergens bewaard en komt niet "
        "terug. Is het iets anders? Ga dan terug. Wat al is doorgegeven, verandert niet.",
        submit="Nummer weghalen",
        done="Het nummer is uit de tekst gehaald.",
        run=lambda: operations.take_out_bsn(signal, actor=request.actor, version=form.cleaned_data["version"]),
    )


def _moved(form: NameForm, signal: Signal) -> Signal:
    return move_name(signal, actor=form.actor, version=form.cleaned_data["version"], named=form.named())
