"""The phase of a case: intensive, followed, aftercare and back; a look again; closing and reopening.

Each function gets the locked case, sets what changes and records one fact; the decorator does the rest.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from audit.operation import operation
from audit.recording import record
from cases import terms
from cases.codes import Risk, TaskKind, Trafficking
from cases.events import CaseEvent
from cases.models import Case, Note, Task, part_of
from cases.policies import CaseAction
from cases.workflow import CASE
from core.access import Actor
from core.errors import Invalid
from core.workdays import today
from signals.codes import Form

from .phases import move_phase, review_day, settle_next_date


@dataclass(frozen=True, slots=True)
class Plan:
    """What must be known before intensive care begins; the form may not be unknown any more."""

    trafficking: Trafficking
    judged_by: str
    risk: Risk
    main_form: Form
    agreed: str
    other_forms: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """Why the phase changes, who was told, and when to look again (None: at the latest day of the new phase)."""

    why: str
    told: str = ""
    review_on: dt.date | None = None


@operation(CaseAction.START_INTENSIVE)
def start_intensive(case: Case, *, actor: Actor, plan: Plan, change: Change) -> Case:
    """Intake is done; care coordination works on this case intensively, by a plan with at least one agreement."""
    move_phase(
        case, CaseAction.START_INTENSIVE, actor=actor, why=change.why, told=change.told, review_on=change.review_on
    )
    _set_plan(case, plan)
    settle_next_date(case)
    record(CaseEvent.INTENSIVE_STARTED, case, actor=actor, detail={"risk": plan.risk, "form": plan.main_form})
    return case


def _set_plan(case: Case, plan: Plan) -> None:
    if plan.main_form == Form.UNKNOWN:
        raise Invalid({"main_form": ["Kies de vorm die het meest waarschijnlijk is."]})
    if not plan.agreed.strip():
        raise Invalid({"agreed": ["Schrijf op wat u hebt afgesproken, minstens één doel."]})
    case.trafficking = plan.trafficking
    case.judged_by = plan.judged_by
    case.risk = plan.risk
    case.main_form = plan.main_form
    case.other_forms = [form for form in plan.other_forms if form != plan.main_form]
    case.agreed = plan.agreed


@operation(CaseAction.FOLLOW)
def follow(case: Case, *, actor: Actor, change: Change) -> Case:
    """Intake is done; we keep following this actively, there is no help trajectory yet."""
    _step(case, CaseAction.FOLLOW, CaseEvent.FOLLOWING, actor, change)
    return case


@operation(CaseAction.SCALE_UP)
def scale_up(case: Case, *, actor: Actor, plan: Plan, change: Change) -> Case:
    """To intensive, from following or (relapse) from aftercare."""
    came_from = case.phase
    move_phase(case, CaseAction.SCALE_UP, actor=actor, why=change.why, told=change.told, review_on=change.review_on)
    _set_plan(case, plan)
    settle_next_date(case)
    record(CaseEvent.SCALED_UP, case, actor=actor, detail={"from": came_from, "risk": plan.risk})
    return case


@operation(CaseAction.SCALE_DOWN)
def scale_down(case: Case, *, actor: Actor, change: Change) -> Case:
    """To following, from intensive or from aftercare."""
    _step(case, CaseAction.SCALE_DOWN, CaseEvent.SCALED_DOWN, actor, change)
    return case


@dataclass(frozen=True, slots=True)
class WarmHandover:
    """Aftercare is prepared: who took over warmly, on which day, what risk is left."""

    received_by: str
    handed_on: dt.date
    risks: str


@operation(CaseAction.START_AFTERCARE)
def start_aftercare(case: Case, *, actor: Actor, handover: WarmHandover) -> Case:
    """Help goes on elsewhere; the checks of `terms.AFTERCARE_CHECKS` are planned."""
    if handover.handed_on > today():
        raise Invalid({"handed_on": ["De warme overdracht moet al gedaan zijn."]})
    told = f"{handover.received_by}, {handover.handed_on:%d-%m-%Y}"
    move_phase(case, CaseAction.START_AFTERCARE, actor=actor, why=handover.risks, told=told)
    case.next_contact_on = None
    for term in terms.AFTERCARE_CHECKS:
        Task.objects.create(
            **part_of(case),
            title=f"Nazorgcheck na {term}",
            kind=TaskKind.AFTERCARE_CHECK,
            due_on=term.due_from(today()),
            owner_id=case.owner_id or actor.person_id,
            author_id=actor.user_id,
        )
    settle_next_date(case)
    record(CaseEvent.AFTERCARE_STARTED, case, actor=actor)
    return case


def _step(case: Case, action: CaseAction, event: CaseEvent, actor: Actor, change: Change) -> None:
    came_from = case.phase
    if not change.why.strip():
        raise Invalid({"why": ["Schrijf op waarom."]})
    move_phase(case, action, actor=actor, why=change.why, told=change.told, review_on=change.review_on)
    settle_next_date(case)
    record(event, case, actor=actor, detail={"from": came_from})


@operation(CaseAction.REVIEW)
def review(case: Case, *, actor: Actor, line: str, review_on: dt.date | None = None) -> Case:
    """Look again and go on: one line, and the next day to look."""
    CASE.move(case, CaseAction.REVIEW)
    case.review_on = review_day(case, actor, review_on)
    Note.objects.create(
        **part_of(case), text=f"Opnieuw bekeken: {line}", author_id=actor.person_id, written_at=timezone.now()
    )
    settle_next_date(case)
    record(CaseEvent.REVIEWED, case, actor=actor)
    return case
