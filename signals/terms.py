"""How long each step may take. Defaults of the project (domain page 2.2), snapshotted on the object when it starts:
a changed setting moves no running term. Working days skip weekends and Dutch holidays; days and months are calendar.
"""

import datetime as dt

from core.workdays import Term, Unit

TAKE_UP = Term(Unit.WORKDAYS, 1)
# With direct danger: the day it came in, weekend or not.
TAKE_UP_IN_DANGER = Term(Unit.DAYS, 0)
DECIDE = Term(Unit.WORKDAYS, 15)
# With direct danger: the day it is taken up, weekend or not.
DECIDE_IN_DANGER = Term(Unit.DAYS, 0)
ANSWER_OFFER = Term(Unit.WORKDAYS, 2)
# Of another municipality, whether it takes a signal over.
ANSWER_MOVE = Term(Unit.WORKDAYS, 2)
REVIEW_FOLLOW = Term(Unit.DAYS, 30)
MOTIVATE_FOLLOW = Term(Unit.MONTHS, 6)
# The clock of a handover: two reminders, then `no_answer`, counted from the day it was sent.
REMIND_HANDOVER = (Term(Unit.DAYS, 14), Term(Unit.DAYS, 28))
EXPIRE_HANDOVER = Term(Unit.DAYS, 56)
# How long who was asked something may have, as the asker chooses; the term is in working days.
ANSWER_QUESTION = tuple(Term(Unit.WORKDAYS, days) for days in (1, 2, 5, 10, 15))
USUAL_ANSWER = ANSWER_QUESTION[2]
# A question whose term ended waits so much longer for a late answer; then it expires and blocks nothing.
EXPIRE_QUESTION = Term(Unit.DAYS, 28)
# How long after a screening meeting its participants still read what was put before them; after that the outcome alone,
# and only who has something to do.
READ_TABLE = Term(Unit.DAYS, 14)
# When a colleague of the municipality reads along; outside it the pages say that nobody does, and whom to call.
OFFICE_HOURS = (dt.time(9), dt.time(17))
# A draft with direct danger that is not sent within this time alarms the focal officer.
ALARM_AFTER = dt.timedelta(hours=1)
# The check of a file that takes longer than this broke off, unless its job says that it still goes on.
CHECK_LOST_AFTER = dt.timedelta(minutes=20)
# For how long a signal is kept after it was closed or moved; what comes of it, and which holds when: keeping.py.
KEEP_NOTHING = Term(Unit.MONTHS, 3)
KEEP_WORKED = Term(Unit.MONTHS, 12)
KEEP_MOVED = Term(Unit.MONTHS, 3)
# A draft that nobody went on with is deleted after this time.
DRAFT_LIFE = dt.timedelta(days=14)
# From here on a reporter who heard nothing is one of "melders die nog niets hoorden".
INFORM_REPORTER = Term(Unit.WORKDAYS, 5)


# Who follows an area is told that the oldest signal which nobody took up is older than this.
UNTAKEN = Term(Unit.WORKDAYS, 5)


def in_words(span: dt.timedelta) -> str:
    """ "14 dagen", "1 uur": a span as a page says it."""
    return str(Term(Unit.DAYS, span.days)) if span.days else f"{span // dt.timedelta(hours=1)} uur"
