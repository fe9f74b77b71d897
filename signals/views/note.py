"""The short note: one page, while somebody is on the phone; the writer becomes owner of the signal.

It is kept while she types, as a draft under the key of the form: a call that is cut off is found again under Concepten, and
one with direct danger alarms like every report that was broken off.
"""

import uuid
from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.operation import together
from core.errors import NotVisible
from core.pages import Request, page, show, typed_at
from municipalities.models import Municipality
from signals import operations
from signals.drafts import AlreadySent, draft_or_404
from signals.forms.note import NoteForm
from signals.forms.page import Kept
from signals.holders import origin_of
from signals.models import Draft, Signal
from signals.operations.drafts import demand_newest
from signals.policies import SignalAction
from signals.wizard import NOTE

from .autosave import keep_typed
from .related import strongest


@page(SignalAction.NOTE, methods=("GET", "POST"))
def note(request: Request, pk: uuid.UUID | None = None) -> HttpResponse:
    """A few fields, straight into "in beoordeling". `pk`: of the draft that somebody goes on with."""
    kept = _kept(request, pk) if pk else None
    form = NoteForm(request.POST or None, actor=request.actor, kept=kept, key=pk)
    if not form.holders:
        return show(request, "signals/wizard_nowhere.html")
    if typed_at(request) is not None:
        holder = form.held_by
        return keep_typed(form, lambda: holder and _keep(form, holder, typed_at(request)), asks=holder is not None)
    if signal := form.carried_out(lambda: _note(form)):
        _tell(request, signal)
        # The note is safe; whether 112 was called is asked next, so that nobody has to finish a form before calling.
        return redirect("signals:danger" if signal.is_acute else "signals:detail", signal.pk)
    form.look_up()
    context = {"form": form, "draft_url": reverse("signals:note")}
    return show(request, "signals/note.html", context, status=form.status)


def _kept(request: Request, pk: uuid.UUID) -> Kept | None:
    try:
        answers = draft_or_404(request.actor, pk).answers or {}
    except AlreadySent:
        if request.method == "POST":  # a second press leads to the same signal
            return None
        raise
    if NOTE not in answers:
        raise NotVisible
    kept: Kept = answers[NOTE]
    return kept


def _keep(form: NoteForm, holder: Municipality, typed: int | None) -> Draft:
    """As the draft of this note. Where it was begun for another municipality it is begun anew: no draft ever moves."""
    given, actor, key = form.kept() | {"step": NOTE, "typed": typed}, form.actor, form.cleaned_data["key"]
    draft = _draft(form)
    with together():
        if draft is not None and draft.municipality_id != holder.pk:
            # Refused where another window has something newer.
            operations.save_draft(draft, actor=actor, **given)
            operations.discard_draft(draft, actor=actor, sent=True)
            draft = None
        if draft is None:
            draft = operations.start_draft(actor=actor, municipality=holder, key=key)
            given["saved"] = 0
        return operations.save_draft(draft, actor=actor, **given)


def _draft(form: NoteForm) -> Draft | None:
    found: Draft | None = Draft.objects.visible_to(form.actor).filter(pk=form.cleaned_data["key"]).first()
    return found


def _note(form: NoteForm) -> Signal:
    draft = _draft(form)
    # With direct danger what somebody sends goes, also when another window of hers holds something newer.
    if draft is not None and not form.in_danger:
        shown = form.cleaned_data
        demand_newest(draft, step=NOTE, saved=shown["version"], page=shown["page"], undone="Er is niets vastgelegd.")
    # The same button, pressed twice at the same moment: the first one has cleared the draft away.
    with suppress(NotVisible), together():
        signal = _log(form)
        if draft is not None:
            operations.discard_draft(draft, actor=form.actor, sent=True)
    return signal


def _log(form: NoteForm) -> Signal:
    return operations.note_signal(
        actor=form.actor,
        municipality=form.holder.municipality,
        origin=origin_of(form.actor),
        facts=form.note(),
        key=form.cleaned_data["key"],
    )


def _tell(request: Request, signal: Signal) -> None:
    messages.success(request, f"De notitie is vastgelegd als {signal.reference}. U bent de eigenaar.")
    if alike := strongest(signal, request.actor):
        told = "; ".join(f"{kin.row.reference} ({kin.why})" for kin in alike)
        messages.info(request, f"Dit lijkt op {told}. Bekijk het bij “Verwant” op de pagina van het signaal.")
