"""The moment of what is written down later than it happened: told as a day.

The told moment stands in a column of its own. When it was written down, the row of a handover or an answer has in its
`created_at`; of a receipt, an acceptance and a reminder, which are columns of the handover, the log alone says it.
"""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format

from core.errors import Invalid
from core.workdays import AMSTERDAM, IN_FUTURE, local_date, today


def told_moment(day: dt.date | None, *, field: str, not_before: dt.datetime | None, what: str) -> dt.datetime:
    """Now for today or None; of an earlier day its noon, or `not_before` when that came later on that day.

    Raises Invalid, at `field`, for a day to come and for one before the day of `not_before`: of `what`, in words.
    """
    if day is None or day == today():
        return timezone.now()
    if day > today():
        raise Invalid({field: [IN_FUTURE]})
    if not_before is not None and day < local_date(not_before):
        message = f"Dit kan niet voor {what} zijn ({date_format(local_date(not_before), 'j F Y')})."
        raise Invalid({field: [message]})
    noon = dt.datetime.combine(day, dt.time(12), AMSTERDAM)
    return max(noon, not_before) if not_before else noon
