"""When a screening table meets: planned ahead from its rhythm, one more, moved, cancelled, begun and closed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.recording import record_search
from core.access import Actor, authorize
from core.errors import NotVisible
from core.forms import ChangeForm, Form, pressed
from core.pages import Request, demand_possible, page, show, visible_or_404
from core.workdays import today
from signals import operations
from signals.events import SignalEvent
from signals.forms.meetings import CancelForm, MeetingForm, MoveForm, RestForm
from signals.models import Meeting, ScreeningTable, TablePaper
from signals.operations.carrying import next_after
from signals.operations.meetings import rhythm_days
from signals.policies import SignalAction
from signals.rhythm import next_slots
from signals.seated import seated_tables
from signals.table_states import MEETING

from .start import FORM

_TABLE = ("table__chair_municipality", "table__service_area")
SEATED_GET_MAIL = "Wie aan tafel zit, krijgt een mail zonder inhoud."


@page(SignalAction.PLAN_MEETING, methods=FORM)
def plan(request: Request, pk: int) -> HttpResponse:
    """One meeting more."""
    table = _table_to_lead(request, pk, SignalAction.PLAN_MEETING)
    form = MeetingForm(request.POST or None, actor=request.actor, initial=_usual(table))
    if made := form.carried_out(lambda: _plan(form, request.actor, table)):
        messages.success(request, "Het overleg is gepland.")
        return redirect("signals:meeting", made.pk)
    return show(request, "signals/meeting_plan.html", {"table": table, "form": form}, status=form.status)


@page(SignalAction.PLAN_AHEAD, methods=FORM)
def plan_ahead(request: Request, pk: int) -> HttpResponse:
    """The next days of the rhythm: which are planned, which are holidays and skipped, and one button for the rest."""
    table = _table_to_lead(request, pk, SignalAction.PLAN_AHEAD)
    form = Form(request.POST or None, actor=request.actor)
    if form.carried_out(lambda: operations.plan_ahead(table, actor=request.actor)):
        messages.success(request, "De overleggen zijn gepland.")
        return redirect("signals:meetings")
    slots = next_slots(table, after=today(), known=rhythm_days(table))
    context = {"table": table, "form": form, "slots": slots, "free": any(slot.is_free for slot in slots)}
    return show(request, "signals/meeting_ahead.html", context, status=form.status)


@page(SignalAction.MOVE_MEETING, methods=FORM)
def move(request: Request, pk: int) -> HttpResponse:
    """To another day or place, with its points."""
    found = _meeting_to_lead(request, pk, SignalAction.MOVE_MEETING)
    form = MoveForm(request.POST or None, actor=request.actor, meeting=found)
    if form.carried_out(lambda: _move(form, request.actor, found)):
        messages.success(request, f"Het overleg is verplaatst, met de punten. {SEATED_GET_MAIL}")
        return redirect("signals:meeting", pk)
    _look(found, SignalAction.MOVE_MEETING)
    return show(request, "signals/meeting_move.html", {"meeting": found, "form": form}, status=form.status)


@page(SignalAction.CANCEL_MEETING, methods=FORM)
def cancel(request: Request, pk: int) -> HttpResponse:
    """Not at all: why, and what becomes of its points."""
    found = _meeting_to_lead(request, pk, SignalAction.CANCEL_MEETING)
    form = CancelForm(request.POST or None, actor=request.actor, meeting=found, following=next_after(found))
    if form.carried_out(lambda: _cancel(form, request.actor, found)):
        messages.success(request, f"Het overleg gaat niet door. {SEATED_GET_MAIL}")
        return redirect("signals:meeting", pk)
    _look(found, SignalAction.CANCEL_MEETING)
    return show(request, "signals/meeting_cancel.html", {"meeting": found, "form": form}, status=form.status)


@page(SignalAction.START_MEETING, methods=("POST",))
def start(request: Request, pk: int) -> HttpResponse:
    """Begin; when it is not the time yet, only after the question whether that is meant ("toch")."""
    found = _meeting_to_lead(request, pk, SignalAction.START_MEETING)
    version = pressed(request.POST, request.actor)
    if version == found.version and found.may_begin and found.is_early and request.POST.get("stap") != "toch":
        _look(found, SignalAction.START_MEETING)
        form = ChangeForm(actor=request.actor, version=version)
        return show(request, "signals/meeting_begin.html", {"meeting": found, "form": form})
    operations.start_meeting(found, actor=request.actor, version=version)
    messages.success(request, "Het overleg is begonnen. De agenda ligt vast.")
    return redirect("signals:meeting", pk)


@page(SignalAction.CLOSE_MEETING, methods=FORM)
def close(request: Request, pk: int) -> HttpResponse:
    """End: first what is undecided and where that goes, then one button."""
    found = _meeting_to_lead(request, pk, SignalAction.CLOSE_MEETING)
    form = RestForm(request.POST or None, actor=request.actor, meeting=found, following=next_after(found))
    if form.carried_out(lambda: _close(form, request.actor, found)):
        messages.success(request, "Het overleg is afgesloten. De tafelteksten zijn nog een tijd te lezen.")
        return redirect("signals:meeting", pk)
    _look(found, SignalAction.CLOSE_MEETING)
    papers = TablePaper.objects.listed_for(request.actor).filter(meeting=found).on_agenda()
    undecided = [one for one in papers.select_related(*_PAPER) if not one.is_decided]
    record_search(SignalEvent.PAPER_VIEWED, actor=request.actor, query=f"close {pk}", rows=len(undecided))
    context = {"meeting": found, "form": form, "undecided": undecided}
    return show(request, "signals/meeting_close.html", context, status=form.status)


_PAPER = ("meeting__table", "from_municipality")


def meeting_or_404(request: Request, pk: int) -> Meeting:
    """A meeting at whose table the actor has a seat."""
    found: Meeting = visible_or_404(Meeting.objects.seen_by(request.actor).select_related(*_TABLE), pk=pk)
    return found


def _meeting_to_lead(request: Request, pk: int, action: SignalAction) -> Meeting:
    found = meeting_or_404(request, pk)
    authorize(request.actor, action, found)
    return found


def _table_to_lead(request: Request, pk: int, action: SignalAction) -> ScreeningTable:
    table = seated_tables(request.actor).filter(pk=pk).select_related("chair_municipality", "service_area").first()
    if table is None:
        raise NotVisible
    authorize(request.actor, action, table)
    return table


def _look(meeting: Meeting, action: SignalAction) -> None:
    """Raise WrongState where the step is not possible any more."""
    demand_possible(
        MEETING.why_not(action, meeting), ("Naar het overleg", reverse("signals:meeting", args=[meeting.pk]))
    )


def _usual(table: ScreeningTable) -> dict[str, object]:
    return {"time": table.begins_at, "place": table.place}


def _plan(form: MeetingForm, actor: Actor, table: ScreeningTable) -> Meeting:
    place = form.cleaned_data["place"]
    return operations.plan_meeting(table, actor=actor, starts_at=form.starts_at(), place=place)


def _move(form: MoveForm, actor: Actor, meeting: Meeting) -> Meeting:
    data = form.cleaned_data
    return operations.move_meeting(
        meeting, actor=actor, version=data["version"], starts_at=form.starts_at(), place=data["place"]
    )


def _cancel(form: CancelForm, actor: Actor, meeting: Meeting) -> Meeting:
    data = form.cleaned_data
    return operations.cancel_meeting(meeting, actor=actor, version=data["version"], reason=data["reason"], to=form.to())


def _close(form: RestForm, actor: Actor, meeting: Meeting) -> Meeting:
    return operations.close_meeting(meeting, actor=actor, version=form.cleaned_data["version"], to=form.to())
