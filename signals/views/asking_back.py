"""A question of the receiver about a *doormelding*: put in its inbox, replied to by who works on the signal."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format

from audit.recording import record_view
from core.access import Actor
from core.errors import WrongState
from core.pages import Request, page, show, visible_or_404
from signals import operations
from signals.events import SignalEvent
from signals.forms.asking_back import AskBackForm, ReplyToPartnerForm
from signals.models import Handover, HandoverQuestion
from signals.operations.asking_back import REPLIED, why_not_asked
from signals.policies import SignalAction

from .start import FORM, part_or_404


@page(SignalAction.ASK_BACK, methods=FORM)
def ask_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Ask who sent it for what is still needed."""
    seen: Handover = visible_or_404(Handover.objects.addressed_to(request.actor), pk=pk)
    form = AskBackForm(request.POST or None, actor=request.actor)
    if form.carried_out(lambda: operations.ask_back(seen, actor=request.actor, asked=form.asked())):
        messages.success(request, "Uw vraag is verstuurd. Het antwoord komt bij deze doormelding te staan.")
        return redirect("postbox:handover", pk)
    if why_not := why_not_asked(seen):
        raise WrongState(why_not, leads_to=("Naar de doormelding", reverse("postbox:handover", args=[pk])))
    context = {
        "handover": seen,
        "form": form,
        "heading": "Vraag stellen aan de afzender",
        "lead": "De afzender krijgt bericht en antwoordt hier, bij deze doormelding. U krijgt dan een mail zonder inhoud.",
        "submit": "Vraag versturen",
    }
    return show(request, "signals/partner_form.html", context, status=form.status)


@page(SignalAction.REPLY_TO_PARTNER, methods=FORM)
def reply(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Reply to what the receiver asked."""
    question = part_or_404(request, HandoverQuestion, pk)
    handover = question.handover
    form = ReplyToPartnerForm(request.POST or None, actor=request.actor, question=question)
    if form.carried_out(lambda: _reply(form, request.actor, question)):
        messages.success(request, "Uw antwoord is verstuurd. De ontvanger leest het bij de doormelding.")
        return redirect("signals:handed-over", handover.pk)
    to_handover = ("Naar de doormelding", reverse("signals:handed-over", args=[handover.pk]))
    if not question.is_open:
        raise WrongState(REPLIED, leads_to=to_handover)
    record_view(SignalEvent.HANDOVER_VIEWED, handover, actor=request.actor)
    context = {
        "signal": question.signal,
        "form": form,
        "heading": f"Vraag van {_named(handover)} bij {handover.reference}",
        "submit": "Antwoord versturen",
        "lead": f"Gevraagd op {date_format(question.asked_at, 'j F Y')}, graag antwoord voor "
        f"{date_format(question.due_on, 'j F Y')}: “{question.text}”",
        "back": "signals:detail",
        "multipart": "no",
    }
    return show(request, "signals/form.html", context, status=form.status)


def _reply(form: ReplyToPartnerForm, actor: Actor, question: HandoverQuestion) -> HandoverQuestion:
    sent = form.cleaned_data
    replied: HandoverQuestion = operations.reply_to_partner(
        question, actor=actor, version=sent["version"], text=sent["text"], by_phone=form.by_phone()
    )
    return replied


def _named(handover: Handover) -> str:
    """Who asks, as it was called when it got the handover."""
    now = f" (heet nu {handover.renamed_to})" if handover.renamed_to else ""
    return f"{handover.receiver}{now}"
