"""The reports of the district Zeeland: three closed half-years published, one of them corrected, the last one a draft.

Made by the operations of the application, in the names of the district coordinator who writes and the regional
coordinator who publishes. Typesetting takes seconds each, so the PDFs are left to the workers, as publishing does.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.access import Actor
from municipalities.codes import Role
from municipalities.models import District
from reports import operations
from reports.figures.source import over_this_connection
from reports.making import counted
from reports.models import Report
from reports.operations import Ask, Texts
from reports.periods import Period, PeriodKind
from signals.codes import Form

from . import people
from .clock import at
from .plan import Area
from .world import World

PUBLISHED = 3
WRITER, PUBLISHER = "Daphne Deurklopper", "Lowie Lantaarnpaal"
MEETING = "bestuurlijk overleg district Zeeland"
CAPACITY = Decimal("0.8")
# Days after the end of the period; written when the answers of partners are complete.
_WRITTEN, _ADOPTED, _PUBLISHED, _CORRECTED = 30, 52, 54, 75
# The draft is begun in the week before the build.
_BEGUN = 5


@dataclass(frozen=True, slots=True)
class Told:
    """What the coordinator wrote in one edition. `capacity` None: forgotten, so that a correction follows."""

    introduction: str
    ask: Ask
    capacity: Decimal | None = CAPACITY
    correction: str = ""


# Oldest first; the last one is the draft.
TOLD: tuple[Told, ...] = (
    Told(
        "Dit is de eerste rapportage in deze vorm. De gemeenten leren nog hoe zij signalen vastleggen; de aantallen zeggen "
        "daarom meer over onze aandacht dan over de omvang.",
        Ask("Elke gemeente wijst een vervanger aan", "portefeuillehouders", "het volgende overleg"),
    ),
    Told(
        "De training in het najaar werkt door: meer collega's weten waar zij terechtkunnen.",
        Ask(
            "Middelen voor zorgcoördinatie voor twee jaar vastleggen",
            "colleges van de twaalf gemeenten",
            "de begroting",
        ),
        capacity=None,
        correction="In versie 1 ontbrak de inzet van de zorgcoördinatie. De andere cijfers zijn niet veranderd.",
    ),
    Told(
        "Jongeren die voor anderen strafbare feiten plegen, vragen onze aandacht. Scholen melden eerder dan voorheen.",
        Ask("Afspraak met scholen over onverklaard verzuim", "portefeuillehouder jeugd", "het nieuwe schooljaar"),
    ),
    Told(
        "Twee gemeenten hebben nu geen aandachtsfunctionaris. De controles in het voorjaar leverden veel signalen op, en de "
        "zorgcoördinator heeft haar uren daarmee vol.",
        Ask(
            "Uitbreiding van de zorgcoördinatie van 0,8 naar 1,2 fte",
            "bestuurlijk trekkers van het district",
            "het overleg in januari",
        ),
    ),
)


def make_editions(world: World) -> None:
    """Write them, oldest first, each under the clock of its own days."""
    last = Period.holding(world.day, PeriodKind.HALF_YEAR).previous
    periods = [last]
    while len(periods) <= PUBLISHED:
        periods.insert(0, periods[0].previous)
    for period, told in zip(periods[:-1], TOLD[:-1], strict=True):
        Edition(world, period, told).publish()
    begun = max(world.date(_BEGUN), last.end + timedelta(days=1))
    with at(world.moment((world.day - begun).days, "06:50")):
        Edition(world, last, TOLD[-1]).begin()


@dataclass(frozen=True, slots=True)
class Edition:
    """One half-year of the district Zeeland."""

    world: World
    period: Period
    told: Told

    @property
    def writer(self) -> Actor:
        return self.world.actor(people.named(WRITER), Role.DISTRICT_COORDINATOR)

    @property
    def publisher(self) -> Actor:
        return self.world.actor(people.named(PUBLISHER), Role.REGIONAL_COORDINATOR)

    def begin(self) -> Report:
        """The draft with its texts."""
        report: Report = operations.create_report(
            actor=self.writer,
            key=self.world.key("report", self.period.code),
            area=District.objects.get(name=Area.ZEELAND),
            period=self.period,
            texts=self._texts(self.told.capacity),
        )
        return report

    def publish(self) -> None:
        """From draft to published; corrected and published again when that is told."""
        with self._after(_WRITTEN, "14:00"):
            report = self._make(self.begin())
        report = self._adopt_and_publish(report, _ADOPTED, _PUBLISHED)
        if not self.told.correction:
            return
        with self._after(_CORRECTED, "10:00"):
            key = self.world.key("report", self.period.code, "correction")
            later: Report = operations.correct_report(
                report, actor=self.writer, key=key, correction=self.told.correction
            )
            later = operations.edit_report(later, actor=self.writer, texts=self._texts(CAPACITY))
            later = self._make(later)
        self._adopt_and_publish(later, _CORRECTED + 5, _CORRECTED + 6)

    def _texts(self, capacity: Decimal | None) -> Texts:
        return Texts(
            introduction=self.told.introduction, asks=[self.told.ask], focus=Form.CRIMINAL.value, capacity=capacity
        )

    def _make(self, report: Report) -> Report:
        with over_this_connection():  # what is being built, nobody else sees yet
            figures = counted(report).as_data()
        made: Report = operations.store_made(report, actor=self.writer, figures=figures)
        return made

    def _adopt_and_publish(self, report: Report, adopted: int, published: int) -> Report:
        day = self.period.end + timedelta(days=adopted)
        with self._on(day, "16:00"):
            report = operations.adopt_report(report, actor=self.publisher, adopted_by=MEETING, adopted_on=day)
        with self._after(published, "09:30"):
            done: Report = operations.publish_report(report, actor=self.publisher)
            return done

    def _after(self, days: int, clock: str) -> AbstractContextManager[None]:
        return self._on(self.period.end + timedelta(days=days), clock)

    def _on(self, day: date, clock: str) -> AbstractContextManager[None]:
        return at(self.world.moment((self.world.day - day).days, clock))
