"""A question about a signal: put on the signal's page, answered on a page of its own by who was asked, never by who was not."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.recording import record_search, record_view
from core.access import Actor, may
from core.errors import WrongState
from core.pages import Request, page, show, visible_or_404
from core.pagination import keyset_page
from signals import operations
from signals.events import SignalEvent
from signals.forms.questions import AskForm, ReplyToQuestionForm, ToldAnswerForm
from signals.forms.steps import ReasonForm
from signals.models import Question, Signal, Submission
from signals.policies import SignalAction
from signals.workflow import QuestionState

from .partner import inbox_tabs
from .start import FORM, form_page, part_or_404, signal_or_404
from .submissions import sender_tabs

OVER = {
    QuestionState.ANSWERED: "Deze vraag is al beantwoord. Er is niets overschreven.",
    QuestionState.EXPIRED: "De tijd voor deze vraag is voorbij. Weet u nog iets? Bel wie het u vroeg.",
    QuestionState.WITHDRAWN: "Deze vraag is ingetrokken. U hoeft niets meer te doen.",
}


@page(SignalAction.ASK, methods=FORM)
def ask(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Put a question to a colleague or partner."""
    signal = signal_or_404(request, pk)
    form = AskForm(request.POST or None, actor=request.actor, signal=signal)
    return form_page(
        request,
        form,
        about=signal,
        heading="Vraag stellen",
        lead="De ander krijgt een mail dat er een bericht is en antwoordt in Signaalpunt. Hebt u gebeld, gemaild of iets "
        "opgezocht? Leg dat vast met “Informatie toevoegen”.",
        submit="Vraag versturen",
        done="De vraag is verstuurd. Het antwoord komt op de tijdlijn van dit signaal.",
        run=lambda: operations.ask_question(signal, actor=request.actor, question=form.question()),
    )


@page(SignalAction.RECORD_TOLD_ANSWER, methods=FORM)
def record_told(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down what was answered by phone."""
    asked = part_or_404(request, Question, pk)
    form = ToldAnswerForm(request.POST or None, actor=request.actor, version=asked.version)
    return form_page(
        request,
        form,
        about=asked,
        heading=f"Antwoord op vraag {asked.reference}",
        lead=f"U vroeg: “{asked.text}” Gaf {asked.asked_of} het antwoord aan de telefoon of op een andere manier? Leg het hier "
        "vast. De vraag is dan beantwoord, en staat met het antwoord op de tijdlijn.",
        submit="Antwoord vastleggen",
        done="Het antwoord is vastgelegd. Deze vraag is beantwoord.",
        run=lambda: operations.record_told_answer(
            asked, actor=request.actor, version=form.cleaned_data["version"], told=form.told()
        ),
    )


@page(SignalAction.WITHDRAW_QUESTION, methods=FORM)
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take a question back."""
    asked = part_or_404(request, Question, pk)
    form = ReasonForm(request.POST or None, actor=request.actor, version=asked.version)
    return form_page(
        request,
        form,
        about=asked,
        heading=f"Vraag {asked.reference} intrekken",
        lead=f"{asked.asked_of} ziet daarna alleen het nummer, de datum en dat u de vraag hebt ingetrokken. "
        "Wat al gelezen is, blijft gelezen.",
        submit="Vraag intrekken",
        done="De vraag is ingetrokken.",
        run=lambda: operations.withdraw_question(
            asked, actor=request.actor, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"]
        ),
    )


@page(SignalAction.LIST_QUESTIONS)
def questions(request: Request) -> HttpResponse:
    """What the actor, or her organisation, was asked; the newest first."""
    asked = Question.objects.asked_of(request.actor).select_related("municipality", "author")
    found = keyset_page(asked, order=("-asked_at", "id"), after=request.GET.get("na", ""))
    record_search(SignalEvent.QUESTION_VIEWED, actor=request.actor, query="", rows=len(found.rows))
    return show(request, "signals/questions.html", {"page": found, "tabs": _tabs(request.actor)})


@page(SignalAction.ANSWER_QUESTION, methods=FORM)
def question(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One question with its answer, or the form to give it."""
    asked = visible_or_404(Question.objects.asked_of(request.actor).select_related("municipality", "author"), pk=pk)
    form = ReplyToQuestionForm(request.POST or None, actor=request.actor, version=asked.version)
    if form.carried_out(
        lambda: operations.answer_question(
            asked, actor=request.actor, version=form.cleaned_data["version"], text=form.cleaned_data["text"]
        )
    ):
        messages.success(request, "Uw antwoord is verstuurd.")
        return redirect("signals:question", pk)
    if request.method == "POST" and not asked.is_open:
        raise WrongState(OVER[QuestionState(asked.state)], leads_to=("Naar de vraag", request.path))
    record_view(SignalEvent.QUESTION_VIEWED, asked, actor=request.actor)
    context = {"question": asked, "form": form, "over": OVER.get(QuestionState(asked.state), "")}
    return show(request, "signals/question.html", context | _about(asked, request.actor), status=form.status)


def _about(asked: Question, actor: Actor) -> dict[str, str]:
    """The way to the signal for a colleague who sees it anyway, or to what she sent herself. Of a partner: nothing."""
    if asked.to_partner_id is not None:
        return {}
    signal = Signal.objects.visible_to(actor).filter(pk=asked.signal_id).only("reference").first()
    if signal is not None:
        return {"about": signal.reference, "about_url": reverse("signals:detail", args=[signal.pk])}
    sent = Submission.objects.visible_to(actor).filter(signal_id=asked.signal_id).first()
    return {"about": sent.reference, "about_url": reverse("signals:submission", args=[sent.pk])} if sent else {}


def _tabs(actor: Actor) -> list[dict[str, object]]:
    """Of whom finds this beside something else; who works on signals comes from "Mijn werk"."""
    if may(actor, SignalAction.LIST_HANDOVERS):
        return inbox_tabs(actor)
    return sender_tabs(actor, asked=True) if may(actor, SignalAction.VIEW_SUBMISSIONS) else []
