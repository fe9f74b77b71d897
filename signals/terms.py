"""How long each step may take. Defaults of the project (domain page 2.2), snapshotted on the object when it starts:
a changed setting moves no running term. Working days skip weekends and Dutch holidays; days and months are calendar.
"""

from core.workdays import Term, Unit

TAKE_UP = Term(Unit.WORKDAYS, 1)
DECIDE = Term(Unit.WORKDAYS, 15)
ANSWER_OFFER = Term(Unit.WORKDAYS, 2)
REVIEW_FOLLOW = Term(Unit.DAYS, 30)
MOTIVATE_FOLLOW = Term(Unit.MONTHS, 6)
# The clock of a handover: two reminders, then `no_answer`, counted from the day it was sent.
REMIND_HANDOVER = (Term(Unit.DAYS, 14), Term(Unit.DAYS, 28))
EXPIRE_HANDOVER = Term(Unit.DAYS, 56)
