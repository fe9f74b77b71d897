"""An exception to the list of receivers: the officer's page of one signal, the privacy officer's list and page."""

import uuid

from django.contrib import messages
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import redirect

from audit.recording import record_search, record_view
from core.forms import pressed
from core.pages import Request, page, show, visible_or_404
from municipalities.oversight import overseeing
from signals import operations
from signals.events import SignalEvent
from signals.forms.overrides import AskOverrideForm, DecideOverrideForm, ReviewOverrideForm
from signals.judging import hers
from signals.models import Override
from signals.operations.overriding import is_party
from signals.policies import SignalAction
from signals.workflow import OverrideState

from .start import FORM, look_for_step, part_or_404, signal_or_404

MOST = 200


@page(SignalAction.ASK_OVERRIDE, methods=FORM)
def ask(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What was asked for this signal and what became of it; and asking for another."""
    signal = signal_or_404(request, pk)
    form = AskOverrideForm(request.POST or None, actor=request.actor, signal=signal)
    if form.carried_out(lambda: operations.ask_override(signal, actor=request.actor, asked=form.asked())):
        messages.success(request, "De privacy officer krijgt nu een bericht. U krijgt bericht zodra er een besluit is.")
        return redirect("signals:detail", pk)
    look_for_step(request, signal)
    rows = Override.objects.of(signal).select_related("partner").order_by("-asked_at")
    context = {"signal": signal, "form": form, "rows": list(rows)}
    return show(request, "signals/override_ask.html", context, status=form.status)


@page(SignalAction.WITHDRAW_OVERRIDE, methods=("POST",))
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    """It is not needed any more."""
    override = part_or_404(request, Override, pk)
    operations.withdraw_override(override, actor=request.actor, version=pressed(request.POST, request.actor))
    messages.success(request, "De uitzondering is ingetrokken.")
    return redirect("signals:ask-override", override.signal_id)


@page(SignalAction.WATCH_OVERRIDES)
def overrides(request: Request) -> HttpResponse:
    """Every exception in the municipalities that the privacy officer oversees; what waits for her first."""
    with overseeing(request.actor):
        rows = Override.objects.visible_to(request.actor).select_related("partner", "municipality", "author")
        waits = Q(state=OverrideState.ASKED) | Q(in_danger=True, verdict="")
        found = list(rows.annotate(waiting=waits).order_by(F("waiting").desc(), "-asked_at")[:MOST])
    record_search(SignalEvent.OVERRIDES_LISTED, actor=request.actor, query="", rows=len(found))
    owned = hers(request.actor) if any(row.waits for row in found) else frozenset()
    own = {row.pk for row in found if row.author_id == request.actor.user_id or row.pk in owned}
    context = {
        "waiting": [row for row in found if row.waits and row.pk not in own],
        "own": [row for row in found if row.waits and row.pk in own],
        "settled": [row for row in found if not row.waits],
    }
    return show(request, "signals/overrides.html", context)


@page(SignalAction.WATCH_OVERRIDES, methods=FORM)
def override(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One of them: what is asked and why, nothing of the signal but its number; and the form to decide or to judge."""
    with overseeing(request.actor):
        rows = Override.objects.visible_to(request.actor).select_related("partner", "municipality", "author")
        row = visible_or_404(rows.select_related("decided_by"), pk=pk)
        kind = ReviewOverrideForm if row.in_danger else DecideOverrideForm
        form = kind(request.POST or None, actor=request.actor, version=row.version)
        if form.carried_out(lambda: _decided(request, row, form)):
            messages.success(request, f"Uw besluit over {row.reference} is vastgelegd.")
            return redirect("signals:overrides")
    record_view(SignalEvent.OVERRIDE_VIEWED, row, actor=request.actor)
    is_own = row.waits and is_party(row, request.actor)
    context = {"row": row, "form": form if row.waits and not is_own else None, "is_own": is_own}
    return show(request, "signals/override.html", context, status=form.status)


def _decided(request: Request, row: Override, form: DecideOverrideForm | ReviewOverrideForm) -> Override:
    if isinstance(form, ReviewOverrideForm):
        return operations.review_override(row, actor=request.actor, **form.judged())
    data = form.cleaned_data
    given = {"actor": request.actor, "version": data["version"], "reason": data["reason"]}
    if data["decision"] == "allow":
        return operations.allow_override(row, until=data["until"], **given)
    return operations.refuse_override(row, **given)
