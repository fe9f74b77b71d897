"""A screening table of the small world, its meetings, and what is put before it; made by the real operations."""

import datetime as dt
import uuid
from typing import Any

from core.access import Actor
from core.workdays import AMSTERDAM, is_working_day, today
from municipalities.mandates import care_areas_under_mandate
from municipalities.models import Municipality
from municipalities.roles import actor_for
from signals import operations
from signals.codes import LegalGround
from signals.models import Meeting, ScreeningTable, Signal, TableItem, TablePaper
from signals.operations.seating import NewTable, TableFacts
from signals.operations.table_outcomes import TableOutcome
from signals.operations.tables import NewItem, parties_for
from tests.support.world import World

TEXT = "In een huis slapen meer mensen dan er bedden horen te zijn. Zij worden elke ochtend gehaald."
QUESTION = "Wie kent dit adres uit een controle?"
DECISION = "De inspectie gaat kijken; de gemeente meldt wat zij weet."


def table(world: World, *, chair: Municipality | None = None) -> ScreeningTable:
    """Of Zeeland: Goes, Vlissingen, the inspectorate and Veilig Thuis; led by care coordination, or for `chair`."""
    leader = actor_for(world.karlijn) if chair is None else _officer(world, chair)
    seats = [(world.inspectorate, "inspecteur"), (world.veilig_thuis, "aandachtsfunctionaris")]
    name = f"Screeningsoverleg Zeeland {ScreeningTable.objects.count() + 1}"
    facts = TableFacts(name, "Goes, stadhuis", working_day(), dt.time(12))
    new = NewTable(facts, world.zvh_zeeland, [world.goes, world.vlissingen], seats, chair)
    return operations.open_table(actor=leader, table=new)


def working_day(after: int = 0) -> dt.date:
    """The first one from so many days from now."""
    day = today() + dt.timedelta(days=after)
    return day if is_working_day(day) else working_day(after + 1)


def _officer(world: World, place: Municipality) -> Actor:
    return actor_for({world.goes.pk: world.wilma, world.vlissingen.pk: world.vera}[place.pk], "focal_officer")


def leader(world: World, meeting: Meeting) -> Actor:
    """Who leads it."""
    place = meeting.table.chair_municipality
    return actor_for(world.karlijn) if place is None else _officer(world, place)


def meeting(
    world: World, *, chair: Municipality | None = None, on: ScreeningTable | None = None, days: int = 0
) -> Meeting:
    """Planned, so many days from now at noon; today, so that it can begin."""
    at = on or table(world, chair=chair)
    who = actor_for(world.karlijn) if at.chair_municipality is None else _officer(world, at.chair_municipality)
    return meeting_on(at, who, days)


def meeting_on(table: ScreeningTable, who: Actor, days: int = 0) -> Meeting:
    """One more of this table, at noon."""
    starts = dt.datetime.combine(today() + dt.timedelta(days=days), dt.time(12), AMSTERDAM)
    return operations.plan_meeting(table, actor=who, starts_at=starts, place="Goes, stadhuis")


def known(signal: Signal, at: Meeting) -> list[tuple[str, str]]:
    """Who may be chosen."""
    return parties_for(signal, at, mandated=bool(care_areas_under_mandate(signal.municipality, today())))


def item(at: Meeting, *parties: str, **given: Any) -> NewItem:
    """For these parties, by code."""
    defaults: dict[str, Any] = {"text": TEXT, "question": QUESTION, "ground": LegalGround.PUBLIC_TASK}
    return NewItem(meeting=at, parties=parties, key=given.pop("key", uuid.uuid4()), **(defaults | given))


def tabled(signal: Signal, actor: Actor, at: Meeting, *parties: str, **given: Any) -> TableItem:
    """On the agenda."""
    return operations.put_on_table(signal, actor=actor, item=item(at, *parties, **given), known=known(signal, at))


def begun(world: World, at: Meeting) -> Meeting:
    """It goes on."""
    return operations.start_meeting(at, actor=leader(world, at))


def paper(point: TableItem, party: str) -> TablePaper:
    """What this party has of it, whoever asks."""
    rows = TablePaper.objects.unscoped(reason="test").select_related("meeting__table", "from_municipality")
    found: TablePaper = rows.get(item_id=point.pk, party=party)
    return found


def outcome(**given: Any) -> TableOutcome:
    """A decision without an action."""
    return TableOutcome(**({"decision": DECISION} | given))
