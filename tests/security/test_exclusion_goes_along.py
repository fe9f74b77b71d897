"""What comes of a dossier that is kept from somebody: the case that it becomes, the mails about it, and who watches over it."""

import uuid
from collections.abc import Callable

import pytest
from django.urls import reverse

from audit.recording import write_gathered
from cases import intake, team
from cases import operations as case_operations
from cases.models import Case, Transfer
from cases.operations.transfers import Offered
from core.access import Actor
from core.errors import Invalid
from core.unit import current_unit
from core.workdays import today
from jobs.models import OutboxMessage
from municipalities.codes import Role
from municipalities.models import Mandate, ShieldNote
from municipalities.roles import actor_for, give
from municipalities.shielding import team_of
from signals import operations
from signals.models import Signal
from tests.factories import cases as make_case
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.dossiers import rows_within_walls
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]
WHY = "Kent de betrokkene als buurman."


@pytest.fixture
def signal(world: World) -> Signal:
    return make.handled(world.goes, world.wilma)


def koos(world: World) -> Actor:
    return actor_for(world.koos)


def second_coordinator(world: World) -> Actor:
    """Pieter coordinates care in the same area as Karlijn."""
    pieter = world.person("Pieter")
    give(world.zvh_zeeland, pieter.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=False)
    return actor_for(pieter, "care_coordinator")


def test_the_case_that_a_signal_becomes_is_kept_from_the_same_people(world: World) -> None:
    pieter = second_coordinator(world)
    offered = make_case.offered(world.goes, world.wilma)
    shield.excluded(offered, world.person("Pieter"))
    karlijn = actor_for(world.karlijn, "care_coordinator")
    with contexts.acting_as(karlijn):
        case = intake.accept_into_new_case(
            actor=karlijn,
            key=uuid.uuid4(),
            opening=make_case.opening(world.goes),
            brought=[intake.Brought(offered, make_case.SUMMARY, make_case.offer_of(offered).version)],
        )
    after = actor_for(world.person("Pieter"), pieter.hat)
    assert after.excluded == {offered.dossier_id, case.dossier_id}
    assert not Case.objects.visible_to(after).exists()
    with contexts.acting_as(after):
        assert rows_within_walls(case.dossier_id) == {}
    note = ShieldNote.objects.unscoped(reason="test").get(dossier_id=case.dossier_id)
    assert offered.reference in (note.why or "")


def test_a_case_that_such_a_signal_joins_goes_over_from_who_is_excluded(world: World) -> None:
    pieter = second_coordinator(world)
    case = make_case.intensive(world.goes, world.person("Pieter"))
    offered = make_case.offered(world.goes, world.wilma)
    shield.excluded(offered, world.person("Pieter"))
    karlijn = actor_for(world.karlijn, "care_coordinator")
    with contexts.acting_as(karlijn):
        brought = [intake.Brought(offered, make_case.SUMMARY, make_case.offer_of(offered).version)]
        after = intake.accept_into_case(case, actor=karlijn, brought=brought)
    case.refresh_from_db()
    assert (after.owner_id, case.owner_id) == (world.karlijn.pk, world.karlijn.pk)
    assert team.is_member(case, world.karlijn.pk, today())
    assert not Case.objects.visible_to(actor_for(world.person("Pieter"), pieter.hat)).exists()


def test_no_mail_tells_her_that_there_is_something(world: World) -> None:
    second_coordinator(world)
    signal = make.handled(world.goes, world.wilma)
    shield.excluded(signal, world.person("Pieter"))
    OutboxMessage.objects.all().delete()
    operations.offer_signal(signal, actor=actor_for(world.wilma), why="Er is hulp nodig.", asked=agreed())
    assert set(OutboxMessage.objects.values_list("user_id", flat=True)) == {world.karlijn.pk}


def test_a_case_that_goes_on_in_another_municipality_stays_kept_and_restricted(world: World) -> None:
    pieter = second_coordinator(world)
    carer = Mandate.objects.get(municipality=world.goes).organisation
    Mandate.objects.create(municipality=world.vlissingen, organisation=carer, document="Besluit", valid_from=today())
    karlijn = actor_for(world.karlijn, "care_coordinator")
    case = make_case.intensive(world.goes, world.karlijn)
    shield.excluded(case, world.person("Pieter"))
    shield.restricted(case, [world.karlijn])
    offered = Offered(uuid.uuid4(), "Verhuisd.", "toestemming", to_municipality=world.vlissingen)
    case = case_operations.offer_transfer(case, actor=karlijn, offered=offered)
    case_operations.accept_transfer(case, actor=karlijn, transfer=Transfer.objects.of(case).get())
    successor = Transfer.objects.of(case).get().successor
    assert successor is not None
    assert actor_for(world.person("Pieter"), pieter.hat).excluded == {case.dossier_id, successor.dossier_id}
    assert team_of(successor.dossier_id) == frozenset({world.karlijn.pk})


def test_nobody_shuts_the_only_eye_that_watches_over_what_is_done(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    vince = world.person("Vince")
    with pytest.raises(Invalid) as refusal:
        operations.exclude_colleague(signal, actor=koos(world), user_id=vince.pk, why=WHY)
    assert list(refusal.value.fields) == ["user"]
    write_gathered(current_unit())
    assert signal.reference in client_of(vince).get(reverse("log")).content.decode()
    give(world.goes, world.outsider.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    operations.exclude_colleague(signal, actor=koos(world), user_id=vince.pk, why=WHY)
    with pytest.raises(Invalid):
        operations.exclude_colleague(signal, actor=koos(world), user_id=world.outsider.pk, why=WHY)
    assert actor_for(world.outsider).excluded == frozenset()


@pytest.mark.parametrize("another_watches", [True, False])
def test_a_case_goes_on_elsewhere_only_where_somebody_still_watches(another_watches: bool, world: World) -> None:
    vince, second = world.person("Vince"), world.outsider
    carer = Mandate.objects.get(municipality=world.goes).organisation
    Mandate.objects.create(municipality=world.vlissingen, organisation=carer, document="Besluit", valid_from=today())
    give(world.vlissingen, vince.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    here = world.vlissingen if another_watches else world.goes
    give(here, second.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    karlijn = actor_for(world.karlijn, "care_coordinator")
    case = make_case.intensive(world.goes, world.karlijn)
    shield.excluded(case, vince)
    offered = Offered(uuid.uuid4(), "Verhuisd.", "toestemming", to_municipality=world.vlissingen)
    case = case_operations.offer_transfer(case, actor=karlijn, offered=offered)
    transfer = Transfer.objects.of(case).get()
    if another_watches:
        case_operations.accept_transfer(case, actor=karlijn, transfer=transfer)
        successor = Transfer.objects.of(case).get().successor
        assert successor is not None
        assert successor.dossier_id in actor_for(vince).excluded
        return
    with pytest.raises(Invalid, match="toezicht"):
        case_operations.accept_transfer(case, actor=karlijn, transfer=transfer)
    assert Case.objects.visible_to(karlijn).get() == case
    assert Transfer.objects.of(case).get().successor is None
