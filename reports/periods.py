"""The periods a report may cover: quarter, half-year or year, fixed, and only once they are over.

Free dates and running periods are refused on purpose: two reports over nearly the same days, subtracted, would show
single signals. What is counted "at" a period is counted on its reference date, the last day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from django.utils.formats import date_format

from core.workdays import AMSTERDAM, add_months, today


class PeriodKind(StrEnum):
    """The three lengths."""

    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


_MONTHS = {PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: 12}
_LETTER = {PeriodKind.QUARTER: "Q", PeriodKind.HALF_YEAR: "H", PeriodKind.YEAR: "Y"}
_NAME = {PeriodKind.QUARTER: "kwartaal", PeriodKind.HALF_YEAR: "halfjaar"}

# The memberships of municipalities in districts and regions are known from this day on.
EARLIEST = date(2019, 1, 1)
MOST_BARS = 8


@dataclass(frozen=True, slots=True)
class Period:
    """One fixed period: `Period(PeriodKind.HALF_YEAR, 2026, 1)` is 1 January up to and including 30 June 2026.

    `number` counts within the year, from 1. ValueError when the year has no such period.
    """

    kind: PeriodKind
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12 // _MONTHS[self.kind]:
            message = f"A year has no {self.kind} number {self.number}."
            raise ValueError(message)

    @classmethod
    def holding(cls, day: date, kind: PeriodKind) -> Self:
        """The period of this kind that `day` lies in."""
        return cls(kind, day.year, (day.month - 1) // _MONTHS[kind] + 1)

    @classmethod
    def from_code(cls, code: str) -> Self:
        """The period of a code such as "2026-H1". ValueError for anything that is not the code of a period."""
        year, _, rest = code.partition("-")
        for kind, letter in _LETTER.items():
            if rest[:1] == letter and rest[1:].isdecimal():
                period = cls(kind, int(year), int(rest[1:]))
                if period.code == code:
                    return period
        message = f"{code!r} is not the code of a period."
        raise ValueError(message)

    @property
    def code(self) -> str:
        """Short and stable, for a form, an address or a file name: "2026-H1", "2026-Q3", "2026-Y1"."""
        return f"{self.year:04}-{_LETTER[self.kind]}{self.number}"

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def end(self) -> date:
        """The last day, which belongs to the period."""
        return add_months(self.start, _MONTHS[self.kind]) - timedelta(days=1)

    @property
    def reference_date(self) -> date:
        """The day on which what is counted "at" this period is counted (peildatum): the last day."""
        return self.end

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Start and end as moments in the Netherlands; the end is the first moment after the period (filter with `__lt`)."""
        after = self.end + timedelta(days=1)
        return datetime.combine(self.start, time.min, AMSTERDAM), datetime.combine(after, time.min, AMSTERDAM)

    @property
    def label(self) -> str:
        """Written out: "1 januari t/m 30 juni 2026"."""
        return f"{date_format(self.start, 'j F')} t/m {date_format(self.end, 'j F Y')}"

    @property
    def name(self) -> str:
        """Named: "1e halfjaar 2026", "3e kwartaal 2026", "2026"."""
        return str(self.year) if self.kind is PeriodKind.YEAR else f"{self.number}e {_NAME[self.kind]} {self.year}"

    @property
    def axis_lines(self) -> tuple[str, ...]:
        """The name in lines short enough to stand under a bar."""
        short = {PeriodKind.QUARTER: "kwart.", PeriodKind.HALF_YEAR: "helft"}.get(self.kind)
        return (f"{self.number}e {short}", str(self.year)) if short else (str(self.year),)

    @property
    def previous(self) -> "Period":
        """The period of the same length just before."""
        return Period.holding(self.start - timedelta(days=1), self.kind)

    def is_closed(self, on: date | None = None) -> bool:
        """Whether the last day is over on `on` (today when not given)."""
        return self.end < (on or today())

    def __str__(self) -> str:
        return self.label


def closed_periods(
    on: date | None = None, *, kinds: Iterable[PeriodKind] = tuple(PeriodKind), since: date = EARLIEST
) -> list[Period]:
    """Every closed period that lies wholly from `since` on, newest first; of the same last day the shortest first."""
    found = [period for kind in kinds for period in _backwards(kind, on or today()) if period.start >= since]
    return sorted(found, key=lambda period: (period.end, period.start), reverse=True)


def last_half_years(until: date, *, since: date = EARLIEST, most: int = MOST_BARS) -> list[Period]:
    """The closed half-years that end on or before `until` and lie wholly from `since` on: the last `most`, oldest first.

    The bars of the chart in a report: `until` is the report's reference date, `since` the first day with complete data.
    """
    day_after = until + timedelta(days=1)
    return closed_periods(day_after, kinds=[PeriodKind.HALF_YEAR], since=since)[:most][::-1]


def _backwards(kind: PeriodKind, on: date) -> Iterator[Period]:
    """The closed periods of one kind from the newest back to EARLIEST."""
    period = Period.holding(on, kind).previous
    while period.start >= EARLIEST:
        yield period
        period = period.previous
