"""The meetings of a screening table: set up, planned, begun and closed by who leads it. Nothing of a signal is in them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.errors import Invalid
from municipalities.models import Municipality, Organisation, ServiceArea
from signals import terms
from signals.events import SignalEvent
from signals.models import Meeting, ScreeningTable, Seat
from signals.policies import SignalAction
from signals.table_states import MEETING

OFFICER = "aandachtsfunctionaris"


@dataclass(frozen=True, slots=True)
class NewTable:
    """A table: its name and area, who sits there with which function, and whose officer leads it (None: care coordination)."""

    name: str
    service_area: ServiceArea
    municipalities: Collection[Municipality]
    organisations: Collection[tuple[Organisation, str]]
    chair: Municipality | None = None


@operation(SignalAction.OPEN_TABLE)
def open_table(*, actor: Actor, table: NewTable) -> ScreeningTable:
    """Set a table up. Raises Invalid for one at which nobody sits, or led by who does not sit there."""
    if not table.municipalities or not table.organisations:
        raise Invalid({"municipalities": ["Kies wie er aan tafel zitten: gemeenten en organisaties."]})
    if table.chair is not None and table.chair not in table.municipalities:
        raise Invalid({"chair": ["De voorzitter zit zelf ook aan tafel."]})
    if ScreeningTable.objects.filter(name=table.name).exists():
        raise Invalid({"name": ["Er is al een overleg met deze naam."]})
    made = ScreeningTable.objects.create(
        name=table.name, service_area=table.service_area, chair_municipality=table.chair
    )
    Seat.objects.bulk_create(
        [
            *(Seat(table=made, municipality=place, function=OFFICER) for place in table.municipalities),
            *(Seat(table=made, organisation=one, function=function) for one, function in table.organisations),
        ]
    )
    record(SignalEvent.TABLE_OPENED, made, actor=actor, detail={"seats": made.seats.count()})
    return made


@operation(SignalAction.PLAN_MEETING)
def plan_meeting(table: ScreeningTable, *, actor: Actor, starts_at: datetime, place: str) -> Meeting:
    """One meeting. A second click gives the one that stands."""
    made, _ = Meeting.objects.get_or_create(table=table, starts_at=starts_at, defaults={"place": place})
    record(SignalEvent.MEETING_PLANNED, made, actor=actor)
    return made


@operation(SignalAction.START_MEETING)
def start_meeting(meeting: Meeting, *, actor: Actor) -> Meeting:
    """From now on nothing is added to the agenda, and outcomes are written."""
    MEETING.move(meeting, SignalAction.START_MEETING)
    meeting.started_at = timezone.now()
    record(SignalEvent.MEETING_STARTED, meeting, actor=actor)
    return meeting


@operation(SignalAction.CLOSE_MEETING)
def close_meeting(meeting: Meeting, *, actor: Actor) -> Meeting:
    """From now on nothing is written; what was put before the table is read until the day that is fixed here."""
    MEETING.move(meeting, SignalAction.CLOSE_MEETING)
    meeting.closed_at = timezone.now()
    meeting.reads_until = terms.READ_TABLE.due(meeting.closed_at)
    record(SignalEvent.MEETING_CLOSED, meeting, actor=actor)
    return meeting
