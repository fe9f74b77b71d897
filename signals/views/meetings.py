"""The screening table for who sits at it: its meetings, what was put before the reader, and leading it point by point."""

import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.recording import record_search, record_view
from core.access import Actor, may
from core.errors import NotVisible, WrongState
from core.forms import ChangeForm
from core.pages import Request, page, show, visible_or_404
from core.pagination import keyset_page
from core.workdays import today
from signals import operations
from signals.events import SignalEvent
from signals.forms.tables import DoneForm, OutcomeForm
from signals.models import Meeting, TablePaper
from signals.operations.table_outcomes import NOT_HELD, OVER
from signals.policies import SignalAction
from signals.seated import led_tables, once_each, people_of

from .planning import meeting_or_404
from .start import FORM

_TABLE = "table__chair_municipality"
MOST_TO_COME = 12


@page(SignalAction.LIST_MEETINGS)
def meetings(request: Request) -> HttpResponse:
    """The meetings at which the actor has a seat, those to come first, and what she has to do because of one."""
    seen = Meeting.objects.seen_by(request.actor).select_related(_TABLE)
    to_come = list(seen.coming(today()).order_by("starts_at")[:MOST_TO_COME])
    found = keyset_page(seen.past(today()), order=("-starts_at", "id"), after=request.GET.get("na", ""))
    papers = _papers(request.actor)
    shown = [one.pk for one in (*to_come, *found.rows)]
    points = Counter(papers.filter(meeting__in=shown).values_list("meeting_id", flat=True))
    actions = list(papers.to_settle().order_by("due_on", "reference"))
    record_search(SignalEvent.PAPER_VIEWED, actor=request.actor, query="", rows=sum(points.values()))
    context = {
        "page": found,
        "to_come": [(one, points[one.pk]) for one in to_come],
        "past": [(one, points[one.pk]) for one in found.rows],
        "actions": actions,
        "led": led_tables(request.actor),
        "keeps": may(request.actor, SignalAction.LIST_TABLES),
    }
    return show(request, "signals/meetings.html", context)


@page(SignalAction.LIST_MEETINGS)
def meeting(request: Request, pk: int) -> HttpResponse:
    """The agenda as this reader has it: numbered for her, so that it does not tell what else there is."""
    found = meeting_or_404(request, pk)
    papers = once_each(_papers(request.actor).filter(meeting=found).on_agenda())
    record_search(SignalEvent.PAPER_VIEWED, actor=request.actor, query=str(pk), rows=len(papers))
    context = {
        "meeting": found,
        "papers": papers,
        "leads": may(request.actor, SignalAction.START_MEETING, found),
        "mine": [one for one in papers if one.is_to_do],
        "writes": any(may(request.actor, SignalAction.RECORD_OUTCOME, paper) for paper in papers),
        "button": ChangeForm(actor=request.actor, version=found.version),
    }
    return show(request, "signals/meeting.html", context)


@page(SignalAction.LIST_MEETINGS)
def decisions(request: Request, pk: int) -> HttpResponse:
    """What was decided, to print: of the points that this reader has."""
    found = meeting_or_404(request, pk)
    papers = [one for one in once_each(_papers(request.actor).filter(meeting=found).on_agenda()) if one.is_decided]
    for paper in papers:
        record_view(SignalEvent.PAPER_VIEWED, paper, actor=request.actor)
    if not papers:
        record_search(SignalEvent.PAPER_VIEWED, actor=request.actor, query=str(pk), rows=0)
    return show(request, "signals/meeting_decisions.html", {"meeting": found, "papers": papers})


@page(SignalAction.VIEW_PAPER, methods=FORM)
def paper(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One point: the paragraph as long as it is read, the outcome, and for who has something to do the way to say it is done."""
    found = _paper_or_404(request, pk)
    form = DoneForm(request.POST or None, actor=request.actor, version=found.version)
    if form.carried_out(lambda: _settle(form, request.actor, found)):
        messages.success(request, "De actie is afgerond.")
        return redirect("signals:paper", pk)
    record_view(SignalEvent.PAPER_VIEWED, found, actor=request.actor)
    seated = Meeting.objects.seen_by(request.actor).filter(pk=found.meeting_id).exists()
    context = {"paper": found, "meeting": found.meeting, "form": form if found.is_to_do else None, "seated": seated}
    return show(request, "signals/paper.html", context, status=form.status)


@page(SignalAction.LEAD_MEETING)
def lead(request: Request, pk: int) -> HttpResponse:
    """To the first point that nothing came of yet."""
    found = meeting_or_404(request, pk)
    papers = _to_lead(request.actor, [found.pk])
    if not papers:
        raise NotVisible
    first = next((one for one in papers if not one.is_decided), papers[0])
    return redirect("signals:lead-point", first.pk)


@page(SignalAction.RECORD_OUTCOME, methods=FORM)
def lead_point(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One point at a time, big: what it is about, what was decided, who does it and before when; then the next."""
    same = TablePaper.objects.listed_for(request.actor).filter(pk=pk).values("meeting")
    papers = _to_lead(request.actor, same)
    at = next((at for at, one in enumerate(papers) if one.pk == pk), None)
    found = _paper_or_404(request, pk) if at is None else papers[at]
    if at is None:
        raise NotVisible
    following = papers[at + 1] if at + 1 < len(papers) else None
    form = _outcome_form(request, found)
    if form.carried_out(lambda: _decide(form, request.actor, found)):
        messages.success(request, f"Punt {at + 1} is vastgelegd.")
        return (
            redirect("signals:lead-point", following.pk) if following else redirect("signals:meeting", found.meeting_id)
        )
    if not found.meeting.is_held:
        raise WrongState(
            OVER if found.meeting.is_over else NOT_HELD,
            leads_to=("Naar het overleg", reverse("signals:meeting", args=[found.meeting_id])),
        )
    record_view(SignalEvent.PAPER_VIEWED, found, actor=request.actor)
    context = {
        "paper": found,
        "meeting": found.meeting,
        "form": form,
        "number": at + 1,
        "total": len(papers),
        "before": papers[at - 1] if at else None,
        "following": following,
    }
    return show(request, "signals/lead_point.html", context, status=form.status)


def _papers(actor: Actor) -> Any:
    return TablePaper.objects.listed_for(actor).select_related("meeting__table", "from_municipality")


def _paper_or_404(request: Request, pk: uuid.UUID) -> TablePaper:
    found: TablePaper = visible_or_404(_papers(request.actor), pk=pk)
    return found


def _to_lead(actor: Actor, meetings: Any) -> list[TablePaper]:
    papers = _papers(actor).filter(meeting__in=meetings).on_agenda()
    return once_each(one for one in papers if may(actor, SignalAction.RECORD_OUTCOME, one))


def _outcome_form(request: Request, paper: TablePaper) -> OutcomeForm:
    owner = f"{paper.owner_code}:{paper.owner_user_id}" if paper.owner_user_id else paper.owner_code
    return OutcomeForm(
        request.POST or None,
        actor=request.actor,
        version=paper.version,
        parties=[(code, label) for code, label in paper.parties],
        people=people_of(paper),
        initial={"decision": paper.decision or "", "owner": owner, "due_on": paper.due_on}
        | {"step": paper.step, "step_to": paper.step_to},
    )


def _decide(form: OutcomeForm, actor: Actor, paper: TablePaper) -> TablePaper:
    return operations.record_outcome(
        actor=actor, paper=paper, outcome=form.outcome(), seen=form.cleaned_data["version"]
    )


def _settle(form: DoneForm, actor: Actor, paper: TablePaper) -> TablePaper:
    data = form.cleaned_data
    return operations.settle_action(actor=actor, paper=paper, line=data["line"], seen=data["version"])
