"""What a colleague or partner sees of what it sent: number, stand in three words, answer. Never the signal itself."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.recording import record_search, record_view
from core.access import Actor, may
from core.pages import Request, demand_possible, page, show, visible_or_404
from core.pagination import keyset_page
from signals import operations
from signals.events import SignalEvent
from signals.forms.attachments import SendFileForm
from signals.forms.flagging import FlagDangerForm
from signals.models import Question, Submission
from signals.office import office_of
from signals.operations.sent_files import NO_MORE_FILES
from signals.policies import SignalAction
from signals.workflow import SIGNAL

from .asked import question_tab

SIZE = 25
ORDER = ("-sent_at", "id")


@page(SignalAction.VIEW_SUBMISSIONS)
def submissions(request: Request) -> HttpResponse:
    """What was sent, the newest first."""
    sent = Submission.objects.visible_to(request.actor).select_related("municipality")
    found = keyset_page(sent, order=ORDER, after=request.GET.get("na", ""), size=SIZE)
    record_search(SignalEvent.SUBMISSION_VIEWED, actor=request.actor, query="", rows=len(found.rows))
    return show(request, "signals/submissions.html", {"page": found, "tabs": sender_tabs(request.actor, asked=False)})


def sender_tabs(actor: Actor, *, asked: bool) -> list[dict[str, object]]:
    """What a colleague sent, and what she was asked (`asked`: the page of these). A partner finds its questions in its inbox."""
    if may(actor, SignalAction.LIST_HANDOVERS):
        return []
    sent = {"label": "Ingestuurd", "url": reverse("signals:submissions"), "current": not asked}
    return [sent, question_tab(actor, current=asked)]


@page(SignalAction.VIEW_SUBMISSIONS)
def submission(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One of them, with the answer."""
    found = _sent_or_404(request, pk)
    record_view(SignalEvent.SUBMISSION_VIEWED, found, actor=request.actor)
    # Which signal a question is about is no business of a partner, also where it sent that one itself.
    asked = Question.objects.asked_of(request.actor).filter(signal_id=found.signal_id, to_partner__isnull=True)
    takes_files = not SIGNAL.why_not(SignalAction.SEND_FILE, found)
    context = {"sent": found, "asked": asked.select_related("municipality", "author"), "takes_files": takes_files}
    return show(request, "signals/submissions_detail.html", context)


@page(SignalAction.FLAG_DANGER, methods=("GET", "POST"))
def flag_danger(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Tell that somebody is in danger now. Nothing is shown of the signal, nor of how far it is."""
    found = _sent_or_404(request, pk)
    form = FlagDangerForm(request.POST or None, actor=request.actor)
    if form.carried_out(lambda: operations.flag_danger(found, actor=request.actor, flag=form.flag())):
        messages.success(request, "Doorgegeven. Wie dit behandelt, krijgt meteen bericht.")
        return redirect("signals:submission", pk)
    record_view(SignalEvent.SUBMISSION_VIEWED, found, actor=request.actor)
    closed_until = office_of(found.municipality_id, request.actor).closed_until()
    context = {"sent": found, "form": form, "closed_until": closed_until}
    return show(request, "signals/submission_danger.html", context, status=form.status)


@page(SignalAction.SEND_FILE, methods=("GET", "POST"))
def send_file(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Add a file to what was sent. It is not shown back: only that it came, and how it stands with it."""
    found = _sent_or_404(request, pk)
    form = SendFileForm(request.POST or None, request.FILES or None, actor=request.actor)
    if form.carried_out(lambda: operations.send_file(found, actor=request.actor, file=form.new_file())):
        messages.success(
            request, "Uw bestand is aangekomen en wordt nu gecontroleerd. Hieronder ziet u of het is aangenomen."
        )
        return redirect("signals:submission", pk)
    back = ("Naar uw signaal", reverse("signals:submission", args=[pk]))
    demand_possible(NO_MORE_FILES if SIGNAL.why_not(SignalAction.SEND_FILE, found) else "", back)
    record_view(SignalEvent.SUBMISSION_VIEWED, found, actor=request.actor)
    return show(request, "signals/submission_file.html", {"sent": found, "form": form}, status=form.status)


def _sent_or_404(request: Request, pk: uuid.UUID) -> Submission:
    found: Submission = visible_or_404(
        Submission.objects.visible_to(request.actor).select_related("municipality"), pk=pk
    )
    return found
