"""Files of a signal: adding one, downloading it once it was checked, having it checked again, removing it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from audit.recording import record_view
from core.access import authorize
from core.errors import WrongState
from core.files import given_out
from core.forms import pressed
from core.pages import Request, demand_possible, page, visible_or_404
from municipalities.models import StoredFile
from signals import operations
from signals.events import SignalEvent
from signals.forms.attachments import AddFileForm, CorrectFileForm
from signals.forms.steps import ReasonForm
from signals.models import Attachment
from signals.operations.attachments import FILE_GONE
from signals.policies import SignalAction

from .start import FORM, form_page, part_or_404, signal_or_404, to_signal


@page(SignalAction.ADD_FILE, methods=FORM)
def add_file(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Add one file; it can be downloaded when it was checked."""
    signal = signal_or_404(request, pk)
    form = AddFileForm(request.POST or None, request.FILES or None, actor=request.actor, signal=signal)
    return form_page(
        request,
        form,
        about=signal,
        heading="Bijlage toevoegen",
        submit="Bijlage toevoegen",
        done="De bijlage is ontvangen en wordt nu gecontroleerd. Dat duurt meestal minder dan een minuut.",
        run=lambda: operations.add_file(signal, actor=request.actor, file=form.new_file()),
    )


@page(SignalAction.DOWNLOAD_FILE)
def attachment(request: Request, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """The file that was made of what came in; never that itself."""
    seen = Attachment.objects.visible_to(request.actor).select_related("signal")
    found: Attachment = visible_or_404(seen, pk=file, signal=pk)
    authorize(request.actor, SignalAction.DOWNLOAD_FILE, found)
    if not found.is_clean:
        raise WrongState(found.sentence or "Deze bijlage is er niet (meer), of wordt nog gecontroleerd.")
    stored = StoredFile.objects.made_for(found.pk).get()
    record_view(SignalEvent.FILE_DOWNLOADED, found, actor=request.actor)
    return given_out(found.neutral_name, stored.media_type, stored.content)


@page(SignalAction.RECHECK_FILE, methods=("POST",))
def recheck_file(request: Request, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """Have it checked again."""
    held = part_or_404(request, Attachment, file, signal=pk)
    operations.recheck_file(held, actor=request.actor, version=pressed(request.POST, request.actor))
    messages.success(request, "De bijlage wordt opnieuw gecontroleerd.")
    return redirect("signals:detail", pk)


@page(SignalAction.CORRECT_FILE, methods=FORM)
def correct_file(request: Request, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """Put right whose data it holds, with the reason."""
    found = part_or_404(request, Attachment, file, signal=pk)
    form = CorrectFileForm(request.POST or None, actor=request.actor, file=found)
    if not form.is_valid():
        demand_possible(FILE_GONE if found.is_removed else "", to_signal(found.signal))
    return form_page(
        request,
        form,
        about=found,
        heading="Van wie zijn deze gegevens?",
        lead=f"Het gaat om “{found.name or found.kind_label}”. Wat al is doorgegeven, verandert niet.",
        submit="Verbetering vastleggen",
        done="Vastgelegd van wie de gegevens in de bijlage zijn.",
        run=lambda: operations.correct_file(
            found, actor=request.actor, version=form.cleaned_data["version"], **form.told()
        ),
    )


@page(SignalAction.REMOVE_FILE, methods=FORM)
def remove_file(request: Request, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """Remove it, with the reason."""
    found = part_or_404(request, Attachment, file, signal=pk)
    form = ReasonForm(request.POST or None, actor=request.actor, version=found.version)
    return form_page(
        request,
        form,
        about=found,
        heading="Bijlage verwijderen",
        lead=f"Het bestand “{found.name or found.kind_label}” gaat definitief weg, met zijn naam en omschrijving. Wat blijft "
        "staan: dat er een bijlage was, wanneer die wegging en waarom.",
        submit="Bijlage verwijderen",
        done="De bijlage is verwijderd.",
        run=lambda: operations.remove_file(
            found, actor=request.actor, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"]
        ),
    )
