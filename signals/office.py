"""Office hours: when somebody of the municipality reads what comes in, and from when on again."""

import datetime as dt

from django.utils import timezone

from core.workdays import AMSTERDAM, add_working_days, is_working_day

from . import terms

_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def is_open(moment: dt.datetime | None = None) -> bool:
    """Whether somebody reads along at `moment` (now when not given)."""
    local = (moment or timezone.now()).astimezone(AMSTERDAM)
    opens, closes = terms.OFFICE_HOURS
    return is_working_day(local.date()) and opens <= local.time() < closes


def next_opening(moment: dt.datetime | None = None) -> dt.datetime:
    """When somebody reads again, for a moment outside office hours."""
    local = (moment or timezone.now()).astimezone(AMSTERDAM)
    opens = terms.OFFICE_HOURS[0]
    today = local.date()
    day = today if is_working_day(today) and local.time() < opens else add_working_days(today, 1)
    return dt.datetime.combine(day, opens, AMSTERDAM)


def closed_until(moment: dt.datetime | None = None) -> str:
    """ "maandag om 9 uur" outside office hours, "" within them."""
    if is_open(moment):
        return ""
    local = (moment or timezone.now()).astimezone(AMSTERDAM)
    opening = next_opening(moment)
    away = (opening.date() - local.date()).days
    day = {0: "vandaag", 1: "morgen"}.get(away, _DAYS[opening.weekday()])
    return f"{day} om {opening.hour} uur"
