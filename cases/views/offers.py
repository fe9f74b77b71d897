"""The offers to care coordination, and the answers that make no case of one. See cases/intake.py."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.recording import record_search, record_view
from cases import intake
from cases.caseload import numbers, returned_offers, waiting_offers
from cases.events import CaseEvent
from cases.forms.answers import AdviceForm, QuestionForm, RefusalForm
from cases.intake import OPEN_OFFERS
from core.errors import WrongState
from core.forms import ChangeForm
from core.pages import Request, page, show, visible_or_404
from core.pagination import keyset_page
from signals.events import SignalEvent
from signals.models import Offer
from signals.policies import SignalAction
from signals.workflow import OfferState

from .caseload import list_tabs
from .start import FORM

PAGE = 25
MOST = 100
ORDER = ("due_on", "id")


@page(SignalAction.LIST_OFFERS)
def offers(request: Request) -> HttpResponse:
    """What waits for an answer, the oldest first; below it what went back with a question."""
    return list_of_offers(request)


def list_of_offers(request: Request, wrong: str = "") -> HttpResponse:
    """The list; `wrong` is what the person must do first."""
    waiting = waiting_offers(request.actor).select_related("signal", "municipality", "consent")
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
        "lead": "Antwoord voor de dag die erbij staat: aannemen, een vraag terug, eerst volgen of weigeren.",
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
    asked = _waiting_or_refused(request, pk)
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
    advised = _waiting_or_refused(request, pk)
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


def _offer_or_404(request: Request, pk: uuid.UUID) -> Offer:
    """An open offer with its signal, when this actor may see it; a second click hears that she refused it already."""
    if request.method == "POST" and intake.refused_before(pk, actor=request.actor):
        message = "U hebt dit aanbod al geweigerd. De aandachtsfunctionaris heeft uw antwoord."
        raise WrongState(message)
    visible = Offer.objects.visible_to(request.actor).filter(state__in=OPEN_OFFERS)
    found: Offer = visible_or_404(visible.select_related("signal__municipality", "author", "consent__author"), pk=pk)
    return found


def _waiting_or_refused(request: Request, pk: uuid.UUID) -> Offer:
    """The offer, as long as it waits for an answer; one that went back is with the focal officer."""
    found = _offer_or_404(request, pk)
    if found.state != OfferState.OFFERED:
        message = "U stuurde dit aanbod al terug. De aandachtsfunctionaris antwoordt, en biedt het dan opnieuw aan."
        raise WrongState(message)
    return found


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
