"""Who works on a case, and handing it to another area."""

import datetime as dt
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from cases import operations, team
from cases.codes import (
    CaseOrigin,
    ClockKind,
    CloseReason,
    TaskKind,
)
from cases.models import Case, CasePerson, Clock, Task, Transfer
from cases.operations.course import Start
from cases.operations.people import Identity
from cases.operations.transfers import Offered
from cases.tasks import watch_mandates
from cases.workflow import CasePhase, TransferState
from core.access import SYSTEM, Actor
from core.errors import Forbidden, Invalid
from core.workdays import today
from jobs.models import Job
from municipalities.codes import Role
from municipalities.models import Mandate
from municipalities.roles import give
from tests.factories import cases as make
from tests.support.world import World

type AsUser = Callable[..., AbstractContextManager[Actor]]
DAY = dt.timedelta(days=1)


def _now(case: Case) -> Case:
    return Case.objects.unscoped(reason="test").get(pk=case.pk)


# --- who works on it


def test_a_colleague_of_the_service_area_takes_over_case_and_tasks(world: World, karlijn: Actor) -> None:
    case = make.in_aftercare(world.goes, world.karlijn)
    colleague = _colleague(world)
    case = operations.assign(case, actor=karlijn, to_user_id=colleague)
    assert case.owner_id == colleague
    assert {task.owner_id for task in Task.objects.of(case).open()} == {colleague}
    assert {row.user_id for row in team.members_of(case, today())} == {world.karlijn.pk, colleague}
    case = operations.end_member(case, actor=karlijn, user_id=world.karlijn.pk)
    assert {row.user_id for row in team.members_of(case, today())} == {colleague}


def test_a_case_is_not_given_to_somebody_of_another_area_or_to_its_owner(world: World, karlijn: Actor) -> None:
    case = make.intensive(world.goes, world.karlijn)
    for user in (world.person("Berend"), world.wilma, world.karlijn):
        with pytest.raises(Invalid):
            operations.assign(case, actor=karlijn, to_user_id=user.pk)
    with pytest.raises(Invalid):
        operations.end_member(case, actor=karlijn, user_id=world.karlijn.pk)


def test_the_end_of_a_mandate_asks_once_who_takes_over(world: World) -> None:
    case = make.intensive(world.goes, world.karlijn)
    for _ in range(2):
        case = operations.ask_take_over(case, actor=SYSTEM)
    task = Task.objects.of(case).open().get()
    assert (task.kind, task.owner) == (TaskKind.TAKE_OVER, world.karlijn)
    with pytest.raises(Forbidden):
        operations.ask_take_over(case, actor=make.coordinator(world.karlijn))


def _colleague(world: World) -> int:
    """Berend works in Zeeland too."""
    berend = world.person("Berend")
    give(world.zvh_zeeland, berend.pk, Role.CARE_COORDINATOR, valid_from=today(), valid_until=None, deputy=False)
    return berend.pk


# --- transfers


def test_a_transfer_outside_changes_the_phase_only_on_acceptance(world: World, karlijn: Actor) -> None:
    case = make.intensive(world.goes, world.karlijn)
    offered = Offered(uuid.uuid4(), "Verhuisd.", "toestemming", receiver="Zorgcoördinatie elders")
    case = operations.offer_transfer(case, actor=karlijn, offered=offered)
    assert case.phase == CasePhase.INTENSIVE
    transfer = Transfer.objects.of(case).get()
    case = operations.accept_transfer(case, actor=karlijn, transfer=transfer)
    assert (case.phase, case.close_reason) == (CasePhase.TRANSFERRED, CloseReason.TRANSFERRED_REGION)
    transfer = Transfer.objects.of(case).get()
    assert (transfer.state, transfer.successor) == (TransferState.ACCEPTED, None)


def test_another_lead_municipality_makes_a_new_linked_dossier_sealed_anew(world: World) -> None:
    carer = Mandate.objects.get(municipality=world.goes).organisation
    Mandate.objects.create(municipality=world.vlissingen, organisation=carer, document="Besluit", valid_from=today())
    karlijn = make.coordinator(world.karlijn)
    case = make.intensive(world.goes, world.karlijn)
    case = operations.add_person(case, actor=karlijn, key=uuid.uuid4(), identity=Identity(name="Demo Wulp"))
    bedenktijd = Start(uuid.uuid4(), ClockKind.REFLECTION, today() - dt.timedelta(days=30))
    case = operations.start_clock(case, actor=karlijn, start=bedenktijd)
    offered = Offered(uuid.uuid4(), "Verhuisd.", "toestemming", to_municipality=world.vlissingen)
    case = operations.offer_transfer(case, actor=karlijn, offered=offered)
    case = operations.accept_transfer(case, actor=karlijn, transfer=Transfer.objects.of(case).get())
    successor = _now(Transfer.objects.of(case).get().successor)  # type: ignore[arg-type]  # it was taken over
    assert (successor.municipality, successor.phase, successor.origin) == (
        world.vlissingen,
        CasePhase.INTAKE,
        CaseOrigin.TRANSFER,
    )
    assert successor.safe_contact == case.safe_contact
    assert CasePerson.objects.of(successor).get().name == "Demo Wulp"
    goes_on = Clock.objects.of(successor).get()
    assert (goes_on.kind, goes_on.starts_on, goes_on.ended_on) == (bedenktijd.kind, bedenktijd.starts_on, None)


def test_a_refused_or_withdrawn_transfer_leaves_the_case_as_it_was(world: World, karlijn: Actor) -> None:
    case = make.intensive(world.goes, world.karlijn)
    for step, words in ((operations.refuse_transfer, {"refusal": "Geen plek."}), (operations.withdraw_transfer, {})):
        offered = Offered(uuid.uuid4(), "Verhuisd.", "toestemming", receiver="Elders")
        case = operations.offer_transfer(case, actor=karlijn, offered=offered)
        case = step(case, actor=karlijn, transfer=Transfer.objects.of(case).open().get(), **words)
        assert case.phase == CasePhase.INTENSIVE
    assert not Transfer.objects.of(case).open().exists()


def test_the_daily_watch_asks_where_a_mandate_ended_and_nowhere_else(world: World) -> None:
    case = make.intensive(world.goes, world.karlijn)
    watch_mandates(Job(), SYSTEM)
    assert not Task.objects.of(case).open().exists()
    Mandate.objects.filter(municipality=world.goes).delete()
    for _ in range(2):
        watch_mandates(Job(), SYSTEM)
    assert Task.objects.of(case).open().get().kind == TaskKind.TAKE_OVER


def test_the_mandate_of_another_organisation_does_not_hide_that_the_own_one_ended(world: World) -> None:
    case = make.intensive(world.goes, world.karlijn)
    Mandate.objects.filter(municipality=world.goes).update(organisation=world.veilig_thuis)
    watch_mandates(Job(), SYSTEM)
    assert Task.objects.of(case).open().get().kind == TaskKind.TAKE_OVER
