"""The decision panel: one form, one judgement, several things that follow from it."""

import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.operation import together
from core.access import Actor
from core.pages import Request, page, show
from signals import operations
from signals.forms.consent import against_in, asked_in
from signals.forms.decision import DecisionForm, WeighForm
from signals.models import Offer, Signal
from signals.operations.consenting import Asked
from signals.policies import SignalAction
from signals.reporting_back import way_back
from signals.workflow import SignalState

from .detail import decision_form, page_of, weighing_of
from .start import FORM, look_for_step, note_look, signal_or_404


@page(SignalAction.DECIDE, methods=("POST",))
def decide(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Everything that was ticked, or nothing."""
    signal = signal_or_404(request, pk)
    returned = Offer.objects.of(signal).returned().first() if signal.care_sees else None
    form = decision_form(signal, request.actor, returned, request.POST)
    if form.carried_out(lambda: _carry_out(signal, request.actor, form)):
        return _go_on(request, signal, form)
    note_look(request, signal)
    context = page_of(signal, request.actor) | {"decision_form": form, "form": form, "panel_open": "yes"}
    return show(request, "signals/detail.html", context, status=422)


@page(SignalAction.WEIGH, methods=FORM)
def weigh(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Judge once more, beside how it was judged before."""
    signal = signal_or_404(request, pk)
    form = WeighForm(request.POST or None, actor=request.actor, signal=signal)
    if form.carried_out(
        lambda: operations.weigh(
            signal, actor=request.actor, version=form.cleaned_data["version"], judgement=form.judgement()
        )
    ):
        messages.success(request, "Uw beoordeling is vastgelegd.")
        return redirect("signals:detail", pk)
    look_for_step(request, signal)
    context = {"signal": signal, "form": form, "signal_url": reverse("signals:detail", args=[pk])}
    return show(request, "signals/weigh.html", context | weighing_of(signal, request.actor), status=form.status)


def _carry_out(signal: Signal, actor: Actor, form: DecisionForm) -> Signal:
    data = form.cleaned_data
    version = data["version"]
    with together():
        if data["close"]:
            close = operations.close_at_once if signal.state == SignalState.RECEIVED else operations.close
            return close(signal, actor=actor, version=version, closing=form.closing())
        decide = operations.decide_acute if signal.state == SignalState.RECEIVED else operations.decide
        decided = decide(signal, actor=actor, version=version, judgement=form.judgement(), hand_over=data["hand_over"])
        if data["offer"]:
            asked = cast("Asked", asked_in(data))  # a valid form has an answer
            operations.offer_signal(signal, actor=actor, why=data["offer_why"], asked=asked, against=against_in(data))
        if data["follow"]:
            operations.follow_signal(
                signal,
                actor=actor,
                why=data["follow_why"],
                what_changes_it=data["what_changes_it"],
                review_on=data["review_on"],
            )
        return decided


def _go_on(request: Request, signal: Signal, form: DecisionForm) -> HttpResponse:
    if form.cleaned_data["hand_over"]:
        then = " Daarna legt u vast welke gemeente het ook betreft." if form.cleaned_data.get("concern_also") else ""
        messages.success(request, f"Uw besluit is vastgelegd. Kies nu wat u doorgeeft en aan wie.{then}")
        return redirect("signals:hand-over", signal.pk)
    if form.cleaned_data.get("concern_also"):
        messages.success(request, "Uw besluit is vastgelegd. Kies nu welke gemeente het ook betreft en wat zij ziet.")
        return redirect("signals:concern-also", signal.pk)
    told = way_back(signal, request.actor).closed(answered=bool(form.cleaned_data["answer"]))
    messages.success(request, told if form.cleaned_data["close"] else "Uw besluit is vastgelegd.")
    return redirect("signals:detail", signal.pk)
