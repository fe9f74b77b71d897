"""Screening tables and who sits at them: set up and kept by who leads them, or by the administrator of the area.

A seat gives nothing by itself: who puts a point chooses each time who reads it, among who sits there that day.
"""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import asdict, dataclass, field

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid
from core.resend import demand_same
from core.unit import once
from core.workdays import is_working_day, today
from municipalities.areas import municipalities_of
from municipalities.models import Municipality, Organisation, ServiceArea
from signals.events import SignalEvent
from signals.models import Meeting, ScreeningTable, Seat
from signals.policies import SignalAction
from signals.rhythm import demand_near
from signals.table_states import MeetingState, Rhythm

OFFICER = "aandachtsfunctionaris"
_END = 2  # years ahead in which something ends at the latest
_NOT_HERE = "Kies gemeenten uit het verzorgingsgebied van dit overleg."


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What a table is called, where and when it meets: from `first_on` on that weekday, every so many weeks."""

    name: str
    place: str
    first_on: dt.date
    begins_at: dt.time
    every_weeks: int = Rhythm.WEEKLY


@dataclass(frozen=True, slots=True)
class NewTable:
    """A table in an area: who sits there with which function, and whose officer leads it (None: care coordination)."""

    facts: TableFacts
    service_area: ServiceArea
    municipalities: Collection[Municipality]
    organisations: Collection[tuple[Organisation, str]] = ()
    chair: Municipality | None = None
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class NewSeat:
    """Who comes to sit at a table: an organisation or a municipality, with its function, from and until."""

    party: Organisation | Municipality
    function: str
    valid_from: dt.date
    valid_until: dt.date | None = None


@operation(SignalAction.OPEN_TABLE)
def open_table(*, actor: Actor, table: NewTable) -> ScreeningTable:
    """Set a table up. Sending the same key again gives the one that was made.

    Raises Invalid for one at which no municipality sits, or one of another area; led by who does not sit there; of a name in use.
    """
    once(table.key)
    made = ScreeningTable.objects.filter(key=table.key).first()
    if made is not None:
        demand_same(
            made, {"service_area_id": table.service_area.pk, "chair_municipality": table.chair} | asdict(table.facts)
        )
        record_view(SignalEvent.MEETING_VIEWED, made, actor=actor)
        return made
    _demand_seated(table)
    _demand_rhythm(table.facts)
    _demand_free(table.facts.name)
    made = ScreeningTable(key=table.key, service_area=table.service_area, chair_municipality=table.chair)
    _write_facts(made, table.facts)
    made.save(force_insert=True)
    Seat.objects.bulk_create(
        [
            *(Seat(table=made, municipality=one, function=OFFICER, valid_from=today()) for one in table.municipalities),
            *(Seat(table=made, organisation=one, function=as_, valid_from=today()) for one, as_ in table.organisations),
        ]
    )
    record(SignalEvent.TABLE_OPENED, made, actor=actor, detail={"seats": made.seats.count()})
    return made


def _demand_seated(table: NewTable) -> None:
    if not table.municipalities:
        raise Invalid({"municipalities": ["Kies voor welke gemeenten dit overleg is."]})
    if table.chair is not None and table.chair not in table.municipalities:
        raise Invalid({"chair": ["De voorzitter zit zelf ook aan tafel."]})
    if not set(table.municipalities) <= set(municipalities_of(table.service_area, today())):
        raise Invalid({"municipalities": [_NOT_HERE]})


def _demand_rhythm(facts: TableFacts) -> None:
    if not is_working_day(facts.first_on):
        raise Invalid({"first_on": ["Kies een werkdag. Het overleg is daarna op dezelfde dag van de week."]})
    demand_near(facts.first_on, "first_on")


def _demand_free(name: str) -> None:
    if ScreeningTable.objects.filter(name=name).exists():
        raise Invalid({"name": ["Er is al een overleg met deze naam."]})


def _write_facts(table: ScreeningTable, facts: TableFacts) -> None:
    table.name, table.place = facts.name, facts.place
    table.first_on, table.begins_at, table.every_weeks = facts.first_on, facts.begins_at, facts.every_weeks


@operation(SignalAction.CHANGE_TABLE)
def change_table(table: ScreeningTable, *, actor: Actor, facts: TableFacts) -> ScreeningTable:
    """Other words, another place or another rhythm, for meetings that are planned from now on. Those that stand stay."""
    if facts.first_on != table.first_on:
        _demand_rhythm(facts)
    if facts.name != table.name:
        _demand_free(facts.name)
    _write_facts(table, facts)
    record(SignalEvent.TABLE_CHANGED, table, actor=actor)
    return table


@operation(SignalAction.END_TABLE)
def end_table(table: ScreeningTable, *, actor: Actor, last_day: dt.date) -> ScreeningTable:
    """After that day no meeting is planned any more. Raises Invalid while one stands there: its points must go somewhere."""
    if table.ended_on is not None and last_day > table.ended_on:
        raise Invalid({"last_day": ["Dit overleg eindigt al eerder. Stel een nieuw overleg in."]})
    demand_near(last_day, "last_day", years=_END)
    later = Meeting.objects.filter(table=table, state__in=(MeetingState.PLANNED, MeetingState.HELD))
    if any(one.day > last_day for one in later):
        message = "Na deze dag staan nog overleggen gepland. Laat die eerst niet doorgaan, of sluit ze af."
        raise Invalid({"last_day": [message]})
    table.ended_on = last_day
    record(SignalEvent.TABLE_ENDED, table, actor=actor, detail={"until": str(last_day)})
    return table


@operation(SignalAction.ADD_SEAT)
def add_seat(table: ScreeningTable, *, actor: Actor, seat: NewSeat) -> ScreeningTable:
    """Somebody more at the table, or again. Raises Invalid for a municipality of another area."""
    if seat.valid_until is not None and seat.valid_until < seat.valid_from:
        raise Invalid({"valid_until": ["De einddatum ligt voor de begindatum."]})
    demand_near(seat.valid_from, "valid_from")
    demand_near(seat.valid_until, "valid_until", years=_END)
    made = Seat(table=table, function=seat.function.strip(), valid_from=seat.valid_from, valid_until=seat.valid_until)
    if isinstance(seat.party, Municipality):
        if seat.party not in set(municipalities_of(table.service_area, today())):
            raise Invalid({"party": [_NOT_HERE]})
        made.municipality = seat.party
    else:
        made.organisation = seat.party
    if _sits_already(made):
        raise Invalid({"party": ["Deze deelnemer zit in (een deel van) deze periode al aan tafel."]})
    made.save(force_insert=True)
    record(SignalEvent.SEAT_ADDED, table, actor=actor, detail={"party": made.code})
    return table


def _sits_already(seat: Seat) -> bool:
    there = Seat.objects.filter(
        table=seat.table, organisation=seat.organisation, municipality=seat.municipality
    ).not_ended(seat.valid_from)
    return any(seat.valid_until is None or one.valid_from <= seat.valid_until for one in there)


@operation(SignalAction.END_SEAT)
def end_seat(seat: Seat, *, actor: Actor, last_day: dt.date) -> Seat:
    """From the day after, the party reads nothing of this table any more, but for what it has still to do."""
    if seat.valid_until is not None and last_day > seat.valid_until:
        raise Invalid({"last_day": ["Deze deelname eindigt al eerder. Voeg de deelnemer opnieuw toe."]})
    if last_day < seat.valid_from:
        raise Invalid({"last_day": ["De laatste dag ligt voor de eerste dag van deze deelname."]})
    demand_near(last_day, "last_day", years=_END)
    chairs = seat.municipality_id is not None and seat.municipality_id == seat.table.chair_municipality_id
    if chairs and seat.table.is_running:
        raise Invalid({"last_day": ["Deze gemeente zit het overleg voor. Beëindig het overleg, of laat haar zitten."]})
    seat.valid_until = last_day
    record(SignalEvent.SEAT_ENDED, seat.table, actor=actor, detail={"party": seat.code, "until": str(last_day)})
    return seat
