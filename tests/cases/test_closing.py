"""The end of a case, what may outlive it, and its beginning again."""

import datetime as dt
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import time_machine

from cases import operations, team
from cases.codes import (
    ClockKind,
    ClockOutcome,
    CloseReason,
    ReferralKind,
    ReferralOutcome,
    TaskKind,
)
from cases.models import CallAgain, Case, Clock, Referral, Task, Transfer
from cases.operations.closing import CallingAgain, Closing
from cases.operations.course import Asked, Start
from cases.operations.transfers import Offered
from cases.workflow import CasePhase, TaskState, TransferState
from core.access import Actor
from core.errors import Invalid, WrongState
from core.workdays import add_months, today
from tests.factories import cases as make
from tests.support.world import World

type AsUser = Callable[..., AbstractContextManager[Actor]]
DAY = dt.timedelta(days=1)


def test_closing_settles_tasks_referrals_clocks_transfers_and_the_team(world: World, karlijn: Actor) -> None:
    case = make.in_aftercare(world.goes, world.karlijn)
    asked = Asked(uuid.uuid4(), ReferralKind.HOUSING, today(), provider="Opvang Luchtkasteel")
    case = operations.refer_on(case, actor=karlijn, asked=asked)
    case = operations.start_clock(case, actor=karlijn, start=Start(uuid.uuid4(), ClockKind.REFLECTION, today()))
    case = operations.offer_transfer(case, actor=karlijn, offered=Offered(uuid.uuid4(), "Verhuist", "ja", receiver="X"))
    case = operations.close(case, actor=karlijn, closing=Closing(CloseReason.GOALS_MET, "Woont zelfstandig."))
    assert (case.phase, case.due_on, case.review_on, case.next_contact_on) == (CasePhase.CLOSED, None, None, None)
    assert {task.state for task in Task.objects.of(case)} == {TaskState.LAPSED}
    assert Referral.objects.of(case).get().outcome == ReferralOutcome.STOPPED
    assert Clock.objects.of(case).get().outcome == ClockOutcome.CASE_CLOSED
    assert Transfer.objects.of(case).get().state == TransferState.WITHDRAWN
    assert not team.members_of(case, today()).exists()


def test_before_there_was_help_only_the_early_reasons_fit(world: World, karlijn: Actor) -> None:
    case = make.taken_in(world.goes, world.karlijn)
    with pytest.raises(Invalid):
        operations.close(case, actor=karlijn, closing=Closing(CloseReason.GOALS_MET, "Klaar."))
    case = operations.close(case, actor=karlijn, closing=Closing(CloseReason.NO_CONTACT, "Drie keer geprobeerd."))
    assert case.close_reason == CloseReason.NO_CONTACT


def test_somebody_who_wants_no_help_now_may_be_called_again(world: World, karlijn: Actor) -> None:
    case, day = make.taken_in(world.goes, world.karlijn), today() + 21 * DAY
    calling = CallingAgain(day, "Via de huisarts, woensdagochtend")
    closing = Closing(CloseReason.REFUSED_HELP, "Wil nu geen hulp.", call_again=calling)
    case = operations.close(case, actor=karlijn, closing=closing)
    task = Task.objects.of(case).open().get()
    assert (task.kind, task.due_on, task.owner, case.due_on) == (TaskKind.CALL_AGAIN, day, world.karlijn, day)
    assert CallAgain.objects.of(case).get().safe_way == "Via de huisarts, woensdagochtend"
    case = operations.complete_task(case, actor=karlijn, task=task)
    assert case.due_on is None


@pytest.mark.parametrize(
    ("reason", "day", "way"),
    [
        (CloseReason.NO_CONTACT, 21, "bellen"),
        (CloseReason.REFUSED_HELP, 0, "bellen"),
        (CloseReason.REFUSED_HELP, 21, " "),
    ],
)
def test_calling_again_needs_no_help_now_a_later_day_and_a_safe_way(
    world: World, karlijn: Actor, reason: CloseReason, day: int, way: str
) -> None:
    case = make.taken_in(world.goes, world.karlijn)
    closing = Closing(reason, "Waarom.", call_again=CallingAgain(today() + day * DAY, way))
    with pytest.raises(Invalid):
        operations.close(case, actor=karlijn, closing=closing)


def test_reopening_begins_in_intake_with_a_team_again(world: World, karlijn: Actor) -> None:
    case = make.closed(world.goes, world.karlijn)
    case = operations.reopen(case, actor=karlijn, why="Belde zelf weer.")
    assert (case.phase, case.close_reason, case.closed_at) == (CasePhase.INTAKE, "", None)
    assert case.due_on is not None
    assert team.members_of(case, today()).get().user == world.karlijn


def test_a_clock_that_stopped_with_the_case_runs_on_when_it_is_reopened(world: World, karlijn: Actor) -> None:
    case = make.intensive(world.goes, world.karlijn)
    start = Start(uuid.uuid4(), ClockKind.REFLECTION, today())
    case = operations.start_clock(case, actor=karlijn, start=start)
    case = operations.close(case, actor=karlijn, closing=Closing(CloseReason.GOALS_MET, "Klaar."))
    assert not Clock.objects.of(case).running().exists()
    case = operations.reopen(case, actor=karlijn, why="Er is nieuwe dreiging.")
    assert [clock.kind for clock in Clock.objects.of(case).running()] == [ClockKind.REFLECTION]


def test_reopening_gives_another_working_name_when_the_old_one_is_in_use(world: World, karlijn: Actor) -> None:
    case = make.closed(world.goes, world.karlijn)
    other = make.referred(world.goes, world.karlijn)
    Case.objects.unscoped(reason="test").filter(pk=other.pk).update(working_name=case.working_name)
    reopened = operations.reopen(case, actor=karlijn, why="Belde zelf weer.")
    assert reopened.working_name == f"{case.working_name} 2"


def test_after_its_retention_a_case_is_not_reopened(world: World, karlijn: Actor) -> None:
    case = make.taken_in(world.goes, world.karlijn)
    case = operations.close(case, actor=karlijn, closing=Closing(CloseReason.NOT_VICTIM, "Geen slachtoffer."))
    much_later = dt.datetime.combine(add_months(today(), 13), dt.time(12), dt.UTC)
    with time_machine.travel(much_later), pytest.raises(WrongState):
        operations.reopen(case, actor=karlijn, why="Toch.")
