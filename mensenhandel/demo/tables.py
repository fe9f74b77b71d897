"""The screening table of Zeeland: a meeting that was held last week, and one to come.

What was discussed had an outcome with something to do: one is done, one waits for the inspectorate. On the agenda of today's
stand two points, so that whoever leads it can try to; others are planned in its rhythm. These come after everything else of the world, so that they change
nothing of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time

from core.access import Actor
from core.workdays import is_working_day
from municipalities.codes import Role
from municipalities.models import Municipality, Organisation, ServiceArea
from municipalities.roles import actor_for
from signals import operations
from signals.codes import LegalGround
from signals.models import Meeting, Signal, TableItem, TablePaper
from signals.operations.seating import NewTable, TableFacts
from signals.operations.table_outcomes import TableOutcome
from signals.operations.tables import NewItem, parties_for
from signals.table_states import TableStep

from . import people
from .partners import DESKS, NLA, POLICE, RIEC, VT_ZEELAND
from .people import ZVH_ZEELAND, Person
from .world import World

_WHY = "a story reads its own rows while the demo world is built"
NAME = "Screeningsoverleg Zeeland"
PLACES = ("Goes", "Vlissingen", "Terneuzen", "Reimerswaal", "Kapelle", "Middelburg", "Hulst")
PARTNERS = (NLA, POLICE, VT_ZEELAND, RIEC)
WHERE = "Verzonnenkade 3, Goes"


@dataclass(frozen=True, slots=True)
class Point:
    """What the officer of a story's signal put before the table, and (held) what came of it; `to` names partners and municipalities."""

    story: str
    to: tuple[str, ...]
    text: str
    question: str
    decision: str = ""
    owner: str = ""
    before: int = 0
    done: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting so many days before the build, with its points."""

    ago: int
    points: tuple[Point, ...]
    closed: bool = False
    clock: str = "10:00"


MEETINGS = (
    Held(
        ago=6,
        closed=True,
        points=(
            Point(
                "bankpas",
                (VT_ZEELAND, POLICE),
                "Een jongvolwassene heeft abonnementen en een auto op zijn naam die hij niet gebruikt. Anderen bewaren zijn pas.",
                "Wie kan uitleggen wat hij nu moet doen, zonder dat hij verdachte wordt?",
                decision="Veilig Thuis belt de begeleider; de politie noteert dat hij mogelijk slachtoffer is.",
                owner=VT_ZEELAND,
                before=-1,
                done="De begeleider is gebeld en gaat met hem mee.",
            ),
            Point(
                "appels",
                (NLA, "Reimerswaal"),
                "Huurders van een woning worden elke ochtend met een bus gehaald. Een oproep voor werk hangt in het portiek.",
                "Kent iemand deze bus van een ander adres?",
                decision="De inspectie vergelijkt de bus met wat zij al weet.",
                owner=NLA,
                before=-8,
                step=TableStep.GATHER,
            ),
        ),
    ),
    Held(
        ago=0,
        clock="14:00",
        points=(
            Point(
                "appels",
                (NLA, POLICE),
                "Vorige week besproken. De huurders zijn sindsdien met minder, en de bus komt nu 's nachts.",
                "Gaan we eerder kijken, en wie gaat er mee?",
            ),
            Point(
                # The inspectorate has this as an anonymous tip, so it does not sit at this point.
                "nevelfruit",
                (RIEC, "Goes"),
                "Bij een fruitbedrijf werken mensen die hun eigen rooster en loon niet kennen.",
                "Is een gezamenlijke controle mogelijk in het plukseizoen?",
            ),
        ),
    ),
)


def meet(world: World) -> None:
    """Set the table up and hold its meetings. The caller holds the context."""
    leader = people.holder(Role.CARE_COORDINATOR, ZVH_ZEELAND)
    with _as(world, leader, 40, "10:00") as actor:
        table = operations.open_table(actor=actor, table=_table(world))
    for held in MEETINGS:
        with _as(world, leader, held.ago + 6, "09:30") as actor:
            moment = world.moment(held.ago, held.clock)
            meeting = operations.plan_meeting(table, actor=actor, starts_at=moment, place=WHERE)
        put = [_put(world, meeting, held, point) for point in held.points]
        if held.closed:
            _hold(world, leader, meeting, list(zip(held.points, put, strict=True)), held.ago)
    with _as(world, leader, 0, "06:30") as actor:
        operations.plan_ahead(table, actor=actor)


def _table(world: World) -> NewTable:
    return NewTable(
        TableFacts(NAME, WHERE, _working_day(world, 7), time(10)),
        world.area(ServiceArea, ZVH_ZEELAND),
        [world.municipalities[name] for name in PLACES],
        [(world.area(Organisation, name), DESKS[name]) for name in PARTNERS],
        key=world.key("table", NAME),
    )


def _working_day(world: World, ago: int) -> date:
    day = world.date(ago)
    return day if is_working_day(day) else _working_day(world, ago - 1)


def _put(world: World, meeting: Meeting, held: Held, point: Point) -> TableItem:
    rows = Signal.objects.unscoped(reason=_WHY).select_related("municipality")
    signal = rows.get(pk=world.key("signal", point.story))
    officer = people.officer(str(signal.municipality))
    if officer is None:
        message = f"{point.story}: {signal.municipality} has nobody who could do this."
        raise LookupError(message)
    parties = [_code(world, name) for name in point.to]
    item = NewItem(
        meeting=meeting,
        text=point.text,
        question=point.question,
        ground=LegalGround.PUBLIC_TASK,
        parties=parties,
        key=world.key("point", point.story, held.ago),
    )
    with _as(world, officer, held.ago + 2, "14:10") as actor:
        known = parties_for(signal, meeting, mandated=True)
        return operations.put_on_table(signal, actor=actor, item=item, known=known)


def _code(world: World, name: str) -> str:
    place: Municipality | None = world.municipalities.get(name)
    return f"g{place.pk}" if place else f"o{world.organisations[name].pk}"


def _hold(world: World, leader: Person, meeting: Meeting, points: list[tuple[Point, TableItem]], ago: int) -> None:
    with _as(world, leader, ago, "10:02") as actor:
        operations.start_meeting(meeting, actor=actor)
    for at, (point, item) in enumerate(points):
        outcome = TableOutcome(
            point.decision, _code(world, point.owner), due_on=world.date(point.before), step=point.step
        )
        with _as(world, leader, ago, f"10:{10 + 5 * at}") as actor:
            operations.record_outcome(actor=actor, paper=_paper(item, "zorg"), outcome=outcome)
    with _as(world, leader, ago, "10:40") as actor:
        operations.close_meeting(Meeting.objects.get(pk=meeting.pk), actor=actor)
    for point, item in points:
        if point.done:
            with world.then(ago - 2, "15:20"):
                paper = _paper(item, _code(world, point.owner))
                operations.settle_action(actor=world.contact(point.owner), paper=paper, line=point.done)


def _paper(item: TableItem, party: str) -> TablePaper:
    rows = TablePaper.objects.unscoped(reason=_WHY).select_related("meeting__table", "from_municipality")
    found: TablePaper = rows.get(item_id=item.pk, party=party)
    return found


@contextmanager
def _as(world: World, person: Person, ago: int, clock: str) -> Iterator[Actor]:
    """At that moment, this person, with what is open and shut to her then."""
    with world.then(ago, clock):
        yield actor_for(world.user(person))
