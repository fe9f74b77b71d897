"""Office hours: when somebody of the municipality reads what comes in, and from when on again."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from core.access import NOBODY, Actor
from core.workdays import AMSTERDAM, add_working_days, is_working_day
from municipalities.terms import held_for, hour_words, time_at

from . import terms

_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


@dataclass(frozen=True, slots=True)
class Office:
    """When somebody reads along on a working day, as the region of a municipality has it today."""

    opens: dt.time
    closes: dt.time

    def is_open(self, moment: dt.datetime | None = None) -> bool:
        """Whether somebody reads along at `moment` (now when not given)."""
        local = (moment or timezone.now()).astimezone(AMSTERDAM)
        return is_working_day(local.date()) and self.opens <= local.time() < self.closes

    def next_opening(self, moment: dt.datetime | None = None) -> dt.datetime:
        """When somebody reads again, for a moment outside office hours."""
        local = (moment or timezone.now()).astimezone(AMSTERDAM)
        today = local.date()
        day = today if is_working_day(today) and local.time() < self.opens else add_working_days(today, 1)
        return dt.datetime.combine(day, self.opens, AMSTERDAM)

    def closed_until(self, moment: dt.datetime | None = None) -> str:
        """ "maandag om 9 uur" outside office hours, "" within them."""
        if self.is_open(moment):
            return ""
        local = (moment or timezone.now()).astimezone(AMSTERDAM)
        opening = self.next_opening(moment)
        away = (opening.date() - local.date()).days
        day = {0: "vandaag", 1: "morgen"}.get(away, _DAYS[opening.weekday()])
        return f"{day} om {hour_words(opening.time())}"


def office_of(municipality_id: int | None, actor: Actor = NOBODY) -> Office:
    """The office hours of a municipality; the usual ones while nobody chose one yet."""
    if municipality_id is None:
        return Office(terms.OFFICE_OPENS.default, terms.OFFICE_CLOSES.default)
    held = held_for(municipality_id, actor)
    opens, closes = (time_at(held.get(each.code, each.usual)) for each in (terms.OFFICE_OPENS, terms.OFFICE_CLOSES))
    return Office(opens, closes)
