"""How soon something must happen in a case. Each open case has a next date; these terms set it when nobody chose one.

What a region may set otherwise is declared with its bounds (municipalities/terms.py); the day that follows from it is kept with the
case, so that another setting moves nothing that runs. What follows from the law or from the method is a plain term.
"""

from collections.abc import Mapping

from core.workdays import Term, Unit
from municipalities.terms import RegionTerm, declare
from signals.codes import Urgency

_GROUP = "Casussen"

ACKNOWLEDGE = declare(
    RegionTerm(
        code="acknowledge",
        label="Aanmelding aannemen",
        governs="Hoe lang de zorgcoördinator heeft om een rechtstreekse aanmelding aan te nemen.",
        source="domein 3.2",
        default=Term(Unit.WORKDAYS, 1),
        least=1,
        most=3,
        group=_GROUP,
    )
)
FIRST_CONTACT_USUAL = declare(
    RegionTerm(
        code="first_contact",
        label="Eerste contact",
        governs="Hoe lang het tot het eerste contact mag duren als er geen haast is. Met haast is dat één werkdag, of dezelfde dag.",
        source="domein 3.2",
        default=Term(Unit.WORKDAYS, 2),
        least=1,
        most=5,
        group=_GROUP,
    )
)
# With haste it is the same everywhere.
FIRST_CONTACT_WITH_HASTE: Mapping[str, Term] = {
    Urgency.SOON: Term(Unit.WORKDAYS, 1),
    Urgency.NOW: Term(Unit.WORKDAYS, 0),
}
# The plan stands within this time after intake began.
INTAKE_REVIEW = declare(
    RegionTerm(
        code="intake_review",
        label="Intake",
        governs="Na hoeveel dagen intake het plan er uiterlijk ligt.",
        source="domein 3.2",
        default=Term(Unit.DAYS, 14),
        least=7,
        most=28,
        group=_GROUP,
    )
)
PLAN_REVIEW = declare(
    RegionTerm(
        code="plan_review",
        label="Plan opnieuw bekijken",
        governs="Na hoeveel dagen het plan van een intensieve casus uiterlijk opnieuw wordt bekeken.",
        source="domein 3.2",
        default=Term(Unit.DAYS, 42),
        least=14,
        most=84,
        group=_GROUP,
    )
)
FOLLOW_REVIEW = declare(
    RegionTerm(
        code="follow_review",
        label="Casus op de voet opnieuw bekijken",
        governs="Na hoeveel dagen een casus die op de voet wordt gevolgd uiterlijk opnieuw wordt bekeken.",
        source="domein 3.2",
        default=Term(Unit.DAYS, 30),
        least=7,
        most=60,
        group=_GROUP,
    )
)
TRANSFER_ANSWER = declare(
    RegionTerm(
        code="transfer_answer",
        label="Overdracht beantwoorden",
        governs="Hoe lang een ander gebied heeft om te zeggen of het een casus overneemt.",
        source="domein 3.2",
        default=Term(Unit.WORKDAYS, 5),
        least=1,
        most=10,
        group=_GROUP,
    )
)
# The method: the last of the aftercare checks is when nothing is planned any more (domain 3.2).
AFTERCARE_REVIEW = Term(Unit.MONTHS, 6)
AFTERCARE_CHECKS = (Term(Unit.MONTHS, 1), Term(Unit.MONTHS, 3), Term(Unit.MONTHS, 6))
# The law: bedenktijd (Vreemdelingencirculaire B8/3; domain 3.3).
REFLECTION = Term(Unit.MONTHS, 3)
REFLECTION_DUBLIN = Term(Unit.DAYS, 30)
# A clock stands in the caseload from this many days before it ends.
CLOCK_WARNING_DAYS = 30
