"""Everything that is counted of one area in one period: each figure once, and as it may be shown.

Counts are by municipality and of the whole family of areas, because what may be shown of one area depends on the others
(`reports.nesting`). `counted` gives the exact number of this area, `figure` what may be read of it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property

from django.utils.formats import date_format

from core.workdays import today
from municipalities.areas import AnyArea, code_of
from municipalities.models import Municipality
from municipalities.readiness import Cells, Score
from municipalities.readiness_items import ReadinessItem

from .disclosure import Shown, out_of
from .families import family_of
from .figures import care, handovers, readiness, signals
from .figures.handovers import PassedOn
from .figures.places import Counts, inside
from .nesting import Family
from .periods import EARLIEST, Period
from .published import PublishedEdition

type Tell = Callable[[str], object]

# What is going on, as the coordinator reads it, and which figures that is.
PARTS: Mapping[str, tuple[str, ...]] = {
    "Signalen tellen": ("received", "received_by_form", "followed"),
    "Hulp tellen": ("intensive", "cases_by_form", "open_referrals", "days_to_first_contact"),
    "Doormeldingen en antwoorden tellen": ("handovers",),
    "Basis op orde van de gemeenten ophalen": ("cells", "deputies"),
}

# After these, with every number that was counted.
COMPARING = "Vergelijken met eerdere perioden en kleine aantallen verbergen"


class At:
    """The figures of `area` in `period`; what is counted "at" it is counted at the end of its last day.

    `on`: the day of the counting, today when not given. On it depends whether answers may still come that count.
    """

    def __init__(self, area: AnyArea, period: Period, on: date | None = None) -> None:
        self.area, self.period, self.day = area, period, period.reference_date
        self.on = on or today()

    def count(self, tell: Tell) -> None:
        """Count all of it, saying what is going on."""
        for part, names in PARTS.items():
            tell(part)
            for name in names:
                getattr(self, name)

    @cached_property
    def municipalities(self) -> list[Municipality]:
        return readiness.municipalities_in(self.area, self.day)

    @cached_property
    def ids(self) -> list[int]:
        return [place.pk for place in self.municipalities]

    @property
    def key(self) -> str:
        """How the family names the area."""
        return code_of(self.area)

    @cached_property
    def family(self) -> Family:
        return family_of(self.area, self.day)

    @cached_property
    def around(self) -> list[int]:
        """The ids of all municipalities of the family."""
        return sorted(self.family.places)

    @cached_property
    def received(self) -> Counts:
        return signals.received_by_place(self.around, self.period)

    @cached_property
    def received_by_form(self) -> Mapping[str, Counts]:
        return signals.received_by_form(self.around, self.period)

    @cached_property
    def followed(self) -> Counts:
        return signals.followed_by_place(self.around, self.day)

    @cached_property
    def intensive(self) -> Counts:
        return care.intensive_by_place(self.around, self.day)

    @cached_property
    def cases_by_form(self) -> Mapping[str, Counts]:
        return care.cases_by_form(self.around, self.day)

    @cached_property
    def open_referrals(self) -> Counts:
        return care.open_referrals_by_place(self.around, self.day)

    @cached_property
    def days_to_first_contact(self) -> list[int]:
        return care.days_to_first_contact(self.ids, self.period)

    @cached_property
    def handovers(self) -> Mapping[str, Mapping[int, PassedOn]]:
        """By partner and municipality."""
        return handovers.passed_on_by_partner(self.around, self.period)

    @cached_property
    def cells(self) -> Cells:
        return readiness.cells_of(self.municipalities, self.day)

    @cached_property
    def deputies(self) -> frozenset[int]:
        return readiness.with_deputy(self.municipalities, self.day)

    def counted(self, counts: Counts) -> int:
        """The exact number of this area."""
        return inside(counts, self.ids)

    def passed_on(self, *partners: str) -> PassedOn:
        """What this area passed on to these partners, to all of them when none is named."""
        own = frozenset(self.ids)
        chosen = [self.handovers.get(name, {}) for name in partners] if partners else self.handovers.values()
        return handovers.all_of(line for lines in chosen for place, line in lines.items() if place in own)

    # As they may be shown.

    def figure(self, counts: Counts) -> Shown:
        """What may be read of this area."""
        return self.family.marks(counts)[self.key]

    @cached_property
    def signals(self) -> Shown:
        return self.figure(self.received)

    @cached_property
    def people(self) -> Shown:
        return self.figure(self.intensive)

    @cached_property
    def followed_signals(self) -> Shown:
        return self.figure(self.followed)

    @cached_property
    def running_referrals(self) -> Shown:
        return self.figure(self.open_referrals)

    @cached_property
    def sent(self) -> Shown:
        return self.figure(handovers.counts_of(self.handovers.values(), "sent"))

    @cached_property
    def answered_in_time(self) -> Shown:
        return self.figure(handovers.counts_of(self.handovers.values(), "answered_in_time"))

    @property
    def answers(self) -> str:
        """ "5 van 15": answered in time, of all that were sent."""
        return out_of(self.answered_in_time, self.sent)

    @property
    def answers_wait(self) -> str:
        """ "nog niet volledig tot 29 juli 2026": answers may still come that count. Empty when they are complete."""
        whole = handovers.answers_complete_on(self.period)
        return f"nog niet volledig tot {date_format(whole, 'j F Y')}" if self.on < whole else ""

    @property
    def basis(self) -> Score:
        """How many municipalities have the whole basis; never hidden."""
        return readiness.with_whole_basis(self.municipalities, self.cells)

    @property
    def officers(self) -> Score:
        """How many municipalities have a focal officer; never hidden."""
        return readiness.with_item(ReadinessItem.FOCAL_OFFICER, self.municipalities, self.cells)

    @property
    def without_officer(self) -> list[str]:
        item = ReadinessItem.FOCAL_OFFICER
        return [str(place) for place in readiness.without_item(item, self.municipalities, self.cells)]


class Published(At):
    """A period as its published report says it, so that two reports give one figure; the rest is counted."""

    def __init__(self, area: AnyArea, edition: PublishedEdition, on: date) -> None:
        super().__init__(area, edition.period, on)
        self.edition = edition

    @cached_property
    def signals(self) -> Shown:
        return self.edition.signals

    @cached_property
    def people(self) -> Shown:
        return self.edition.people

    @property
    def answers(self) -> str:
        if At(self.area, self.period, self.edition.counted_on).answers_wait:
            return f"{super().answers} (opnieuw geteld)"
        return self.edition.answers

    @property
    def basis(self) -> Score:
        return self.edition.basis


def before(now: At, published: Mapping[Period, PublishedEdition]) -> At | None:
    """The period before, as published where it is; None when there is nothing complete to compare with."""
    previous = now.period.previous
    if previous.start < EARLIEST:
        return None
    if previous in published:
        return Published(now.area, published[previous], now.on)
    found = At(now.area, previous, now.on)
    return found if signals.is_complete(found.ids, previous) else None
