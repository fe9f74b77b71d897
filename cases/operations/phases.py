"""What every change of phase does beside it: the dated row, the next date, the latest day to look again."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import Min
from django.utils import timezone

from cases import terms
from cases.codes import TaskKind
from cases.models import Case, PhasePeriod, Task, part_of
from cases.workflow import CASE, CasePhase, TaskState
from core.access import Action, Actor
from core.errors import Invalid
from core.workdays import Term, today
from municipalities.terms import RegionTerm

# The latest day to look again, counted from the day on which the phase begins or the last look was.
REVIEW: Mapping[str, RegionTerm] = {
    CasePhase.REFERRED: terms.ACKNOWLEDGE,
    CasePhase.INTAKE: terms.INTAKE_REVIEW,
    CasePhase.INTENSIVE: terms.PLAN_REVIEW,
    CasePhase.FOLLOWED: terms.FOLLOW_REVIEW,
}


def review_term(case: Case, phase: str, actor: Actor) -> Term:
    """How long this case may go in this phase until somebody looks again, as its region has it today."""
    return REVIEW[phase].of(case.municipality_id, actor) if phase in REVIEW else terms.AFTERCARE_REVIEW


def move_phase(
    case: Case, action: Action, *, actor: Actor, why: str = "", told: str = "", review_on: dt.date | None = None
) -> None:
    """Walk the arrow of `action`: close the dated row, open the next, set when to look again."""
    was = case.phase
    CASE.move(case, action)
    now = timezone.now()
    if was == CasePhase.AFTERCARE:
        # What is still to be checked belongs to the aftercare that ends here; a later one plans its own.
        Task.objects.of(case).open().filter(kind=TaskKind.AFTERCARE_CHECK).update(
            state=TaskState.LAPSED, settled_at=now, settled_by_id=actor.user_id
        )
    PhasePeriod.objects.of(case).filter(until__isnull=True).update(until=now)
    open_period(case, now, actor=actor, why=why, told=told)
    case.review_on = review_day(case, actor, review_on) if case.is_open else None


def open_period(case: Case, since: dt.datetime, *, actor: Actor, why: str = "", told: str = "") -> None:
    """Begin the dated row of the phase that the case is in."""
    PhasePeriod.objects.create(
        **part_of(case), phase=case.phase, since=since, why=why or None, told=told or None, author_id=actor.user_id
    )


def review_day(case: Case, actor: Actor, wanted: dt.date | None = None) -> dt.date:
    """The wanted day when it lies within the term of the phase, else Invalid; that term's last day when none is given."""
    term = review_term(case, case.phase, actor)
    latest = term.due_from(today())
    day = wanted or latest
    if not today() <= day <= latest:
        raise Invalid({"review_on": [f"Kies een dag vanaf vandaag en uiterlijk {latest:%d-%m-%Y} ({term})."]})
    return day


def settle_next_date(case: Case) -> None:
    """Set `due_on` to the first of what is planned: a contact, a task, the day to look again; one query."""
    first_task = Task.objects.of(case).open().aggregate(first=Min("due_on"))["first"]
    days = [day for day in (case.next_contact_on, case.review_on, first_task) if day is not None]
    case.due_on = min(days, default=None)
