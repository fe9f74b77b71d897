"""What the views of one case begin with: the case behind its gate, the action, the look, the short form."""

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.recording import record_view
from cases.events import CaseEvent
from cases.forms.fields import Irreversible, ShowsPerson
from cases.models import Case, CasePart
from cases.operations import reveal_person
from cases.policies import CaseAction
from cases.workflow import CASE
from core.access import authorize
from core.forms import Form
from core.pages import Request, action_of, demand_possible, show
from core.reading import StandingRow

FORM = ("GET", "POST")
# Why somebody opened the case, as the page of its readers tells it: the step that the page is for.
PURPOSES = {
    CaseAction.VIEW_RELATED: "Verwante dossiers",
    CaseAction.TAKE_IN: "Aannemen",
    CaseAction.START_INTENSIVE: "Intensief begeleiden",
    CaseAction.FOLLOW: "Op de voet volgen",
    CaseAction.SCALE_UP: "Opschalen",
    CaseAction.SCALE_DOWN: "Afschalen",
    CaseAction.START_AFTERCARE: "Nazorg beginnen",
    CaseAction.REVIEW: "Opnieuw bekijken",
    CaseAction.CLOSE: "Afsluiten",
    CaseAction.REOPEN: "Heropenen",
    CaseAction.LOG_CONTACT: "Contact vastleggen",
    CaseAction.ADD_NOTE: "Notitie",
    CaseAction.PLAN_TASK: "Taak plannen",
    CaseAction.EDIT: "Gegevens wijzigen",
    CaseAction.EDIT_SAFE_CONTACT: "Veilig contact wijzigen",
    CaseAction.EDIT_PERSON: "Persoon vastleggen",
    CaseAction.START_CLOCK: "Klok starten",
    CaseAction.STOP_CLOCK: "Klok stoppen",
    CaseAction.REFER_ON: "Doorverwijzen",
    CaseAction.RECORD_OUTCOME: "Resultaat vastleggen",
    CaseAction.ASSIGN: "Aan een collega geven",
    CaseAction.ADD_MEMBER: "Casusteam aanvullen",
    CaseAction.OFFER_TRANSFER: "Overdragen",
    CaseAction.ACCEPT_TRANSFER: "Overdragen",
    CaseAction.REFUSE_TRANSFER: "Overdragen",
    CaseAction.EXCLUDE: "Wie mag dit zien",
    CaseAction.READMIT: "Wie mag dit zien",
    CaseAction.RESTRICT: "Wie mag dit zien",
    CaseAction.LIFT_RESTRICTION: "Wie mag dit zien",
}


_case: StandingRow[Case] = StandingRow(lambda actor: Case.objects.visible_to(actor).for_detail())


@functools.cache
def _part[P: CasePart](model: type[P]) -> StandingRow[P]:
    parts: Any = model._default_manager
    return StandingRow(lambda actor: parts.visible_to(actor).select_related("case__municipality"))


def case_or_404(request: Request, pk: uuid.UUID, action: CaseAction = CaseAction.VIEW) -> Case:
    """The case, when this actor may see it, do `action` on it, and its phase allows that.

    Showing it is an event, which the page that shows it notes: `note_look`, or the more telling event of what it shows.
    """
    case = _case(request.actor, pk)
    authorize(request.actor, action, case)
    demand_possible(CASE.why_not(action, case, stands="De casus staat op"), to_case(case))
    return case


def to_case(case: Case) -> tuple[str, str]:
    """The way back to it."""
    return "Naar de casus", reverse("cases:detail", args=[case.pk])


def demand_possible_part(form: Form, case: Case, why_not: str) -> None:
    """The same for a step on a part of the case; a form that is in order goes to its operation. `why_not`: "" when it may."""
    if not form.is_valid():
        demand_possible(why_not, to_case(case))


def note_look(request: Request, case: Case) -> None:
    """A look at the case, once for each page that shows something of it; a form that is refused shows it again."""
    purpose = PURPOSES.get(action_of(request), "")  # type: ignore[call-overload]  # any action may be asked for
    record_view(CaseEvent.VIEWED, case, actor=request.actor, purpose=purpose)


def part_or_404[P: CasePart](request: Request, model: type[P], pk: uuid.UUID) -> P:
    """A part of a case, with its case, when this actor may see it."""
    part: P = _part(model)(request.actor, pk)
    return part


def form_page(
    request: Request,
    form: Form,
    case: Case,
    *,
    heading: str,
    submit: str,
    done: str | Callable[[], str],
    run: Callable[[], Model],
    lead: str = "",
    back: str = "cases:detail",
) -> HttpResponse:
    """Show the form; when it is sent and valid run the operation, say what happened and go back to the case."""
    if ended := form.carried_out(run):
        messages.success(request, done if isinstance(done, str) else done())
        return _next(request, ended, redirect(back, case.pk))
    if isinstance(form, ShowsPerson) and not form.is_bound:
        reveal_person(form.person, actor=request.actor, purpose="wijzigen")
    else:
        note_look(request, case)
    context = {
        "case": case,
        "form": form,
        "heading": heading,
        "submit": submit,
        "submit_kind": "danger" if isinstance(form, Irreversible) else "primary",
        "lead": lead,
        "steps": set(),
        "back": back,
    }
    return show(request, "cases/form.html", context, status=form.status)


def _next(request: Request, changed: Model, to_case: HttpResponse) -> HttpResponse:
    """Back to the case; to the list when its end took it out of this actor's reach (no mandate, only the case team)."""
    gone = isinstance(changed, Case) and not changed.is_open and changed.municipality_id not in request.actor.content
    return redirect("cases:list") if gone else to_case
