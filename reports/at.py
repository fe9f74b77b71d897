"""Everything that is counted of one area in one period: each figure once, and as it may stand alone."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property

from django.utils.formats import date_format

from core.workdays import today
from municipalities.areas import AnyArea
from municipalities.models import Municipality
from municipalities.readiness import Cells, Score
from municipalities.readiness_items import ReadinessItem

from .disclosure import Shown, headline, out_of
from .figures import care, handovers, readiness, signals
from .figures.handovers import PassedOn
from .periods import EARLIEST, Period
from .published import PublishedEdition

type Tell = Callable[[str], object]

# What is going on, as the coordinator reads it, and which figures that is.
PARTS: Mapping[str, tuple[str, ...]] = {
    "Signalen tellen": ("received", "received_by_form", "followed"),
    "Hulp tellen": ("intensive", "cases_by_form", "open_referrals", "days_to_first_contact"),
    "Doormeldingen en antwoorden tellen": ("partners",),
    "Basis op orde van de gemeenten ophalen": ("cells", "deputies"),
}


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

    @cached_property
    def received(self) -> Mapping[int, int]:
        return signals.received_by_place(self.ids, self.period)

    @cached_property
    def received_by_form(self) -> Mapping[str, int]:
        return signals.received_by_form(self.ids, self.period)

    @cached_property
    def followed(self) -> Mapping[int, int]:
        return signals.followed_by_place(self.ids, self.day)

    @cached_property
    def intensive(self) -> Mapping[int, int]:
        return care.intensive_by_place(self.ids, self.day)

    @cached_property
    def cases_by_form(self) -> Mapping[str, int]:
        return care.cases_by_form(self.ids, self.day)

    @cached_property
    def open_referrals(self) -> int:
        return care.open_referrals(self.ids, self.day)

    @cached_property
    def days_to_first_contact(self) -> list[int]:
        return care.days_to_first_contact(self.ids, self.period)

    @cached_property
    def partners(self) -> Mapping[str, PassedOn]:
        return handovers.passed_on_by_partner(self.ids, self.period)

    @cached_property
    def cells(self) -> Cells:
        return readiness.cells_of(self.municipalities, self.day)

    @cached_property
    def deputies(self) -> frozenset[int]:
        return readiness.with_deputy(self.municipalities, self.day)

    # As they may stand alone.

    @property
    def signals(self) -> Shown:
        return headline(sum(self.received.values()))

    @property
    def people(self) -> Shown:
        return headline(sum(self.intensive.values()))

    @property
    def followed_signals(self) -> Shown:
        return headline(sum(self.followed.values()))

    @property
    def passed_on(self) -> PassedOn:
        return handovers.all_of(list(self.partners.values()))

    @property
    def sent(self) -> Shown:
        return headline(self.passed_on.sent)

    @property
    def answered_in_time(self) -> Shown:
        return headline(self.passed_on.answered_in_time)

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

    @property
    def signals(self) -> Shown:
        return self.edition.signals

    @property
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
