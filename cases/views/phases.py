"""The pages that change the phase, and a look again. Each: gate, form, operation, back to the case."""

import uuid

from django.http import HttpResponse

from cases import operations, terms
from cases.forms.opening import TakeInForm
from cases.forms.phases import AftercareForm, CloseForm, FollowForm, IntensiveForm, ReopenForm, ReviewForm
from cases.models import Task
from cases.policies import CaseAction
from core.pages import Request, page

from .start import FORM, case_or_404, form_page


@page(CaseAction.TAKE_IN, methods=FORM)
def take_in(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Accept a direct referral."""
    case = case_or_404(request, pk, CaseAction.TAKE_IN)
    form = TakeInForm(request.POST or None, actor=request.actor, case=case)
    return form_page(
        request,
        form,
        case,
        heading="Aanmelding aannemen",
        lead="U wordt zorgcoördinator van deze casus. De intake begint.",
        submit="Aanmelding aannemen",
        done="De intake is begonnen. U bent de zorgcoördinator.",
        run=lambda: operations.take_in(
            case, actor=request.actor, version=form.cleaned_data["version"], taking=form.taking()
        ),
    )


@page(CaseAction.START_INTENSIVE, methods=FORM)
def start_intensive(request: Request, pk: uuid.UUID) -> HttpResponse:
    """From intake to intensive."""
    case = case_or_404(request, pk, CaseAction.START_INTENSIVE)
    form = IntensiveForm(request.POST or None, actor=request.actor, case=case)
    return form_page(
        request,
        form,
        case,
        heading="Intensief begeleiden",
        submit="Intensief begeleiden",
        done="De casus is nu intensief.",
        run=lambda: operations.start_intensive(
            case,
            actor=request.actor,
            version=form.cleaned_data["version"],
            plan=form.plan(),
            change=form.change(),
        ),
    )


@page(CaseAction.SCALE_UP, methods=FORM)
def scale_up(request: Request, pk: uuid.UUID) -> HttpResponse:
    """To intensive, from following or aftercare."""
    case = case_or_404(request, pk, CaseAction.SCALE_UP)
    form = IntensiveForm(request.POST or None, actor=request.actor, case=case)
    return form_page(
        request,
        form,
        case,
        heading="Opschalen naar intensief",
        submit="Opschalen",
        done="De casus is nu intensief.",
        run=lambda: operations.scale_up(
            case,
            actor=request.actor,
            version=form.cleaned_data["version"],
            plan=form.plan(),
            change=form.change(),
        ),
    )


FOLLOW_LEAD = "We blijven dit actief volgen; er is nog geen hulptraject."


@page(CaseAction.FOLLOW, methods=FORM)
def follow(request: Request, pk: uuid.UUID) -> HttpResponse:
    """From intake to following."""
    case = case_or_404(request, pk, CaseAction.FOLLOW)
    form = FollowForm(request.POST or None, actor=request.actor, case=case)
    return form_page(
        request,
        form,
        case,
        heading="Op de voet volgen",
        lead=FOLLOW_LEAD,
        submit="Op de voet volgen",
        done="U volgt deze casus op de voet.",
        run=lambda: operations.follow(
            case, actor=request.actor, version=form.cleaned_data["version"], change=form.change()
        ),
    )


@page(CaseAction.SCALE_DOWN, methods=FORM)
def scale_down(request: Request, pk: uuid.UUID) -> HttpResponse:
    """To following, from intensive or aftercare."""
    case = case_or_404(request, pk, CaseAction.SCALE_DOWN)
    form = FollowForm(request.POST or None, actor=request.actor, case=case)
    return form_page(
        request,
        form,
        case,
        heading="Afschalen naar op de voet volgen",
        lead=FOLLOW_LEAD,
        submit="Afschalen",
        done="U volgt deze casus op de voet.",
        run=lambda: operations.scale_down(
            case, actor=request.actor, version=form.cleaned_data["version"], change=form.change()
        ),
    )


@page(CaseAction.START_AFTERCARE, methods=FORM)
def start_aftercare(request: Request, pk: uuid.UUID) -> HttpResponse:
    """To aftercare, after a warm handover."""
    case = case_or_404(request, pk, CaseAction.START_AFTERCARE)
    form = AftercareForm(request.POST or None, actor=request.actor, case=case)
    return form_page(
        request,
        form,
        case,
        heading="Nazorg beginnen",
        lead=f"Er komen taken bij: een check na {_checks()}.",
        submit="Nazorg beginnen",
        done="De nazorg is begonnen. De checks staan bij de taken.",
        run=lambda: operations.start_aftercare(
            case, actor=request.actor, version=form.cleaned_data["version"], handover=form.handover()
        ),
    )


@page(CaseAction.REVIEW, methods=FORM)
def review(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Look again and go on."""
    case = case_or_404(request, pk, CaseAction.REVIEW)
    form = ReviewForm(request.POST or None, actor=request.actor, case=case)
    return form_page(
        request,
        form,
        case,
        heading="Opnieuw bekijken",
        submit="Vastleggen",
        done="Vastgelegd dat u de casus opnieuw bekeek.",
        run=lambda: operations.review(
            case,
            actor=request.actor,
            version=form.cleaned_data["version"],
            line=form.cleaned_data["line"],
            review_on=form.cleaned_data["review_on"],
        ),
    )


@page(CaseAction.CLOSE, methods=FORM)
def close(request: Request, pk: uuid.UUID) -> HttpResponse:
    """End the case; the page says what that settles."""
    case = case_or_404(request, pk, CaseAction.CLOSE)
    form = CloseForm(request.POST or None, actor=request.actor, case=case)
    tasks = Task.objects.of(case).open().count()
    return form_page(
        request,
        form,
        case,
        heading="Casus afsluiten",
        lead=(
            f"Bij het afsluiten vervallen open taken ({tasks}), stoppen lopende doorverwijzingen en klokken,"
            " en vervalt de toegang van het casusteam."
        ),
        submit="Casus afsluiten",
        done="De casus is afgesloten.",
        run=lambda: operations.close(
            case, actor=request.actor, version=form.cleaned_data["version"], closing=form.closing()
        ),
    )


@page(CaseAction.REOPEN, methods=FORM)
def reopen(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Begin again in intake."""
    case = case_or_404(request, pk, CaseAction.REOPEN)
    form = ReopenForm(request.POST or None, actor=request.actor, case=case)
    return form_page(
        request,
        form,
        case,
        heading="Casus heropenen",
        lead="De casus begint opnieuw in intake. U wordt de zorgcoördinator.",
        submit="Casus heropenen",
        done="De casus is heropend.",
        run=lambda: operations.reopen(
            case, actor=request.actor, version=form.cleaned_data["version"], why=form.cleaned_data["why"]
        ),
    )


def _checks() -> str:
    """ "1 maand, 3 maanden en 6 maanden"."""
    *first, last = map(str, terms.AFTERCARE_CHECKS)
    return f"{', '.join(first)} en {last}"
