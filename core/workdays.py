"""Terms: working days that skip weekends and Dutch holidays, and plain calendar days and months.

A date here is always the date in the Netherlands (Europe/Amsterdam), never the date in UTC: a signal that comes in at
00:30 on a summer night is of that day. The day a term starts on does not count: "binnen 2 werkdagen" from Monday ends on
Wednesday. Terms in working days skip, terms in days or months do not and may end on a Sunday.

Holidays are the national ones as the package `holidays` lists them under "public": New Year, Good Friday, Easter Monday,
King's Day, Ascension, Whit Monday, Christmas, and 5 May once every five years.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone
from holidays import country_holidays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# What is said of a day on which nothing can have happened yet.
IN_FUTURE = "Deze dag ligt in de toekomst."
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


def local_date(moment: datetime) -> date:
    """The date in the Netherlands at `moment`, which must know its time zone (ValueError otherwise)."""
    if timezone.is_naive(moment):
        raise ValueError("A term cannot start at a moment without a time zone.")
    return moment.astimezone(AMSTERDAM).date()


def today() -> date:
    """The date in the Netherlands now."""
    return local_date(timezone.now())


def start_of_today() -> datetime:
    """The moment since when something is of today, for what is counted a day."""
    return datetime.combine(today(), time.min, AMSTERDAM)


@lru_cache(maxsize=64)
def _holidays_of(year: int) -> frozenset[date]:
    return frozenset(country_holidays("NL", years=year))


def is_working_day(day: date) -> bool:
    """True from Monday to Friday, except on a national holiday."""
    return day.weekday() < _SATURDAY and day not in _holidays_of(day.year)


def add_working_days(start: date, n: int) -> date:
    """The n-th working day after `start`, which itself does not count; before it when `n` is negative; `start` for 0."""
    step = _ONE_DAY if n > 0 else -_ONE_DAY
    day, left = start, abs(n)
    while left:
        day += step
        left -= is_working_day(day)
    return day


@lru_cache(maxsize=2048)  # a list asks it twice for each row, and most rows have a day in common
def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and including `end`; negative when `end` comes first.

    So `working_days_between(day, add_working_days(day, n)) == n` for every n from 0 up.
    """
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=i)) for i in range(1, (end - start).days + 1))


def working_days_until(due: date, on: date | None = None) -> int:
    """How many working days are left after `on` (today when not given) up to and including `due`; negative when past."""
    return working_days_between(on or today(), due)


def time_left(due: date, on: date | None = None) -> str:
    """What a page says about a term in working days: "nog 2 werkdagen", "vandaag", "3 dagen te laat"."""
    return _time_left(due, on or today(), working=True)


def calendar_time_left(due: date, on: date | None = None) -> str:
    """What a page says about a term in days or months: "nog 12 dagen", "vandaag", "1 dag te laat"."""
    return _time_left(due, on or today(), working=False)


def _time_left(due: date, on: date, *, working: bool) -> str:
    days = (due - on).days
    if days == 0:
        return "vandaag"
    if days < 0:
        return f"{_counted(-days, 'dag', 'dagen')} te laat"
    # A term that ends in the weekend has no working day left on Friday; then the calendar says it better.
    workdays = working_days_between(on, due) if working else 0
    return f"nog {_counted(workdays, 'werkdag', 'werkdagen') if workdays else _counted(days, 'dag', 'dagen')}"


def _counted(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


class Unit(StrEnum):
    """What a term is counted in."""

    WORKDAYS = "workdays"
    DAYS = "days"
    MONTHS = "months"


_WORDS = {
    Unit.WORKDAYS: ("werkdag", "werkdagen"),
    Unit.DAYS: ("dag", "dagen"),
    Unit.MONTHS: ("maand", "maanden"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """How long something may take: `Term(Unit.WORKDAYS, 2)`. Written on the screen as "2 werkdagen"."""

    unit: Unit
    amount: int

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("A term is not negative.")

    def __str__(self) -> str:
        return _counted(self.amount, *_WORDS[self.unit])

    def due(self, start: datetime) -> date:
        """The last day that is still in time for something that started at `start` (a moment with its time zone)."""
        return self.due_from(local_date(start))

    def due_from(self, day: date) -> date:
        """The last day that is still in time for something that started on `day`."""
        match self.unit:
            case Unit.WORKDAYS:
                return add_working_days(day, self.amount)
            case Unit.DAYS:
                return day + timedelta(days=self.amount)
            case Unit.MONTHS:
                return add_months(day, self.amount)

    def began_before(self, on: date) -> datetime:
        """Of what is too late on that day: it started before this moment, a midnight in the Netherlands."""
        day = on
        while self.due_from(day - _ONE_DAY) >= on:
            day -= _ONE_DAY
        return datetime.combine(day, time.min, AMSTERDAM)

    def time_left(self, due: date, on: date | None = None) -> str:
        """What a page says about this term when it ends on `due`."""
        return _time_left(due, on or today(), working=self.unit is Unit.WORKDAYS)


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier, when negative); the last day of that month when it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
