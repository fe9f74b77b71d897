"""What holds "at" a day: rows with a beginning and an end, at the end of that day in the Netherlands."""

import datetime as dt

from django.db.models import Q

from core.workdays import AMSTERDAM

REASON = "figures: counts of a whole area, hidden where small before they are stored"


def end_of(day: dt.date) -> dt.datetime:
    """The first moment after `day`."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, AMSTERDAM)


def held_at(day: dt.date, since: str, until: str) -> Q:
    """Begun on or before `day` and not ended by its end."""
    after = end_of(day)
    return Q(**{f"{since}__lt": after}) & (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": after}))
