"""Three screening tables. Of Zeeland: a meeting that was held last week, and one to come. Of De Baronie, led by Breda: one that
nobody closed yet, one that does not go on, and one that was moved. Of Hart van Brabant, led by Tilburg: one about room 214.

What was discussed had an outcome with something to do: one is done, one waits for the inspectorate. On the agenda of today's
stand two points, so that whoever leads it can try to; others are planned in its rhythm. These come after everything else of the
world, so that they change nothing of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from core.access import Actor
from core.workdays import is_working_day
from municipalities.codes import Role
from municipalities.models import Municipality, Organisation, ServiceArea
from municipalities.roles import actor_for
from signals import operations
from signals.codes import LegalGround
from signals.models import Meeting, ScreeningTable, Signal, TableItem, TablePaper
from signals.models.tables import CARE_PARTY, OWN_PARTY
from signals.operations.seating import NewTable, TableFacts
from signals.operations.table_outcomes import TableOutcome
from signals.operations.tables import NewItem, parties_for
from signals.table_states import TableStep

from . import people
from .partners import DESKS, NLA, POLICE, RIEC, VT_MIDDEN_BRABANT, VT_WEST_BRABANT, VT_ZEELAND
from .people import ZVH_BARONIE, ZVH_MIDDEN_BRABANT, ZVH_ZEELAND, Person
from .world import World

_WHY = "a story reads its own rows while the demo world is built"
NAME = "Screeningsoverleg Zeeland"


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
    held: bool = False
    closed: bool = False
    clock: str = "10:00"


MEETINGS = (
    Held(
        ago=6,
        held=True,
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


IN_BREDA = (
    Held(
        ago=1,
        held=True,
        points=(
            Point(
                "koffers",
                (POLICE, VT_WEST_BRABANT),
                "Op een parkeerplaats wisselen elke zondagnacht mensen van bus. Iemand anders houdt hun paspoorten.",
                "Wie kan zondagnacht gaan kijken?",
                decision="De politie rijdt zondag langs en belt daarna met Breda.",
                owner=POLICE,
                before=-3,
            ),
            Point(
                "logies",
                ("Etten-Leur", VT_WEST_BRABANT),
                "Op een terrein wonen elf mensen in drie caravans. Wie ziek is, krijgt geen sleutel van de douche.",
                "Kan Etten-Leur deze week gaan kijken?",
            ),
        ),
    ),
)


IN_TILBURG = (
    Held(
        ago=39,
        held=True,
        closed=True,
        clock="09:00",
        points=(
            Point(
                "kamer-214",
                (POLICE, VT_MIDDEN_BRABANT),
                "In een hotel boekt iemand sinds weken twee kamers. In een advertentie staat hetzelfde uitzicht als uit de tweede.",
                "Wie kijkt naar de advertentie, en wie zoekt een plek als zij wil praten?",
                decision="Doorgeven aan de politie. Tilburg houdt contact met het hotel en zoekt vast een plek.",
                step=TableStep.HAND_OVER,
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Circle:
    """A table: who sits at it by name, who leads it (a municipality; "": care coordination), and its meetings."""

    name: str
    where: str
    area: str
    places: tuple[str, ...]
    partners: tuple[str, ...]
    meetings: tuple[Held, ...]
    starts: tuple[int, time]
    every_weeks: int = 1
    chair: str = ""

    @property
    def leader(self) -> Person:
        if self.chair:
            return people.holder(Role.FOCAL_OFFICER, self.chair)
        return people.holder(Role.CARE_COORDINATOR, self.area)


ZEELAND = Circle(
    NAME,
    "Verzonnenkade 3, Goes",
    ZVH_ZEELAND,
    ("Goes", "Vlissingen", "Terneuzen", "Reimerswaal", "Kapelle", "Middelburg", "Hulst"),
    (NLA, POLICE, VT_ZEELAND, RIEC),
    MEETINGS,
    (7, time(10)),
)
BARONIE = Circle(
    "Screeningsoverleg De Baronie",
    "Luchthal 5, Breda",
    ZVH_BARONIE,
    ("Breda", "Oosterhout", "Etten-Leur", "Drimmelen"),
    (POLICE, VT_WEST_BRABANT),
    IN_BREDA,
    (9, time(13, 30)),
    every_weeks=2,
    chair="Breda",
)
HART = Circle(
    "Screeningsoverleg Hart van Brabant",
    "Spiegelplein 8, Tilburg",
    ZVH_MIDDEN_BRABANT,
    ("Tilburg", "Waalwijk", "Goirle"),
    (POLICE, VT_MIDDEN_BRABANT),
    IN_TILBURG,
    (39, time(9)),
    every_weeks=4,
    chair="Tilburg",
)


def meet(world: World) -> None:
    """Set the tables up and hold their meetings. The caller holds the context."""
    _begin(world, ZEELAND)
    baronie = _begin(world, BARONIE)
    _begin(world, HART)
    with _as(world, BARONIE.leader, 0, "06:35") as actor:
        # The first of those to come may be on the day of the build.
        _, first, second, *_ = Meeting.objects.all().to_come().filter(table=baronie).order_by("starts_at")
        operations.cancel_meeting(first, actor=actor, reason="Er is die dag een regionale bijeenkomst.")
        later = second.starts_at + timedelta(hours=3)
        operations.move_meeting(second, actor=actor, starts_at=later, place=second.place)


def _begin(world: World, circle: Circle) -> ScreeningTable:
    leader = circle.leader
    with _as(world, leader, circle.meetings[0].ago + 30, "10:00") as actor:
        table = operations.open_table(actor=actor, table=_table(world, circle))
    for held in circle.meetings:
        with _as(world, leader, held.ago + 6, "09:30") as actor:
            moment = world.moment(held.ago, held.clock)
            meeting = operations.plan_meeting(table, actor=actor, starts_at=moment, place=table.place)
        put = [_put(world, meeting, held, point) for point in held.points]
        if held.held:
            _hold(world, leader, meeting, list(zip(held.points, put, strict=True)), held)
    with _as(world, leader, 0, "06:30") as actor:
        operations.plan_ahead(table, actor=actor)
    return table


def _table(world: World, circle: Circle) -> NewTable:
    ago, clock = circle.starts
    return NewTable(
        TableFacts(circle.name, circle.where, _working_day(world, ago), clock, every_weeks=circle.every_weeks),
        world.area(ServiceArea, circle.area),
        [world.municipalities[name] for name in circle.places],
        [(world.area(Organisation, name), DESKS[name]) for name in circle.partners],
        chair=world.municipalities[circle.chair] if circle.chair else None,
        key=world.key("table", circle.name),
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


def _hold(world: World, leader: Person, meeting: Meeting, points: list[tuple[Point, TableItem]], held: Held) -> None:
    ago = held.ago
    with _as(world, leader, ago, "10:02") as actor:
        operations.start_meeting(meeting, actor=actor)
    for at, (point, item) in enumerate((point, item) for point, item in points if point.decision):
        outcome = TableOutcome(point.decision, step=point.step)
        if point.owner:
            outcome = replace(outcome, owner=_code(world, point.owner), due_on=world.date(point.before))
        with _as(world, leader, ago, f"10:{10 + 5 * at}") as actor:
            operations.record_outcome(actor=actor, paper=_of_who_leads(item, meeting.table), outcome=outcome)
    if held.closed:
        with _as(world, leader, ago, "10:40") as actor:
            operations.close_meeting(Meeting.objects.get(pk=meeting.pk), actor=actor)
    for point, item in points:
        if point.done:
            with world.then(ago - 2, "15:20"):
                paper = _paper(item, _code(world, point.owner))
                operations.settle_action(actor=world.contact(point.owner), paper=paper, line=point.done)


def _of_who_leads(item: TableItem, table: ScreeningTable) -> TablePaper:
    chair = table.chair_municipality_id
    if chair is None:
        return _paper(item, CARE_PARTY)
    # Of what she put on the agenda herself it is the one of her own municipality.
    return _paper(item, OWN_PARTY if chair == item.municipality_id else f"g{chair}")


def _paper(item: TableItem, party: str) -> TablePaper:
    rows = TablePaper.objects.unscoped(reason=_WHY).select_related("meeting__table", "from_municipality")
    found: TablePaper = rows.get(item_id=item.pk, party=party)
    return found


@contextmanager
def _as(world: World, person: Person, ago: int, clock: str) -> Iterator[Actor]:
    """At that moment, this person, with what is open and shut to her then."""
    with world.then(ago, clock):
        yield actor_for(world.user(person))
