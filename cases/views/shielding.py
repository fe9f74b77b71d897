"""Who is kept out of a case: the forms behind "Wie mag dit dossier zien"."""

import uuid

from django.http import HttpResponse

from cases import operations, team
from cases.policies import CaseAction
from core.pages import Request, page
from municipalities import shielding
from municipalities.forms.shielding import ExcludeForm, TeamForm, WhyForm

from .start import FORM, case_or_404, form_page


@page(CaseAction.EXCLUDE, methods=FORM)
def exclude(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Exclude a colleague."""
    case = case_or_404(request, pk, CaseAction.EXCLUDE)
    out = shielding.excluded_from(case.dossier_id) | {request.actor.person_id}
    people = {pk: name for pk, name in team.could_see(case).items() if pk not in out}
    ask = shielding.whom_to_ask(case, request.actor)
    form = ExcludeForm(request.POST or None, actor=request.actor, version=case.version, people=people)
    return form_page(
        request,
        form,
        case,
        heading="Collega uitsluiten",
        lead="Voor deze collega bestaat deze casus daarna nergens meer, in welke rol dan ook. "
        f"Is de casus van deze collega, dan wordt die van u, met de open taken. {ask}".strip(),
        submit="Collega uitsluiten",
        done=f"Deze collega is uitgesloten. {ask}".strip(),
        run=lambda: operations.exclude_colleague(
            case,
            actor=request.actor,
            version=form.cleaned_data["version"],
            user_id=form.cleaned_data["user"],
            why=form.cleaned_data["why"],
        ),
        back="cases:readers",
    )


@page(CaseAction.READMIT, methods=FORM)
def readmit(request: Request, pk: uuid.UUID, user_id: int) -> HttpResponse:
    """End an exclusion."""
    case = case_or_404(request, pk, CaseAction.READMIT)
    name = shielding.excluded_name(case.dossier_id, user_id)
    form = WhyForm(request.POST or None, actor=request.actor, version=case.version)
    return form_page(
        request,
        form,
        case,
        heading=f"Uitsluiting van {name} beëindigen",
        lead="Deze collega ziet de casus daarna weer, als de rol dat geeft.",
        submit="Uitsluiting beëindigen",
        done="De uitsluiting is beëindigd.",
        run=lambda: operations.readmit_colleague(
            case,
            actor=request.actor,
            version=form.cleaned_data["version"],
            user_id=user_id,
            why=form.cleaned_data["why"],
        ),
        back="cases:readers",
    )


@page(CaseAction.RESTRICT, methods=FORM)
def restrict(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Restrict the case to a team."""
    case = case_or_404(request, pk, CaseAction.RESTRICT)
    choice = shielding.team_choice(case, request.actor, case.owner_id, team.workers_of(case))
    form = TeamForm(request.POST or None, actor=request.actor, version=case.version, **choice)
    return form_page(
        request,
        form,
        case,
        heading="Afschermen tot een team",
        lead="Voor wie u niet kiest, bestaat deze casus daarna nergens meer. In de cijfers telt de casus mee.",
        submit="Afschermen",
        done="De casus is afgeschermd.",
        run=lambda: operations.restrict_case(
            case,
            actor=request.actor,
            version=form.cleaned_data["version"],
            user_ids=form.cleaned_data["team"],
            why=form.cleaned_data["why"],
        ),
        back="cases:readers",
    )


@page(CaseAction.LIFT_RESTRICTION, methods=FORM)
def lift_restriction(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Let everybody whose work it is see the case again."""
    case = case_or_404(request, pk, CaseAction.LIFT_RESTRICTION)
    form = WhyForm(request.POST or None, actor=request.actor, version=case.version)
    return form_page(
        request,
        form,
        case,
        heading="Afscherming opheffen",
        lead="Iedereen die casussen van deze gemeente ziet, ziet daarna ook deze casus. Wie is uitgesloten, blijft dat.",
        submit="Afscherming opheffen",
        done="De afscherming is opgeheven.",
        run=lambda: operations.lift_restriction(
            case, actor=request.actor, version=form.cleaned_data["version"], why=form.cleaned_data["why"]
        ),
        back="cases:readers",
    )
