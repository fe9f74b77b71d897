"""The offers to care coordination and their answers; signals into a case; a direct referral. See cases/intake.py."""

import uuid
from collections.abc import Callable
from typing import TypedDict

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.recording import record_search, record_view
from cases import intake, operations
from cases.caseload import numbers, returned_offers, waiting_offers
from cases.events import CaseEvent
from cases.forms.opening import AdviceForm, JoinCaseForm, NewCaseForm, QuestionForm, ReferralForm, RefusalForm
from cases.intake import OPEN_OFFERS
from cases.models import Case, SignalLink, SignalOutcome
from cases.policies import CaseAction
from cases.terms import ACKNOWLEDGE
from core.access import Actor, may
from core.errors import NotVisible
from core.forms import ChangeForm
from core.pages import Request, page, show, visible_or_404
from core.pagination import keyset_page
from signals.events import SignalEvent
from signals.models import Offer, Signal
from signals.policies import SignalAction
from signals.terms import ANSWER_OFFER

from .caseload import list_tabs
from .start import FORM

PAGE = 25
MOST = 100
NOTHING_CHOSEN = "Kies eerst een signaal."


class Chosen(TypedDict):
    """Signals for a case, the offers of them that wait, and the cases they are in already."""

    signals: list[Signal]
    offers: list[Offer]
    links: list[SignalLink]


ORDER = ("due_on", "id")


@page(SignalAction.LIST_OFFERS)
def offers(request: Request) -> HttpResponse:
    """What waits for an answer, the oldest first; below it what went back with a question."""
    return _offers(request)


def _offers(request: Request, wrong: str = "") -> HttpResponse:
    waiting = waiting_offers(request.actor).select_related("signal", "municipality")
    found = keyset_page(waiting, order=ORDER, after=request.GET.get("na", ""), size=PAGE)
    returned = list(
        returned_offers(request.actor).select_related("signal", "municipality").order_by("offered_at")[:MOST]
    )
    record_search(CaseEvent.LISTED, actor=request.actor, query="offers", rows=len(found.rows))
    context = {
        "page": found,
        "asked": [offer for offer in returned if not offer.follow_first],
        "advised": [offer for offer in returned if offer.follow_first],
        "tabs": list_tabs("cases:offers", request.actor),
        "count": waiting.count(),
        "lead": f"Antwoord binnen {ANSWER_OFFER}: aannemen, een vraag terug, eerst volgen of weigeren.",
        "wrong": wrong,
        **numbers(request.actor),
    }
    return show(request, "cases/offers.html", context, status=422 if wrong else 200)


@page(SignalAction.LIST_OFFERS)
def offer(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One offer with its signal, and the four answers."""
    shown = _offer_or_404(request, pk)
    record_view(SignalEvent.VIEWED, shown.signal, actor=request.actor)
    return show(request, "cases/offer.html", {"offer": shown, "signal": shown.signal})


@page(SignalAction.RETURN_OFFER, methods=FORM)
def ask_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Return with a question."""
    asked = _offer_or_404(request, pk)
    form = QuestionForm(request.POST or None, actor=request.actor, version=asked.version)
    return _answer(
        request,
        asked,
        form,
        heading="Vraag terug",
        submit="Vraag versturen",
        done="Uw vraag staat bij de aandachtsfunctionaris.",
        run=lambda: intake.ask_back(
            asked,
            actor=request.actor,
            question=form.cleaned_data["question"],
            version=form.cleaned_data["version"],
        ),
    )


@page(SignalAction.RETURN_OFFER, methods=FORM)
def advise_following(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Return with the advice to follow first."""
    advised = _offer_or_404(request, pk)
    form = AdviceForm(request.POST or None, actor=request.actor, version=advised.version)
    return _answer(
        request,
        advised,
        form,
        heading="Eerst volgen",
        submit="Advies versturen",
        done="Uw advies staat bij de aandachtsfunctionaris.",
        run=lambda: intake.advise_following(
            advised,
            actor=request.actor,
            why=form.cleaned_data["question"],
            version=form.cleaned_data["version"],
        ),
    )


@page(SignalAction.REFUSE_OFFER, methods=FORM)
def refuse(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Refuse with the reason."""
    refused = _offer_or_404(request, pk)
    form = RefusalForm(request.POST or None, actor=request.actor, version=refused.version)
    return _answer(
        request,
        refused,
        form,
        heading="Aanbod weigeren",
        submit="Aanbod weigeren",
        done="Het aanbod is geweigerd. U ziet dit signaal niet meer.",
        run=lambda: intake.refuse(
            refused,
            actor=request.actor,
            refusal=form.cleaned_data["refusal"],
            version=form.cleaned_data["version"],
        ),
    )


@page(CaseAction.ACCEPT, methods=FORM)
def new_case(request: Request) -> HttpResponse:
    """Signals into a new case."""
    if not request.GET.getlist("signaal"):
        return _offers(request, wrong=NOTHING_CHOSEN)
    chosen = _chosen(request)
    form = NewCaseForm(request.POST or None, actor=request.actor, **chosen)
    case = form.carried_out(
        lambda: intake.accept_into_new_case(
            actor=request.actor, key=form.cleaned_data["key"], opening=form.opening(), brought=form.brought()
        )
    )
    if case:
        messages.success(request, f"Casus {case.working_name} ({case.reference}) is geopend. De intake begint.")
        return redirect("cases:detail", case.pk)
    context = {"form": form, **chosen}
    return show(request, "cases/new_case.html", context, status=form.status)


@page(CaseAction.ADD_SIGNALS, methods=FORM)
def join_case(request: Request) -> HttpResponse:
    """Signals into a case that runs."""
    if not request.GET.getlist("signaal"):
        return _offers(request, wrong=NOTHING_CHOSEN)
    chosen = _chosen(request)
    form = JoinCaseForm(request.POST or None, actor=request.actor, **chosen)
    joined = form.carried_out(
        lambda: intake.accept_into_case(form.cleaned_data["case"], actor=request.actor, brought=form.brought())
    )
    if joined:
        messages.success(request, f"Toegevoegd aan casus {joined.working_name} ({joined.reference}).")
        return redirect("cases:detail", joined.pk)
    context = {"form": form, **chosen}
    return show(request, "cases/join_case.html", context, status=form.status)


@page(CaseAction.REFER, methods=FORM)
def refer(request: Request) -> HttpResponse:
    """A direct referral by a partner, the person or the family."""
    form = ReferralForm(request.POST or None, actor=request.actor)
    if case := form.carried_out(lambda: _refer(request, form)):
        messages.success(
            request, f"Aanmelding {case.reference} is vastgelegd. Neem de aanmelding aan binnen {ACKNOWLEDGE}."
        )
        return redirect("cases:detail", case.pk)
    return show(request, "cases/refer.html", {"form": form}, status=form.status)


@page(CaseAction.SEE_OUTCOME)
def of_signal(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What the viewer of a signal may know of its case: that there is one; for care coordination, which."""
    signal = visible_or_404(Signal.objects.visible_to(request.actor).select_related("municipality"), pk=pk)
    links = SignalLink.objects.visible_to(request.actor).filter(signal=signal).select_related("case")
    context = {
        "signal": signal,
        "outcome": SignalOutcome.objects.visible_to(request.actor).of_signal(signal.pk).first(),
        "links": links if may(request.actor, CaseAction.LIST) else [],
        "can_open": may(request.actor, CaseAction.ACCEPT) and signal.is_open and _may_accept(request.actor, signal),
    }
    return show(request, "cases/of_signal.html", context, partial="slot")


def _may_accept(actor: Actor, signal: Signal) -> bool:
    """Whether it was offered or is her own; what waits in the pool for an officer is only read."""
    return any(may(actor, action, signal) for action in (SignalAction.ACCEPT_OFFER, SignalAction.ACCEPT_OWN))


def _offer_or_404(request: Request, pk: uuid.UUID) -> Offer:
    """An open offer with its signal, when this actor may see it."""
    visible = Offer.objects.visible_to(request.actor).filter(state__in=OPEN_OFFERS)
    found: Offer = visible_or_404(visible.select_related("signal__municipality", "author"), pk=pk)
    return found


def _chosen(request: Request) -> Chosen:
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
    if request.method == "GET":
        for signal in signals:
            record_view(SignalEvent.VIEWED, signal, actor=request.actor)
    waiting = Offer.objects.visible_to(request.actor).filter(signal__in=keys, state__in=OPEN_OFFERS)
    return {"signals": signals, "offers": list(waiting), "links": intake.links_of(signals, request.actor)}


def _refer(request: Request, form: ReferralForm) -> Case:
    key, origin = form.key_and_origin()
    return operations.refer_directly(actor=request.actor, key=key, opening=form.opening(), origin=origin)


def _answer(
    request: Request,
    answered: Offer,
    form: ChangeForm,
    *,
    heading: str,
    submit: str,
    done: str,
    run: Callable[[], Model],
) -> HttpResponse:
    """Show the form of an answer; when it is valid give the answer and go back to the list of offers."""
    if form.carried_out(run):
        messages.success(request, done)
        return redirect("cases:offers")
    context = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "back": reverse("cases:offer", args=[answered.pk]),
        "offer": answered,
    }
    return show(request, "cases/answer.html", context, status=form.status)
