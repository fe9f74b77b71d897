"""The short note: one page, while somebody is on the phone; the writer becomes owner of the signal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from core.pages import Request, page, show
from signals import operations
from signals.forms.note import NoteForm
from signals.holders import origin_of
from signals.models import Signal
from signals.policies import SignalAction

from .related import strongest


@page(SignalAction.NOTE, methods=("GET", "POST"))
def note(request: Request) -> HttpResponse:
    """Five fields, straight into "in beoordeling"."""
    form = NoteForm(request.POST or None, actor=request.actor)
    if not form.holders:
        return show(request, "signals/wizard_nowhere.html")
    if signal := form.carried_out(lambda: _note(form)):
        messages.success(request, f"De notitie is vastgelegd als {signal.reference}. U bent de eigenaar.")
        if alike := strongest(signal, request.actor):
            told = "; ".join(f"{kin.row.reference} ({kin.why})" for kin in alike)
            messages.info(request, f"Dit lijkt op {told}. Bekijk het bij “Verwant” op de pagina van het signaal.")
        # The note is safe; whether 112 was called is asked next, so that nobody has to finish a form before calling.
        return redirect("signals:danger" if signal.is_acute else "signals:detail", signal.pk)
    form.look_up()
    return show(request, "signals/note.html", {"form": form}, status=form.status)


def _note(form: NoteForm) -> Signal:
    return operations.note_signal(
        actor=form.actor,
        municipality=form.holder.municipality,
        origin=origin_of(form.actor),
        facts=form.note(),
        key=form.cleaned_data["key"],
    )
