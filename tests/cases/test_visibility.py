"""Who finds a case: care coordination under mandate, the case team, and nobody else."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from cases import operations, team
from cases.codes import CaseOrigin, ContactKind, ContactOutcome
from cases.models import Case, CasePerson, ContactMoment, Note, PhasePeriod, Task
from cases.operations.contact import Contact, Planned
from cases.operations.opening import Opening
from cases.operations.people import Identity
from cases.workflow import CasePhase
from core.access import Actor
from core.errors import Forbidden
from core.gate import Ungated
from core.workdays import today
from municipalities.codes import Role
from municipalities.models import Mandate
from tests.factories import cases as make
from tests.support.world import World

type AsUser = Callable[..., AbstractContextManager[Actor]]
PARTS: tuple[type[Model], ...] = (Case, PhasePeriod, Note, Task, ContactMoment, CasePerson)
SECRET = "Demo Wulp met een geheim"


def _full(world: World) -> Case:
    case = make.intensive(world.goes, world.karlijn, request=SECRET)
    actor = make.coordinator(world.karlijn)
    case = operations.add_note(case, actor=actor, key=uuid.uuid4(), text=SECRET)
    contact = Contact(uuid.uuid4(), ContactKind.PHONE, ContactOutcome.REACHED, timezone.now(), SECRET)
    case = operations.log_contact(case, actor=actor, contact=contact)
    planned = Planned(uuid.uuid4(), SECRET, today(), world.karlijn.pk)
    case = operations.plan_task(case, actor=actor, task=planned)
    identity = Identity(name=SECRET, contact=SECRET, address=SECRET, shelter_address=SECRET)
    return operations.add_person(case, actor=actor, key=uuid.uuid4(), identity=identity)


def test_the_coordinator_under_mandate_sees_the_case_and_its_parts(world: World, as_user: AsUser) -> None:
    case = _full(world)
    with as_user(world.karlijn, make.HAT) as karlijn:
        for model in PARTS:
            assert model._default_manager.visible_to(karlijn).exists(), model  # type: ignore[attr-defined]  # every one of these is gated
        assert Case.objects.visible_to(karlijn).get() == case


@pytest.mark.parametrize("person", ["wilma", "koos", "vera", "floor", "daphne", "lowie", "philo", "hanna", "outsider"])
def test_everybody_else_finds_nothing(world: World, as_user: AsUser, person: str) -> None:
    _full(world)
    user = getattr(world, person)
    for hat in (None, "focal_officer"):
        with as_user(user, hat or "") as actor:
            for model in PARTS:
                assert not model._default_manager.visible_to(actor).exists(), model  # type: ignore[attr-defined]  # every one of these is gated


def test_the_coordinator_of_another_area_finds_nothing(world: World, as_user: AsUser) -> None:
    _full(world)
    with as_user(world.person("Berend"), make.HAT) as berend:
        assert not Case.objects.visible_to(berend).exists()


def test_without_mandate_only_the_case_team_still_reaches_a_running_case(world: World, as_user: AsUser) -> None:
    mine = _full(world)
    other = make.intensive(world.goes, world.karlijn)
    team.leave(other, today())
    Mandate.objects.filter(municipality=world.goes).delete()
    with as_user(world.karlijn, make.HAT) as karlijn:
        assert list(Case.objects.visible_to(karlijn)) == [mine]
        assert Note.objects.visible_to(karlijn).get().text == SECRET
        operations.add_note(mine, actor=karlijn, key=uuid.uuid4(), text="Overdracht besproken.")
        with pytest.raises(Forbidden):
            operations.refer_directly(
                actor=karlijn,
                key=uuid.uuid4(),
                opening=Opening(world.goes, mine.accountable, "Nieuw", make.SAFE),
                origin=CaseOrigin.PERSON,
            )


def test_a_process_director_sees_a_case_only_as_member_of_its_team(world: World, as_user: AsUser) -> None:
    case = _full(world)
    pieter = world.person("Pieter")
    with as_user(pieter) as actor:
        assert not Case.objects.visible_to(actor).exists()
    operations.add_member(case, actor=make.coordinator(world.karlijn), user_id=pieter.pk, role=Role.PROCESS_DIRECTOR)
    with as_user(pieter) as actor:
        assert Case.objects.visible_to(actor).get() == case
        with pytest.raises(Forbidden):
            operations.scale_down(case, actor=actor, change=make.CHANGE)


def test_a_team_row_opens_the_case_under_its_own_hat_only(world: World, as_user: AsUser) -> None:
    case = make.intensive(world.goes, world.karlijn)
    team.join(case, world.daphne.pk, today(), role=Role.CARE_COORDINATOR)
    for hat in world_hats(world, as_user):
        with as_user(world.daphne, hat) as daphne:
            assert case.pk not in daphne.dossiers


def world_hats(world: World, as_user: AsUser) -> tuple[str, ...]:
    with as_user(world.daphne) as daphne:
        return daphne.hats


def test_closing_ends_the_team(world: World, as_user: AsUser) -> None:
    case = make.closed(world.goes, world.karlijn)
    assert not team.members_of(case, today()).exists()
    Mandate.objects.filter(municipality=world.goes).delete()
    with as_user(world.karlijn, make.HAT) as karlijn:
        assert not Case.objects.visible_to(karlijn).exists()


def test_ungated_rows_do_not_come_out(world: World) -> None:
    for model in PARTS:
        with pytest.raises(Ungated):
            list(model._default_manager.all())


def test_no_text_about_a_person_stands_plain_in_any_table(world: World) -> None:
    _full(world)
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_name like 'cases\\_%'")
        tables = [row[0] for row in cursor.fetchall()]
        assert len(tables) > 10
        for table in tables:
            cursor.execute(f"select string_agg(t::text, ' ') from {table} t")  # noqa: S608  our names
            text = cursor.fetchone()[0] or ""
            assert SECRET not in text, table
            assert SECRET.encode().hex() not in text, table


def test_a_sealed_value_opens_for_its_own_row(world: World) -> None:
    case = Case.objects.unscoped(reason="test").get(pk=_full(world).pk)
    assert (case.request, case.safe_contact, case.phase) == (SECRET, make.SAFE, CasePhase.INTENSIVE)
