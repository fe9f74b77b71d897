"""The inbox of a partner without a program of its own: what was handed over to it, and its answer."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.recording import record_search, record_view
from core.access import Actor
from core.errors import WrongState
from core.forms import ChangeForm, pressed
from core.pages import Request, action_of, demand_possible, page, show, visible_or_404
from core.pagination import keyset_page
from signals import operations
from signals.events import SignalEvent
from signals.forms.steps import PartnerAnswerForm, ReasonForm
from signals.models import Handover, HandoverAddition, HandoverAnswer, HandoverFile, HandoverQuestion
from signals.policies import SignalAction
from signals.receiving import open_handover
from signals.workflow import HANDOVER, TAKEN_BACK

from .asked import question_tab

_FORM = ("GET", "POST")
TABS = (("te-beantwoorden", "Te beantwoorden"), ("alles", "Alles"))


@page(SignalAction.LIST_HANDOVERS)
def inbox(request: Request) -> HttpResponse:
    """The handovers to the own organisation; of those that wait for an answer the longest waiting first."""
    tab = request.GET.get("tab", TABS[0][0])
    handovers = Handover.objects.addressed_to(request.actor).select_related("municipality", "author")
    order = ("-sent_at", "id")
    if tab != "alles":
        handovers, order = handovers.waiting(), ("sent_at", "id")
    found = keyset_page(handovers, order=order, after=request.GET.get("na", ""))
    record_search(SignalEvent.HANDOVER_VIEWED, actor=request.actor, query=tab, rows=len(found.rows))
    tabs = inbox_tabs(request.actor, tab)
    return show(request, "signals/partner_inbox.html", {"page": found, "tabs": tabs})


def inbox_tabs(actor: Actor, current: str = "") -> list[dict[str, object]]:
    """The handovers by tab, and the questions; without `current`: these."""
    url = reverse("postbox:inbox")
    tabs: list[dict[str, object]] = [
        {"label": label, "url": f"{url}?tab={code}", "current": code == current} for code, label in TABS
    ]
    table = {"label": "Overleg", "url": reverse("signals:meetings"), "current": False}
    return [*tabs, question_tab(actor, current=not current), table]


@page(SignalAction.RECEIVE_HANDOVER)
def handover(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One handover: exactly the content that was shared. After withdrawal only that it was there."""
    seen = visible_or_404(Handover.objects.addressed_to(request.actor), pk=pk)
    if not seen.is_withdrawn:
        seen = open_handover(seen, actor=request.actor)
    record_view(SignalEvent.HANDOVER_VIEWED, seen, actor=request.actor)
    context = {
        "handover": seen,
        "answers": HandoverAnswer.objects.read_by_receiver(seen),
        "files": HandoverFile.objects.of_handover(seen),
        "additions": HandoverAddition.objects.of_handover(seen),
        "questions": HandoverQuestion.objects.of_handover(seen),
        "step_form": ChangeForm(actor=request.actor, version=seen.version),
    }
    return show(request, "signals/partner_handover.html", context)


@page(SignalAction.ACCEPT_HANDOVER, methods=("POST",))
def accept(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take it on; the answer is still to come."""
    seen = _handover(request, pk)
    operations.accept_handover(seen, actor=request.actor, version=pressed(request.POST, request.actor))
    messages.success(request, "De doormelding staat op uw naam. U kunt later antwoord geven.")
    return redirect("postbox:handover", pk)


@page(SignalAction.REFUSE_HANDOVER, methods=_FORM)
def refuse(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Do not take it, with the reason."""
    seen = _handover(request, pk)
    form = ReasonForm(request.POST or None, actor=request.actor, version=seen.version)
    return _form(
        request,
        seen,
        form,
        heading="Niet in behandeling nemen",
        submit="Niet in behandeling nemen",
        run=lambda: operations.refuse_handover(
            seen, actor=request.actor, version=form.cleaned_data["version"], refusal=form.cleaned_data["reason"]
        ),
    )


@page(SignalAction.ANSWER_HANDOVER, methods=_FORM)
def answer(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Answer with one or more outcomes."""
    seen = _handover(request, pk)
    form = PartnerAnswerForm(request.POST or None, actor=request.actor, version=seen.version, handover=seen)
    return _form(
        request,
        seen,
        form,
        heading="Antwoord geven",
        submit="Antwoord versturen",
        run=lambda: operations.answer_handover(
            seen,
            actor=request.actor,
            version=form.cleaned_data["version"],
            outcomes=form.chosen(),
            text=form.cleaned_data["text"],
            for_reporter=form.cleaned_data["for_reporter"],
        ),
    )


def _handover(request: Request, pk: uuid.UUID) -> Handover:
    seen: Handover = visible_or_404(Handover.objects.addressed_to(request.actor), pk=pk)
    if seen.is_withdrawn:
        raise WrongState(TAKEN_BACK)
    return seen


def _form(
    request: Request, seen: Handover, form: ChangeForm, *, heading: str, submit: str, run: Callable[[], Model]
) -> HttpResponse:
    if form.carried_out(run):
        messages.success(request, "Uw antwoord is verstuurd.")
        return redirect("postbox:handover", seen.pk)
    to_handover = ("Naar de doormelding", reverse("postbox:handover", args=[seen.pk]))
    demand_possible(HANDOVER.why_not(action_of(request), seen), to_handover)
    context = {"handover": seen, "form": form, "heading": heading, "lead": "", "submit": submit}
    return show(request, "signals/partner_form.html", context, status=form.status)
