"""Characteristics and situations of a signal: their part of its page, and the short pages to add, put right and take back."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.models import User
from core.access import Actor
from core.pages import Request, demand_possible, page, show
from signals import operations
from signals.forms.indicators import NoteIndicatorsForm
from signals.forms.situations import EndSituationForm, SituationForm, WithdrawIndicatorForm
from signals.indicators import PROVES_NOTHING, Basis, IndicatorGroup
from signals.models import Signal, SignalIndicator, Situation
from signals.operations.noticing import ENDED, WITHDRAWN
from signals.policies import SignalAction
from signals.seeing import SENDER, sender_is_kept
from signals.situations import SituationEnd

from .start import FORM, form_page, look_for_step, part_or_404, signal_or_404, to_signal


def noticed_in(
    signal: Signal, actor: Actor, indicators: Iterable[SignalIndicator], situations: Iterable[Situation]
) -> dict[str, Any]:
    """For the page of the signal: what stands by group, and what does not stand any more; each with by whom, as the actor may know."""
    kept = signal.author_id if sender_is_kept(signal, actor) else None
    ticked = [(one, _by(one.author, kept), _by(one.withdrawn_by, kept)) for one in indicators]
    told = [(one, _by(one.author, kept), _by(one.ended_by, kept)) for one in situations]
    standing = [row for row in ticked if row[0].withdrawn_at is None]
    return {
        "proves_nothing": PROVES_NOTHING,
        "indicator_groups": [
            (group.label, rows)
            for group in IndicatorGroup
            if (rows := [row for row in standing if row[0].group is group])
        ],
        "indicators_back": [row for row in ticked if row[0].withdrawn_at is not None],
        "situations": [row for row in told if row[0].ended_at is None],
        "situations_ended": [row for row in told if row[0].ended_at is not None],
    }


def _by(person: User | None, kept: int | None) -> str:
    """Who did it; nobody by name for the program of a partner."""
    if person is None:
        return "de koppeling van de partner"
    return SENDER if person.pk == kept else str(person)


@page(SignalAction.NOTE_INDICATORS, methods=FORM)
def note_indicators(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Tick what was noticed."""
    signal = signal_or_404(request, pk)
    form = NoteIndicatorsForm(
        request.POST or None,
        actor=request.actor,
        of_forms=[signal.form, *signal.other_forms],
        standing=_standing(signal),
    )
    if form.carried_out(lambda: _noted(form, signal)):
        messages.success(request, "De kenmerken zijn vastgelegd.")
        return redirect("signals:detail", pk)
    look_for_step(request, signal)
    return show(request, "signals/indicators.html", {"signal": signal, "form": form}, status=form.status)


def _noted(form: NoteIndicatorsForm, signal: Signal) -> Signal:
    data = form.cleaned_data
    return operations.note_indicators(signal, actor=form.actor, noticed=data["noticed"], key=data["key"])


def _standing(signal: Signal) -> Mapping[str, str]:
    """What stands with the signal, by code: how it is known."""
    rows = SignalIndicator.objects.of(signal).filter(withdrawn_at__isnull=True)
    found: dict[str, list[str]] = {}
    for code, basis in rows.values_list("code", "basis"):
        found.setdefault(code, []).append(str(Basis(basis).label).lower())
    return {code: ", ".join(ways) for code, ways in found.items()}


@page(SignalAction.WITHDRAW_INDICATOR, methods=FORM)
def withdraw_indicator(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take a tick back."""
    indicator = part_or_404(request, SignalIndicator, pk)
    if request.method == "GET":
        demand_possible(WITHDRAWN if indicator.withdrawn_at else "", to_signal(indicator.signal))
    return form_page(
        request,
        WithdrawIndicatorForm(request.POST or None, actor=request.actor),
        about=indicator.signal,
        heading="Kenmerk intrekken",
        lead=f"“{indicator}” ({indicator.get_basis_display().lower()}) telt daarna niet meer mee en gaat nergens meer mee naartoe. "
        "Dat het er stond, blijft te lezen. Wat al is doorgegeven, verandert niet.",
        submit="Kenmerk intrekken",
        done="Het kenmerk is ingetrokken.",
        run=lambda: operations.withdraw_indicator(indicator, actor=request.actor),
    )


@page(SignalAction.ADD_SITUATION, methods=FORM)
def add_situation(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Tell one matter apart: which form, where, when."""
    signal = signal_or_404(request, pk)
    known = {"form": signal.form, "source": signal.source}
    form = SituationForm(request.POST or None, actor=request.actor, signal=signal, known=known)
    return form_page(
        request,
        form,
        about=signal,
        heading="Situatie vastleggen",
        lead="Vertelt dit signaal over meer dan één plek, tijd of vorm? Leg dan elke situatie apart vast.",
        submit="Situatie vastleggen",
        done="De situatie is vastgelegd.",
        run=lambda: operations.add_situation(signal, actor=request.actor, facts=form.facts()),
    )


@page(SignalAction.CHANGE_SITUATION, methods=FORM)
def change_situation(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Tell it better; what stood there stays to be read."""
    situation = _situation_or_404(request, pk)
    form = SituationForm(request.POST or None, actor=request.actor, signal=situation.signal, known=situation)
    return form_page(
        request,
        form,
        about=situation.signal,
        heading="Situatie wijzigen",
        lead="Wat er nu staat, blijft te lezen onder “Niet meer geldig”.",
        submit="Situatie wijzigen",
        done="De situatie is gewijzigd.",
        run=lambda: operations.change_situation(situation, actor=request.actor, facts=form.facts()),
    )


@page(SignalAction.END_SITUATION, methods=FORM)
def end_situation(request: Request, pk: uuid.UUID) -> HttpResponse:
    """It is over, or was wrong."""
    situation = _situation_or_404(request, pk)
    form = EndSituationForm(request.POST or None, actor=request.actor)
    return form_page(
        request,
        form,
        about=situation.signal,
        heading="Situatie beëindigen",
        lead=f"{situation}. Dit gaat daarna nergens meer mee naartoe. Dat het er stond, blijft te lezen.",
        submit="Situatie beëindigen",
        done="De situatie is beëindigd.",
        run=lambda: operations.end_situation(
            situation, actor=request.actor, why=SituationEnd(form.cleaned_data["why"])
        ),
    )


def _situation_or_404(request: Request, pk: uuid.UUID) -> Situation:
    """The situation, where a page may ask for a step with it; what was sent is judged by the operation."""
    situation = part_or_404(request, Situation, pk)
    if request.method == "GET":
        demand_possible(ENDED if situation.ended_at else "", to_signal(situation.signal))
    return situation
