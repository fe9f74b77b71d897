"""When a screening table meets: the days of its rhythm, with those that it skips."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count, islice

from core.errors import Invalid
from core.workdays import AMSTERDAM, is_working_day, today

from .models import ScreeningTable

AHEAD = 8  # days of the rhythm that are planned at once
# A day beyond this is a slip of the pen, and the last days of the calendar have none after them to reckon with.
FURTHEST = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Slot:
    """One day of the rhythm. `is_known`: a meeting stands for it, also one that was moved or cancelled."""

    starts_at: dt.datetime
    is_holiday: bool
    is_known: bool

    @property
    def day(self) -> dt.date:
        """In the Netherlands."""
        return self.starts_at.date()

    @property
    def is_free(self) -> bool:
        """Whether a meeting can be planned for it."""
        return not (self.is_holiday or self.is_known)


def moment(day: dt.date, time: dt.time) -> dt.datetime:
    """That day at that time, in the Netherlands."""
    return dt.datetime.combine(day, time, AMSTERDAM)


def demand_near(day: dt.date | None, field: str, *, years: int = 1) -> None:
    """Raises Invalid for a day that is further ahead than anybody plans."""
    if day is not None and day > today() + years * FURTHEST:
        ahead = "een jaar" if years == 1 else f"{years} jaar"
        raise Invalid({field: [f"Deze dag ligt meer dan {ahead} vooruit. Controleer het jaartal."]})


def next_slots(table: ScreeningTable, *, after: dt.date, known: Collection[dt.date]) -> list[Slot]:
    """The next AHEAD days of the rhythm after a day, up to the table's last. `known`: the days for which a meeting stands."""
    days = (day for day in _days(table) if day > after)
    slots = [
        Slot(moment(day, table.begins_at), is_holiday=not is_working_day(day), is_known=day in known)
        for day in islice(days, AHEAD)
    ]
    return [slot for slot in slots if table.ended_on is None or slot.day <= table.ended_on]


def _days(table: ScreeningTable) -> Iterator[dt.date]:
    return (table.first_on + dt.timedelta(weeks=table.every_weeks * number) for number in count())
