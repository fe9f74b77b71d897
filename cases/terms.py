"""How soon something must happen in a case. Each open case has a next date; these terms set it when nobody chose one."""

from collections.abc import Mapping

from core.workdays import Term, Unit
from signals.codes import Urgency

ACKNOWLEDGE = Term(Unit.WORKDAYS, 1)
FIRST_CONTACT: Mapping[str, Term] = {
    Urgency.NORMAL: Term(Unit.WORKDAYS, 2),
    Urgency.SOON: Term(Unit.WORKDAYS, 1),
    Urgency.NOW: Term(Unit.WORKDAYS, 0),
}
# The plan stands within this time after intake began.
INTAKE_REVIEW = Term(Unit.DAYS, 14)
PLAN_REVIEW = Term(Unit.DAYS, 42)
FOLLOW_REVIEW = Term(Unit.DAYS, 30)
# When nothing is planned any more: the last of the aftercare checks.
AFTERCARE_REVIEW = Term(Unit.MONTHS, 6)
AFTERCARE_CHECKS = (Term(Unit.MONTHS, 1), Term(Unit.MONTHS, 3), Term(Unit.MONTHS, 6))
TRANSFER_ANSWER = Term(Unit.WORKDAYS, 5)
REFLECTION = Term(Unit.MONTHS, 3)
REFLECTION_DUBLIN = Term(Unit.DAYS, 30)
# A clock stands in the caseload from this many days before it ends.
CLOCK_WARNING_DAYS = 30
