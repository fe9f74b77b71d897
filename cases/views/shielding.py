"""Who is kept out of a case: the forms behind "Wie mag dit dossier zien"."""

import uuid

from django.http import HttpResponse

from cases import operations, team
from cases.policies import CaseAction
from core.pages import Request, page
from municipalities.views.shielding import ShieldPages, ShieldStep, ShieldWords

from .start import FORM, case_or_404, form_page

SHIELD = ShieldPages(
    app="cases",
    words=ShieldWords("deze casus", "de casus", "casussen", "wordt die van u, met de open taken"),
    steps={
        "exclude": ShieldStep(CaseAction.EXCLUDE, operations.exclude_colleague),
        "readmit": ShieldStep(CaseAction.READMIT, operations.readmit_colleague),
        "restrict": ShieldStep(CaseAction.RESTRICT, operations.restrict_case),
        "lift_restriction": ShieldStep(CaseAction.LIFT_RESTRICTION, operations.lift_restriction),
    },
)


@page(CaseAction.EXCLUDE, methods=FORM)
def exclude(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Exclude a colleague."""
    case = case_or_404(request, pk, CaseAction.EXCLUDE)
    return form_page(request, case=case, **SHIELD.exclude(request, case, team.could_see(case)))


@page(CaseAction.READMIT, methods=FORM)
def readmit(request: Request, pk: uuid.UUID, user_id: int) -> HttpResponse:
    """End an exclusion."""
    case = case_or_404(request, pk, CaseAction.READMIT)
    return form_page(request, case=case, **SHIELD.readmit(request, case, user_id))


@page(CaseAction.RESTRICT, methods=FORM)
def restrict(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Restrict the case to a team."""
    case = case_or_404(request, pk, CaseAction.RESTRICT)
    return form_page(request, case=case, **SHIELD.restrict(request, case, team.workers_of(case)))


@page(CaseAction.LIFT_RESTRICTION, methods=FORM)
def lift_restriction(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Let everybody whose work it is see the case again."""
    case = case_or_404(request, pk, CaseAction.LIFT_RESTRICTION)
    return form_page(request, case=case, **SHIELD.lift_restriction(request, case))
