"""The meetings of a screening table: planned, moved, cancelled, begun and closed by who leads it. Nothing of a signal is in them."""

import datetime as dt

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid, WrongState
from core.workdays import local_date, today
from signals import terms
from signals.events import SignalEvent
from signals.models import Meeting, ScreeningTable, TablePaper
from signals.notices import tell_table
from signals.policies import SignalAction
from signals.rhythm import demand_near, next_slots
from signals.table_states import MEETING, MeetingState

from .carrying import demand_planned, settle_rest

ENDED = "Dit overleg is dan beëindigd. Kies een eerdere dag, of stel een nieuw overleg in."
PAST = "Deze dag is al voorbij."
OCCUPIED = "Op dat moment staat al een overleg gepland."


@operation(SignalAction.PLAN_MEETING)
def plan_meeting(table: ScreeningTable, *, actor: Actor, starts_at: dt.datetime, place: str) -> Meeting:
    """One meeting beside the rhythm. A second click gives the one that stands; elsewhere at that moment there is none."""
    _demand_day(table, starts_at, "day")
    there = Meeting.objects.exclude(state=MeetingState.CANCELLED).filter(table=table, starts_at=starts_at)
    standing: Meeting | None = there.first()
    if standing is not None:
        if standing.place != place:
            raise Invalid({"day": [OCCUPIED]})
        record_view(SignalEvent.MEETING_VIEWED, standing, actor=actor)
        return standing
    made: Meeting = Meeting.objects.create(table=table, starts_at=starts_at, place=place)
    record(SignalEvent.MEETING_PLANNED, made, actor=actor)
    return made


@operation(SignalAction.PLAN_AHEAD)
def plan_ahead(table: ScreeningTable, *, actor: Actor) -> ScreeningTable:
    """A meeting for each of the next days of the rhythm that is no holiday and has none. A second click plans nothing more."""
    slots = next_slots(table, after=today(), known=rhythm_days(table))
    taken = set(Meeting.objects.all().to_come().filter(table=table).values_list("starts_at", flat=True))
    planned = [
        Meeting(table=table, starts_at=slot.starts_at, place=table.place, rhythm_on=slot.day)
        for slot in slots
        if slot.is_free and slot.starts_at not in taken
    ]
    if not planned:
        record_view(SignalEvent.MEETING_VIEWED, table, actor=actor)
        return table
    Meeting.objects.bulk_create(planned)
    record(SignalEvent.MEETINGS_PLANNED, table, actor=actor, detail={"meetings": len(planned)})
    return table


def rhythm_days(table: ScreeningTable) -> set[dt.date]:
    """The days of the rhythm for which a meeting stands, stood, or was cancelled."""
    return set(table.meetings.exclude(rhythm_on=None).values_list("rhythm_on", flat=True))


def _demand_day(table: ScreeningTable, starts_at: dt.datetime, field: str) -> None:
    day = local_date(starts_at)
    if day < today():
        raise Invalid({field: [PAST]})
    demand_near(day, field)
    if table.ended_on is not None and day > table.ended_on:
        raise Invalid({field: [ENDED]})


@operation(SignalAction.MOVE_MEETING)
def move_meeting(meeting: Meeting, *, actor: Actor, starts_at: dt.datetime, place: str) -> Meeting:
    """To another moment, with what was put before it; who sits there gets a mail without content."""
    MEETING.move(meeting, SignalAction.MOVE_MEETING)
    _demand_day(meeting.table, starts_at, "day")
    others = Meeting.objects.exclude(state=MeetingState.CANCELLED).exclude(pk=meeting.pk)
    if others.filter(table=meeting.table_id, starts_at=starts_at).exists():
        raise Invalid({"day": [OCCUPIED]})
    if starts_at != meeting.starts_at:
        meeting.moved_from = meeting.starts_at
    meeting.starts_at, meeting.place = starts_at, place
    record(SignalEvent.MEETING_MOVED, meeting, actor=actor)
    tell_table(meeting.table, actor=actor)
    return meeting


def _is_cancelled(meeting: Meeting, *, actor: Actor, **_given: object) -> bool:
    return _already(meeting, actor, MeetingState.CANCELLED)


@operation(SignalAction.CANCEL_MEETING, done_before=_is_cancelled)
def cancel_meeting(meeting: Meeting, *, actor: Actor, reason: str, to: Meeting | None = None) -> Meeting:
    """It does not go on. What was put before it goes `to` another meeting, or back to who put it."""
    if not reason.strip():
        raise Invalid({"reason": ["Schrijf op waarom het overleg niet doorgaat."]})
    MEETING.move(meeting, SignalAction.CANCEL_MEETING)
    meeting.reason = reason
    why = f"Het overleg van {meeting.day:%d-%m-%Y} ging niet door."
    settle_rest(meeting, actor=actor, action=SignalAction.CANCEL_MEETING, to=demand_planned(to), why=why)
    record(SignalEvent.MEETING_CANCELLED, meeting, actor=actor)
    tell_table(meeting.table, actor=actor)
    return meeting


def _is_begun(meeting: Meeting, *, actor: Actor, **_given: object) -> bool:
    return _already(meeting, actor, MeetingState.HELD)


@operation(SignalAction.START_MEETING, done_before=_is_begun)
def start_meeting(meeting: Meeting, *, actor: Actor) -> Meeting:
    """From now on nothing is added to the agenda, and outcomes are written. Not before its day, as the Netherlands count it."""
    MEETING.move(meeting, SignalAction.START_MEETING)
    if meeting.day > today():
        message = (
            f"Dit overleg is op {meeting.day:%d-%m-%Y}. Beginnen kan vanaf die dag. Is het eerder? Verplaats het dan."
        )
        raise WrongState(message)
    meeting.started_at = timezone.now()
    record(SignalEvent.MEETING_STARTED, meeting, actor=actor)
    return meeting


def _is_closed(meeting: Meeting, *, actor: Actor, **_given: object) -> bool:
    return _already(meeting, actor, MeetingState.CLOSED)


@operation(SignalAction.CLOSE_MEETING, done_before=_is_closed)
def close_meeting(meeting: Meeting, *, actor: Actor, to: Meeting | None = None) -> Meeting:
    """From now on nothing is written; what was discussed is read until the day that is fixed here. The rest goes `to`, or back."""
    MEETING.move(meeting, SignalAction.CLOSE_MEETING)
    why = f"Niet besproken op {meeting.day:%d-%m-%Y}."
    settle_rest(meeting, actor=actor, action=SignalAction.CLOSE_MEETING, to=demand_planned(to), why=why)
    meeting.closed_at = timezone.now()
    meeting.reads_until = terms.READ_TABLE.due(meeting.closed_at)
    record(SignalEvent.MEETING_CLOSED, meeting, actor=actor)
    return meeting


def _already(meeting: Meeting, actor: Actor, state: MeetingState) -> bool:
    """Whether a second click of the same button finds it so."""
    if meeting.state != state:
        return False
    record_view(SignalEvent.MEETING_VIEWED, meeting, actor=actor)
    return True


@operation(SignalAction.ERASE_PAPER)
def erase_paper(paper: TablePaper, *, actor: Actor) -> TablePaper:
    """Its time is over: the paragraph goes, the outcome and whose it is stay. Raises WrongState for one that is still read."""
    if paper.text is None or paper.is_read:
        raise WrongState("Deze tekst is al gewist, of wordt nog gelezen.")
    paper.text = paper.question = None
    paper.erased_at = timezone.now()
    record(SignalEvent.PAPER_ERASED, paper, actor=actor)
    return paper


@operation(SignalAction.NOTE_ERASED)
def note_erased(meeting: Meeting, *, actor: Actor) -> Meeting:
    """Of this meeting nothing is left to read, but by who has something to do."""
    MEETING.move(meeting, SignalAction.NOTE_ERASED)
    if meeting.erased_at is not None:
        raise WrongState("Dit is al vastgelegd.")
    meeting.erased_at = timezone.now()
    record(SignalEvent.TEXTS_ERASED, meeting, actor=actor)
    return meeting
