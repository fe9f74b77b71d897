"""The end of a case, and its beginning again.

Closing settles what still runs: open tasks lapse, referrals that wait are stopped, clocks end, an offered transfer is
withdrawn, the case team's access ends. One thing may outlive it: somebody who wants no help now can allow to be called
again, on a day and in a safe way, and that makes a task.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from audit.operation import operation
from audit.recording import record
from cases import team
from cases.codes import (
    EARLY_CLOSE_REASONS,
    RETENTION_MONTHS,
    ClockOutcome,
    CloseReason,
    ReferralOutcome,
    TaskKind,
)
from cases.events import CaseEvent
from cases.models import CallAgain, Case, Clock, Referral, Task, Transfer, part_of
from cases.policies import CaseAction
from cases.workflow import EARLY_PHASES, TaskState, TransferState
from core.access import Actor
from core.errors import Invalid, WrongState
from core.workdays import add_months, local_date, today

from .opening import first_contact_day, names_taken
from .phases import move_phase, settle_next_date

NO_HELP_NOW = (CloseReason.REFUSED_HELP, CloseReason.CLIENT_ENDS)


@dataclass(frozen=True, slots=True)
class CallingAgain:
    """The permission: on which day, and in which safe way."""

    call_on: dt.date
    safe_way: str


@dataclass(frozen=True, slots=True)
class Closing:
    """Why the case ends, how things stand, and whether somebody may be called again."""

    reason: CloseReason
    motivation: str
    told: str = ""
    call_again: CallingAgain | None = None


@operation(CaseAction.CLOSE)
def close(case: Case, *, actor: Actor, closing: Closing) -> Case:
    """End the case and settle what still runs."""
    _demand_fitting(case, closing)
    end_case(case, actor, CaseAction.CLOSE, closing.reason, closing.motivation, told=closing.told)
    if closing.call_again is not None:
        _allow_calling(case, actor, closing.call_again)
    settle_next_date(case)
    record(CaseEvent.CLOSED, case, actor=actor, detail={"reason": closing.reason})
    return case


def _demand_fitting(case: Case, closing: Closing) -> None:
    if case.phase in EARLY_PHASES and closing.reason not in EARLY_CLOSE_REASONS:
        raise Invalid({"reason": ["Deze reden past pas als er hulp is geweest."]})
    if not closing.motivation.strip():
        raise Invalid({"motivation": ["Schrijf op waarom u afsluit."]})
    if closing.call_again is None:
        return
    if closing.reason not in NO_HELP_NOW:
        raise Invalid({"call_on": ["Opnieuw contact zoeken kan alleen als betrokkene nu geen hulp wil."]})
    if closing.call_again.call_on <= today():
        raise Invalid({"call_on": ["Kies een dag in de toekomst."]})
    if not closing.call_again.safe_way.strip():
        raise Invalid({"safe_way": ["Schrijf op hoe het veilig kan."]})


def end_case(
    case: Case, actor: Actor, action: CaseAction, reason: CloseReason, motivation: str, *, told: str = ""
) -> None:
    """Move to the last phase and settle everything that runs beside it; closing and transfer share it."""
    move_phase(case, action, actor=actor, why=motivation, told=told)
    now, day = timezone.now(), today()
    case.closed_at = now
    case.close_reason = reason
    case.close_motivation = motivation
    case.next_contact_on = None
    lapsed = Task.objects.of(case).open().update(state=TaskState.LAPSED, settled_at=now, settled_by_id=actor.user_id)
    if lapsed:
        record(CaseEvent.TASKS_LAPSED, case, actor=actor, detail={"count": lapsed})
    Referral.objects.of(case).open().update(outcome=ReferralOutcome.STOPPED, outcome_on=day)
    Clock.objects.of(case).running().update(ended_on=day, outcome=ClockOutcome.CASE_CLOSED)
    Transfer.objects.of(case).open().update(state=TransferState.WITHDRAWN, settled_at=now)
    team.leave(case, day)


def _allow_calling(case: Case, actor: Actor, calling: CallingAgain) -> None:
    task = Task.objects.create(
        **part_of(case),
        title="Opnieuw contact zoeken",
        kind=TaskKind.CALL_AGAIN,
        due_on=calling.call_on,
        owner_id=case.owner_id or actor.person_id,
        author_id=actor.user_id,
    )
    CallAgain.objects.create(
        **part_of(case),
        task=task,
        allowed_on=today(),
        call_on=calling.call_on,
        safe_way=calling.safe_way,
        author_id=actor.person_id,
    )
    record(CaseEvent.CALL_AGAIN_ALLOWED, case, actor=actor)


@operation(CaseAction.REOPEN)
def reopen(case: Case, *, actor: Actor, why: str) -> Case:
    """Begin again in intake, within the time that a closed case is kept. The old reason stays in the dated phases.

    A clock that stopped only because the case ended runs on: the law did not stop it.
    """
    if not why.strip():
        raise Invalid({"why": ["Schrijf op wat er nieuw is."]})
    if _is_past_retention(case):
        message = "De bewaartermijn van deze casus is voorbij. Open een nieuwe casus."
        raise WrongState(message)
    move_phase(case, CaseAction.REOPEN, actor=actor, why=why)
    case.closed_at = None
    case.close_reason = ""
    case.close_motivation = None
    case.owner_id = actor.person_id
    taken = names_taken(actor, case.municipality)
    if case.working_name in taken:
        case.working_name = next(name for n in range(2, 1000) if (name := f"{case.working_name} {n}") not in taken)
    case.next_contact_on = first_contact_day(case, case.urgency, actor)
    Task.objects.of(case).open().filter(kind=TaskKind.CALL_AGAIN).update(
        state=TaskState.DONE, settled_at=timezone.now(), settled_by_id=actor.user_id
    )
    Clock.objects.of(case).filter(outcome=ClockOutcome.CASE_CLOSED, ends_on__gte=today()).update(
        ended_on=None, outcome=""
    )
    settle_next_date(case)
    team.join(case, actor.person_id, today())
    record(CaseEvent.REOPENED, case, actor=actor)
    return case


def _is_past_retention(case: Case) -> bool:
    return case.closed_at is not None and today() > add_months(
        local_date(case.closed_at), RETENTION_MONTHS[case.close_reason or CloseReason.GOALS_MET]
    )
