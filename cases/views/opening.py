"""How a case begins on screen: from signals, into one that runs, by a direct referral; and what its signal tells of it."""

import uuid
from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from audit.recording import record_search, record_view
from cases import intake, operations
from cases.events import CaseEvent
from cases.forms.bringing import JoinCaseForm, NewCaseForm
from cases.forms.opening import ReferralForm
from cases.intake import Candidate
from cases.models import Case, SignalOutcome
from cases.policies import CaseAction
from cases.terms import ACKNOWLEDGE
from core.access import Actor, may
from core.errors import NotVisible
from core.pages import Request, page, show, visible_or_404
from signals.events import SignalEvent
from signals.models import Signal
from signals.policies import SignalAction

from .offers import list_of_offers
from .start import FORM

NOTHING_CHOSEN = "Kies eerst een signaal."


@page(CaseAction.ACCEPT, methods=FORM)
def new_case(request: Request) -> HttpResponse:
    """Signals into a new case."""

    def accept(form: NewCaseForm) -> Case:
        key = form.cleaned_data["key"]
        return intake.accept_into_new_case(actor=request.actor, key=key, opening=form.opening(), brought=form.brought())

    done = "Casus {} ({}) is geopend. De intake begint."
    return _from_signals(request, NewCaseForm, accept, done, "cases/new_case.html")


@page(CaseAction.ADD_SIGNALS, methods=FORM)
def join_case(request: Request) -> HttpResponse:
    """Signals into a case that runs."""

    def accept(form: JoinCaseForm) -> Case:
        return intake.accept_into_case(form.cleaned_data["case"], actor=request.actor, brought=form.brought())

    return _from_signals(request, JoinCaseForm, accept, "Toegevoegd aan casus {} ({}).", "cases/join_case.html")


def _from_signals[F: (NewCaseForm, JoinCaseForm)](
    request: Request, form_class: type[F], accept: Callable[[F], Case], done: str, template: str
) -> HttpResponse:
    """The form about the chosen signals; when it is sent and valid, to the case, of which `done` is said."""
    if not request.GET.getlist("signaal"):
        return list_of_offers(request, wrong=NOTHING_CHOSEN)
    chosen = _chosen(request)
    form = form_class(request.POST or None, actor=request.actor, candidates=chosen)
    if case := form.carried_out(lambda: accept(form)):
        messages.success(request, done.format(case.working_name, case.reference))
        return redirect("cases:detail", case.pk)
    _note_looks(request, chosen)
    return show(request, template, {"form": form}, status=form.status)


@page(CaseAction.REFER, methods=FORM)
def refer(request: Request) -> HttpResponse:
    """A direct referral by a partner, the person or the family."""
    form = ReferralForm(request.POST or None, actor=request.actor)
    if case := form.carried_out(lambda: _refer(request, form)):
        messages.success(
            request,
            f"Aanmelding {case.reference} is vastgelegd. "
            f"Neem de aanmelding aan binnen {ACKNOWLEDGE.of(case.municipality_id, request.actor)}.",
        )
        return redirect("cases:detail", case.pk)
    return show(request, "cases/refer.html", {"form": form}, status=form.status)


@page(CaseAction.SEE_OUTCOME)
def of_signal(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What the viewer of a signal may know of its case: that there is one; for care coordination, which."""
    signal = visible_or_404(Signal.objects.visible_to(request.actor).select_related("municipality"), pk=pk)
    links = intake.links_of([signal], request.actor) if may(request.actor, CaseAction.LIST) else []
    record_search(CaseEvent.LISTED, actor=request.actor, query=f"signal {signal.pk}", rows=len(links))
    context = {
        "signal": signal,
        "outcome": SignalOutcome.objects.visible_to(request.actor).of_signal(signal.pk).first(),
        "links": links,
        "can_open": may(request.actor, CaseAction.ACCEPT) and signal.is_open and _may_accept(request.actor, signal),
    }
    return show(request, "cases/of_signal.html", context, partial="slot")


def _may_accept(actor: Actor, signal: Signal) -> bool:
    """Whether it was offered or is her own; what waits in the pool for an officer is only read."""
    return any(may(actor, action, signal) for action in (SignalAction.ACCEPT_OFFER, SignalAction.ACCEPT_OWN))


def _chosen(request: Request) -> list[Candidate]:
    """The signals of `?signaal=`, all visible; a wrong one is "not there"."""
    try:
        keys = [uuid.UUID(value) for value in dict.fromkeys(request.GET.getlist("signaal"))]
    except ValueError:
        raise NotVisible from None
    visible = Signal.objects.visible_to(request.actor).filter(pk__in=keys).select_related("municipality")
    signals: list[Signal] = list(visible.order_by("received_at"))
    hidden = set(keys) - {signal.pk for signal in signals}
    if hidden or not signals:
        raise NotVisible(asked=visible, lookup={"pk": min(hidden, default=None)})
    return intake.candidates(signals, request.actor)


def _note_looks(request: Request, chosen: Sequence[Candidate]) -> None:
    """The page shows each signal, also when what was filled in is refused."""
    for one in chosen:
        record_view(SignalEvent.VIEWED, one.signal, actor=request.actor, purpose="Aanbod aannemen")


def _refer(request: Request, form: ReferralForm) -> Case:
    key, origin = form.key_and_origin()
    return operations.refer_directly(actor=request.actor, key=key, opening=form.opening(), origin=origin)
