"""What is gathered about a signal: looked up, asked elsewhere, heard on the phone; awaited, found, or taken back."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format

from accounts.models import User
from audit.timeline import Line
from core.access import Actor
from core.pages import Request, demand_possible, page, show
from signals import operations, usual
from signals.events import SignalEvent
from signals.forms.gathering import CallForm, ExpectLaterForm
from signals.forms.steps import EnrichForm, FindingForm, ReasonForm
from signals.handed_over import that_hold
from signals.models import Enrichment, Handover, Signal, TableItem
from signals.operations.gathering import WITHDRAWN, why_no_answer
from signals.policies import SignalAction
from signals.seeing import SENDER, sender_is_kept
from signals.table_states import TableStep
from signals.usual import NOT_ADDED, OF_MUNICIPALITY, USUAL

from .start import FORM, form_page, look_for_step, part_or_404, signal_or_404, to_signal

# The button that fills in what is usual, and stores nothing.
PROPOSE = "voorstel"


@dataclass(frozen=True, slots=True)
class Gathered:
    """One item as the page tells it: by whom it was written down and taken back, and the handovers that hold it.

    `may_note`: the actor writes this kind down, so its outcome too.
    """

    item: Enrichment
    by: str
    back_by: str = ""
    stood_in: Sequence[Handover] = ()
    may_note: bool = True


def gathered_in(signal: Signal, actor: Actor, parts: dict[str, Any], *, may_note: bool) -> dict[str, Any]:
    """For the page of the signal: `gathered` stands, `gathered_back` was taken back; `call_form` where a call can be noted.

    `stood_in` tells of the last where it was handed over before; what was frozen then is not changed.
    """
    kept = signal.author_id if sender_is_kept(signal, actor) else None
    sent = [handover for handover, _ in parts["handovers"]]

    def named(person: User | None) -> str:
        return SENDER if person is not None and person.pk == kept else str(person or "")

    standing = [
        Gathered(item, named(item.author), may_note=usual.may_note(actor, item.kind, signal))
        for item in parts["enrichments"]
        if not item.is_withdrawn
    ]
    back = [
        Gathered(item, named(item.author), named(item.withdrawn_by), that_hold(item, sent, parts["additions"]))
        for item in parts["enrichments"]
        if item.is_withdrawn
    ]
    return {
        "gathered": standing,
        "gathered_back": back,
        "call_form": CallForm(actor=actor) if may_note else None,
    }


def told_of_item(line: Line, items: Iterable[Enrichment], timeline: Iterable[Line]) -> str:
    """More about a line of the timeline: which item, and what came of it then; "" for a line about something else."""
    item = next((one for one in items if str(one.pk) == line.detail.get("item")), None)
    if item is None:
        return ""
    kind = str(item.get_kind_display())
    if line.event == SignalEvent.EXPECTED_LATER:
        since = [at for at in _moved(item, timeline) if at >= line.at]
        return _told_later(kind, item, len(since))
    answered = f", antwoord op {date_format(item.answered_on, 'j F Y')}" if item.answered_on else ""
    told = {
        SignalEvent.ENRICHED: f"{kind}: {item.question} Waarom nodig: {item.necessity}",
        SignalEvent.FINDING_RECORDED: f"{kind}: {item.question}\nUitkomst: {item.get_result_display().lower()}{answered}",
        SignalEvent.CALL_NOTED: f"{item.source}: {item.finding}",
        SignalEvent.FINDING_WITHDRAWN: f"{kind}. Waarom: {item.withdrawn_because}",
    }
    return told.get(SignalEvent(line.event), "")


def _told_later(kind: str, item: Enrichment, number: int) -> str:
    """Until when it was put off that time, and why; `number`: counted back from the last time, 1, for the log forgets the first."""
    *_, since, why = (item.put_off or [])[-number]
    return f"{kind}. Verwacht op {date_format(dt.date.fromisoformat(since), 'j F Y')}. Waarom: {why}"


def _moved(item: Enrichment, timeline: Iterable[Line]) -> list[dt.datetime]:
    """When the day of its answer was put off."""
    later = (one for one in timeline if one.event == SignalEvent.EXPECTED_LATER)
    return [one.at for one in later if one.detail.get("item") == str(item.pk)]


@page(SignalAction.ENRICH, methods=FORM)
def enrich(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Add something that was looked up or asked; on request with what is usual for its kind, to be confirmed."""
    signal = signal_or_404(request, pk)
    proposing = request.POST.get("doe") == PROPOSE
    form = (
        EnrichForm.proposing(request.POST, actor=request.actor, signal=signal)
        if proposing
        else EnrichForm(
            request.POST or None, actor=request.actor, signal=signal, initial=_asked_by_table(request, signal)
        )
    )
    if form.carried_out(lambda: operations.enrich(signal, actor=request.actor, finding=form.found())):
        messages.success(request, "De informatie is vastgelegd.")
        return redirect("signals:detail", pk)
    look_for_step(request, signal)
    kinds = [(kind.label, row) for kind, row in USUAL.items() if kind not in NOT_ADDED]
    context = {"signal": signal, "form": form, "propose": PROPOSE, "kinds": kinds, "proposing": proposing}
    context["of_municipality"] = OF_MUNICIPALITY
    return show(request, "signals/enrich.html", context, status=form.status)


def _asked_by_table(request: Request, signal: Signal) -> dict[str, Any]:
    """What a screening table proposed to find out, to begin with."""
    with suppress(ValueError):
        rows = TableItem.objects.of(signal).filter(pk=uuid.UUID(request.GET.get("punt", "")), step=TableStep.GATHER)
        if item := rows.first():
            words = " ".join((item.decision or "").split())
            return {"question": words[:300], "necessity": "Het screeningsoverleg stelde dit voor."}
    return {}


@page(SignalAction.NOTE_CALL, methods=FORM)
def note_call(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write a phone call down in one line; the page of the signal has the same form."""
    signal = signal_or_404(request, pk)
    form = CallForm(request.POST or None, actor=request.actor)
    return form_page(
        request,
        form,
        about=signal,
        heading="Telefoongesprek noteren",
        submit="Gesprek noteren",
        done="Het gesprek is genoteerd.",
        run=lambda: operations.note_call(signal, actor=request.actor, call=form.call()),
    )


@page(SignalAction.RECORD_FINDING, methods=FORM)
def record_finding(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down what came of something that was asked."""
    item = part_or_404(request, Enrichment, pk)
    form = FindingForm(request.POST or None, actor=request.actor, version=item.version, asked_on=item.asked_on)
    if not form.is_valid():  # what was sent twice is answered as the first time, by the operation
        demand_possible(why_no_answer(item), to_signal(item.signal))
    return form_page(
        request,
        form,
        about=item.signal,
        heading="Uitkomst vastleggen",
        lead=_asked(item),
        submit="Uitkomst vastleggen",
        done="De uitkomst is vastgelegd.",
        run=lambda: operations.record_finding(
            item, actor=request.actor, version=form.cleaned_data["version"], found=form.found()
        ),
    )


@page(SignalAction.EXPECT_LATER, methods=FORM)
def expect_later(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The answer comes on another day."""
    item = part_or_404(request, Enrichment, pk)
    form = ExpectLaterForm(request.POST or None, actor=request.actor, version=item.version)
    if not form.is_valid():
        demand_possible(why_no_answer(item), to_signal(item.signal))
    return form_page(
        request,
        form,
        about=item.signal,
        heading="Antwoord later verwacht",
        lead=f"{_asked(item)} Komt er geen antwoord meer? Leg dan bij de uitkomst vast: komt niet.",
        submit="Andere dag vastleggen",
        done="De nieuwe dag is vastgelegd.",
        run=lambda: operations.expect_later(
            item,
            actor=request.actor,
            version=form.cleaned_data["version"],
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        ),
    )


@page(SignalAction.WITHDRAW_FINDING, methods=FORM)
def withdraw_finding(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take back what was a mistake."""
    item = part_or_404(request, Enrichment, pk)
    form = ReasonForm(
        request.POST or None, actor=request.actor, version=item.version, label="Waarom? Bijvoorbeeld: verkeerde persoon"
    )
    if not form.is_valid():
        demand_possible(WITHDRAWN if item.is_withdrawn else "", to_signal(item.signal))
    return form_page(
        request,
        form,
        about=item.signal,
        heading="Informatie intrekken",
        lead=f"“{item.get_kind_display()}: {item.question}” telt daarna niet meer mee en gaat nergens meer mee naartoe. "
        "Er wordt niets gewist: wie dit signaal mag zien, leest dat het is ingetrokken en waarom. Wat al is doorgegeven, "
        "verandert niet; op de pagina van het signaal staat daarna aan wie.",
        submit="Informatie intrekken",
        done="De informatie is ingetrokken.",
        run=lambda: operations.withdraw_finding(
            item,
            actor=request.actor,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        ),
    )


def _asked(item: Enrichment) -> str:
    day = date_format(item.asked_on, "j F Y")
    return f"{item.get_kind_display()}, gevraagd op {day} bij {item.source}: {item.question}"
