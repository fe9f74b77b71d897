"""What is past its day: put forward by the officer, agreed to by the privacy officer, held by either. Numbers, no content."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

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
from core.pagination import Page, keyset_page
from core.workdays import today
from municipalities.oversight import overseeing
from signals import operations
from signals.events import SignalEvent
from signals.forms.retention import ApproveForm, LongerByNumberForm, LongerForm, ticked_in
from signals.models import Erasure, ErasureLine, Hold, Signal
from signals.operations.erasing import may_be_held
from signals.policies import SignalAction
from signals.retention import to_put_forward_by
from signals.retention_states import ErasureState, LineState
from signals.retention_work import numbered

from .start import FORM, signal_or_404, to_signal

LIST = "signals:retention"
SIZE = 25
PAST, PROPOSED, LONGER = "voorbij", "voorstellen", "vastgehouden"
TABS = ((PAST, "Voorbij de termijn"), (PROPOSED, "Voorstellen"), (LONGER, "Langer vastgehouden"))
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
    """A page of one of three lists: what waits, what was put forward, what is held."""
    codes = [code for code, _ in _tabs(request.actor)]
    tab = request.GET.get("tab") or codes[0]
    if tab == LONGER:
        return _held(request)
    if tab == PAST and PAST in codes:
        found = _past(request)
        form = ApproveForm(actor=request.actor, signals=found.rows)
        return _shown(request, PAST, found, {"form": form, "rows": list(form.rows())})
    return _proposed(request)


def _proposed(request: Request) -> HttpResponse:
    with watching(request.actor):
        proposals = Erasure.objects.visible_to(request.actor).undone_first()
        rows = proposals.select_related("municipality", "approved_by", "agreed_by")
        found = keyset_page(rows, order=rows.UNDONE_FIRST, after=_place(request), size=SIZE)
    return _shown(request, PROPOSED, found)


def _held(request: Request) -> HttpResponse:
    with watching(request.actor):
        held = Hold.objects.visible_to(request.actor).running(today()).select_related("municipality", "author")
        found = keyset_page(held, order=("until", "id"), after=_place(request), size=SIZE)
    holds = [(hold, ChangeForm(actor=request.actor, version=hold.version)) for hold in found.rows]
    return _shown(request, LONGER, found, {"holds": holds, "by_number": bool(request.actor.oversees)})


def _past(request: Request) -> Page[Signal]:
    rows = to_put_forward_by(request.actor).select_related("municipality")
    return keyset_page(rows, order=("kept_until", "id"), after=_place(request), size=SIZE)


def _place(request: Request) -> str:
    return request.GET.get("na", "")


def _tabs(actor: Actor) -> Sequence[tuple[str, str]]:
    return TABS if may(actor, SignalAction.APPROVE_ERASURE) else TABS[1:]


def _list(tab: str) -> str:
    return f"{reverse(LIST)}?tab={tab}"


def _shown(
    request: Request, tab: str, found: Page[Any], more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    record_search(SignalEvent.RETENTION_LISTED, actor=request.actor, query=tab, rows=len(found.rows))
    tabs = [{"label": label, "url": _list(code), "current": code == tab} for code, label in _tabs(request.actor)]
    context = {
        "tabs": tabs,
        "tab": tab,
        "page": found,
        # What was ticked goes back to the page that it was ticked on, should it be refused.
        "approve_url": f"{reverse('signals:approve-erasure')}?{urlencode({'na': _place(request)})}",
        **(more or {}),
    }
    return show(request, "signals/retention.html", context, status=status)


@page(SignalAction.APPROVE_ERASURE, methods=("POST",))
def approve(request: Request) -> HttpResponse:
    """Put forward what was ticked: for each municipality a proposal of its own, or none at all."""
    ticked = Signal.objects.listed_for(request.actor).filter(pk__in=ticked_in(request.POST))
    chosen = {signal.pk: signal for signal in ticked.select_related("municipality")}
    # What was ticked stays in the form, also when it left the list meanwhile: the refusal names it.
    signals = list(({signal.pk: signal for signal in _past(request).rows} | chosen).values())
    form = ApproveForm(request.POST, actor=request.actor, signals=signals)
    if form.carried_out(lambda: _put_forward(form, request.actor)):
        messages.success(
            request, "Uw voorstel staat klaar voor de privacy officer. Pas na dat akkoord wordt er gewist."
        )
        return redirect(_list(PROPOSED))
    return _shown(request, PAST, Page(signals), {"form": form, "rows": list(form.rows())}, form.status)


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
        "some_own": any(request.actor.user_id in line.worked_by for line in lines if line.state == LineState.WAITING),
        "is_own": found.approved_by_id == request.actor.user_id,
        "form": ChangeForm(actor=request.actor, version=found.version) if agrees else None,
        "again": found.state == ErasureState.ORDERED,
        "list_url": _list(PROPOSED),
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
    return _hold_page(request, form, named, _list(LONGER))


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
    return redirect(_list(LONGER))
