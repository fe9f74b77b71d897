"""What is past its day: put forward by the officer, agreed to by the privacy officer, held by either. Numbers, no content."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.operation import together
from audit.recording import record_search, record_view
from core.access import Actor, may
from core.errors import Invalid, NotVisible, WrongState
from core.forms import ChangeForm, pressed
from core.pages import Request, page, show, visible_or_404
from core.workdays import today
from municipalities.oversight import overseeing
from signals import operations
from signals.events import SignalEvent
from signals.forms.retention import ApproveForm, LongerByNumberForm, LongerForm, ticked_in
from signals.models import Erasure, ErasureLine, Hold, Signal
from signals.operations.erasing import may_be_held
from signals.policies import SignalAction
from signals.retention import to_put_forward
from signals.retention_states import ErasureState, LineState
from signals.retention_work import numbered

from .start import FORM, signal_or_404, to_signal

MOST = 50
LIST = "signals:retention"
HELD = "{number} wordt langer bewaard, tot en met {day}."
UNKNOWN = "Wij vinden geen signaal met dit nummer in uw gemeenten. Kijk of het nummer klopt."


@contextmanager
def watching(actor: Actor) -> Iterator[None]:
    """Within reach of what this page shows: the privacy officer's list is one of its own."""
    if not actor.oversees:
        yield
        return
    with overseeing(actor):
        yield


@page(SignalAction.LIST_RETENTION)
def retention(request: Request) -> HttpResponse:
    """What waits, what was put forward, what is held."""
    return _shown(request, ApproveForm(actor=request.actor, signals=_waiting(request.actor)[:MOST]))


@page(SignalAction.APPROVE_ERASURE, methods=("POST",))
def approve(request: Request) -> HttpResponse:
    """Put forward what was ticked: for each municipality a proposal of its own, or none at all."""
    ticked = Signal.objects.listed_for(request.actor).filter(pk__in=ticked_in(request.POST))
    chosen = {signal.pk: signal for signal in ticked.select_related("municipality")}
    # What was ticked stays in the form, also when it left the list meanwhile: the refusal names it.
    signals = list(({signal.pk: signal for signal in _waiting(request.actor)[:MOST]} | chosen).values())
    form = ApproveForm(request.POST, actor=request.actor, signals=signals)
    if form.carried_out(lambda: _put_forward(form, request.actor)):
        messages.success(
            request, "Uw voorstel staat klaar voor de privacy officer. Pas na haar akkoord wordt er gewist."
        )
        return redirect(LIST)
    return _shown(request, form)


def _put_forward(form: ApproveForm, actor: Actor) -> Erasure:
    key = form.cleaned_data["key"]
    with together():
        for place, signals in form.chosen().items():
            made = operations.approve_erasure(
                actor=actor,
                key=uuid.uuid5(key, str(place)),
                municipality=signals[0].municipality,
                chosen=[signal.pk for signal in signals],
            )
    return made


def _waiting(actor: Actor) -> list[Signal]:
    if not may(actor, SignalAction.APPROVE_ERASURE):
        return []
    rows = Signal.objects.listed_for(actor).filter(municipality__in=actor.content).select_related("municipality")
    return list(to_put_forward(rows, today())[: MOST + 1])


def _shown(request: Request, form: ApproveForm) -> HttpResponse:
    actor = request.actor
    with watching(actor):
        proposals = Erasure.objects.visible_to(actor).select_related("municipality", "approved_by", "agreed_by")
        erasures = list(proposals[:MOST])
        held = Hold.objects.visible_to(actor).running(today()).select_related("municipality", "author")
        holds = list(held[:MOST])
    rows = list(form.rows())
    record_search(SignalEvent.RETENTION_LISTED, actor=actor, query="", rows=len(rows) + len(erasures) + len(holds))
    context = {
        "form": form,
        "rows": rows,
        "puts_forward": may(actor, SignalAction.APPROVE_ERASURE),
        "erasures": erasures,
        "holds": [(hold, ChangeForm(actor=actor, version=hold.version)) for hold in holds],
    }
    return show(request, "signals/retention.html", context, status=form.status)


@page(SignalAction.LIST_RETENTION)
def erasure(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One proposal: its lines, and afterwards the proof."""
    with watching(request.actor):
        found = _erasure_or_404(request, pk)
        lines = list(ErasureLine.objects.visible_to(request.actor).filter(erasure=found))
        agrees = may(request.actor, SignalAction.AGREE_ERASURE, found) and found.state != ErasureState.DONE
    record_view(SignalEvent.ERASURE_VIEWED, found, actor=request.actor)
    context = {
        "erasure": found,
        "lines": [(line, line.state == LineState.WAITING) for line in lines],
        "is_own": found.approved_by_id == request.actor.user_id,
        "form": ChangeForm(actor=request.actor, version=found.version) if agrees else None,
        "again": found.state == ErasureState.ORDERED,
        "list_url": reverse(LIST),
    }
    return show(request, "signals/erasure.html", context)


def _erasure_or_404(request: Request, pk: uuid.UUID) -> Erasure:
    rows = Erasure.objects.visible_to(request.actor)
    found: Erasure = visible_or_404(rows.select_related("municipality", "approved_by", "agreed_by"), pk=pk)
    return found


@page(SignalAction.AGREE_ERASURE, methods=("POST",), fresh=True)
def agree(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The second yes."""
    with watching(request.actor):
        found = _erasure_or_404(request, pk)
        operations.agree_erasure(found, actor=request.actor, version=pressed(request.POST, request.actor))
    messages.success(request, "U gaf akkoord. De signalen worden nu geanonimiseerd; op deze pagina komt het bewijs.")
    return redirect("signals:erasure", pk)


@page(SignalAction.HOLD, methods=FORM)
def hold(request: Request, pk: uuid.UUID) -> HttpResponse:
    """An officer keeps a signal longer."""
    signal = signal_or_404(request, pk)
    if not may_be_held(signal):
        raise WrongState("Dit signaal is al geanonimiseerd.", leads_to=to_signal(signal))
    form = LongerForm(request.POST or None, actor=request.actor)
    named = (signal.pk, signal.municipality_id, signal.reference)
    if request.method == "GET":
        record_view(SignalEvent.VIEWED, signal, actor=request.actor)
    return _hold_page(request, form, named, reverse("signals:detail", args=[signal.pk]))


@page(SignalAction.HOLD, methods=FORM)
def set_aside(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One line of a proposal is set aside."""
    with watching(request.actor):
        line: ErasureLine = visible_or_404(ErasureLine.objects.visible_to(request.actor), pk=pk)
    back = reverse("signals:erasure", args=[line.erasure_id])
    form = LongerForm(request.POST or None, actor=request.actor)
    if request.method == "GET":
        if line.state != LineState.WAITING:
            raise WrongState("Over dit signaal is intussen beslist.", leads_to=("Naar het voorstel", back))
        record_view(SignalEvent.ERASURE_VIEWED, line, actor=request.actor)
    return _hold_page(request, form, (line.dossier_id, line.municipality_id, line.reference), back)


@page(SignalAction.HOLD, methods=FORM)
def hold_by_number(request: Request) -> HttpResponse:
    """Who sees no signals names one by its number."""
    form = LongerByNumberForm(request.POST or None, actor=request.actor)
    if not request.actor.oversees:
        raise NotVisible
    named = numbered(form.cleaned_data["number"], request.actor) if form.is_valid() else None
    if form.is_bound and form.is_valid() and named is None:
        form.add_error("number", UNKNOWN)
    return _hold_page(request, form, named, reverse(LIST))


def _hold_page(request: Request, form: LongerForm, named: tuple[uuid.UUID, int, str] | None, back: str) -> HttpResponse:
    def run() -> Hold:
        if named is None:
            raise Invalid({"number": [UNKNOWN]})
        return operations.hold_signal(actor=request.actor, longer=form.longer(*named))

    with watching(request.actor):
        held = form.carried_out(run)
    if held:
        messages.success(request, HELD.format(number=held.reference, day=f"{held.until:%d-%m-%Y}"))
        return redirect(back)
    context: dict[str, Any] = {"form": form, "number": named[2] if named else "", "back": back}
    return show(request, "signals/hold.html", context, status=form.status)


@page(SignalAction.END_HOLD, methods=("POST",))
def end_hold(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Its own term holds again."""
    with watching(request.actor):
        found: Hold = visible_or_404(Hold.objects.visible_to(request.actor), pk=pk)
        operations.end_hold(found, actor=request.actor, version=pressed(request.POST, request.actor))
    messages.success(request, f"{found.reference} wordt niet langer vastgehouden. De gewone bewaartermijn geldt weer.")
    return redirect(LIST)
