"""Who works for two municipalities and is kept out of a signal in the one reads nothing of it in the other."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from core.access import Actor
from core.errors import NotVisible
from core.unit import current_unit
from core.workdays import today
from municipalities import operations as office
from municipalities.codes import Role
from municipalities.models import Exclusion, Mandate, Municipality, ShieldNote
from municipalities.roles import actor_for, give
from municipalities.shielding import excluded_from
from signals import operations
from signals.codes import MoveField
from signals.models import Arrival, Concern, Move, SharedSignal, Signal
from signals.operations.moving import OfferedMove
from tests.factories import signals as make
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]
WHY = "Kent de betrokkene als buurman."


@pytest.fixture
def both(world: World) -> User:
    """Koos, officer of Goes, is one of Breda too."""
    give(world.breda, world.koos.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=True)
    return world.koos


def offered(signal: Signal, to: Municipality, actor: Actor) -> Arrival:
    asked = OfferedMove(uuid.uuid4(), to, "Het ligt daar.", list(MoveField))
    operations.offer_move(signal, actor=actor, offered=asked)
    arrival: Arrival = Arrival.objects.unscoped(reason="test").get(move_id=asked.key)
    return arrival


def shared(signal: Signal, to: Municipality, actor: Actor) -> SharedSignal:
    concern = make.shared_with(signal, to, actor)
    row: SharedSignal = SharedSignal.objects.unscoped(reason="test").get(concern_id=concern.pk)
    return row


def now(signal: Signal) -> Signal:
    return Signal._base_manager.get(pk=signal.pk)


def out_of(user: User) -> set[uuid.UUID]:
    return set(Exclusion.objects.running().filter(user=user).values_list("dossier_id", flat=True))


def test_excluded_after_it_was_shared_and_let_in_again_on_both_sides(
    world: World, both: User, client_of: ClientOf
) -> None:
    wilma, signal = actor_for(world.wilma), make.handled(world.goes, world.wilma)
    row = operations.accept_concern(actor=actor_for(both), shared=shared(signal, world.breda, wilma))
    page = reverse("signals:shared", args=[row.pk])
    assert client_of(both).get(page).status_code == 200
    operations.exclude_colleague(now(signal), actor=wilma, user_id=both.pk, why=WHY)
    assert out_of(both) == {signal.dossier_id, row.dossier_id}
    assert client_of(both).get(page).status_code == 404
    assert excluded_from(row.dossier_id) == {both.pk}
    assert client_of(world.floor).get(page).status_code == 200
    note = ShieldNote.objects.unscoped(reason="test").get(dossier_id=row.dossier_id)
    assert (note.municipality, WHY in (note.why or "")) == (world.breda, False)
    told = {(event.event, event.municipality_id) for event in current_unit().gathered}
    assert ("signals.colleague_excluded", world.breda.pk) in told
    operations.readmit_colleague(now(signal), actor=wilma, user_id=both.pk, why="Toch niet.")
    assert out_of(both) == set()


@pytest.mark.parametrize("start", ["there", "here"])
def test_excluded_after_it_was_taken_over_from_either_end(start: str, world: World, both: User) -> None:
    wilma, floor = actor_for(world.wilma), actor_for(world.floor)
    signal, other = make.triaged(world.goes, world.wilma), make.triaged(world.goes, world.wilma)
    arrival = offered(signal, world.breda, wilma)
    taken = operations.accept_move(actor=actor_for(both), arrival=arrival)
    further = offered(taken, world.vlissingen, floor)
    if start == "here":
        operations.exclude_colleague(now(signal), actor=wilma, user_id=both.pk, why=WHY)
        assert now(taken).owner == world.floor  # somebody there still has it
    else:
        operations.exclude_colleague(now(taken), actor=floor, user_id=both.pk, why=WHY)
    assert out_of(both) == {signal.dossier_id, taken.dossier_id, further.dossier_id}
    assert other.dossier_id not in out_of(both)
    # It ends where it was decided, and not by who has it along.
    end, begin = (taken, signal) if start == "here" else (signal, taken)
    who = {signal.pk: wilma, taken.pk: floor}
    operations.readmit_colleague(now(begin), actor=who[begin.pk], user_id=both.pk, why="Toch niet.")
    assert out_of(both) == set()
    operations.exclude_colleague(now(begin), actor=who[begin.pk], user_id=both.pk, why=WHY)
    operations.readmit_colleague(now(end), actor=who[end.pk], user_id=both.pk, why="Toch niet.")
    assert begin.dossier_id in out_of(both)


def test_an_own_exclusion_of_the_other_municipality_stays(world: World, both: User) -> None:
    wilma, floor = actor_for(world.wilma), actor_for(world.floor)
    signal = make.triaged(world.goes, world.wilma)
    taken = operations.accept_move(actor=floor, arrival=offered(signal, world.breda, wilma))
    operations.exclude_colleague(now(taken), actor=floor, user_id=both.pk, why=WHY)
    operations.readmit_colleague(now(signal), actor=wilma, user_id=both.pk, why="Toch niet.")
    assert out_of(both) == {taken.dossier_id}


def test_what_is_kept_to_a_team_here_is_kept_from_the_same_people_there(world: World, both: User) -> None:
    wilma = actor_for(world.wilma)
    signal, open_one = make.triaged(world.goes, world.wilma), make.triaged(world.goes, world.wilma)
    before = shared(signal, world.breda, wilma)
    assert shared(open_one, world.breda, wilma).dossier_id not in out_of(both)
    operations.restrict_signal(now(signal), actor=wilma, user_ids=(), why=WHY)
    assert excluded_from(before.dossier_id) == {both.pk}  # Floor works for Breda alone
    assert excluded_from(signal.dossier_id) == frozenset()
    operations.restrict_signal(now(signal), actor=wilma, user_ids=[both.pk], why=WHY)
    assert out_of(both) == set()
    operations.restrict_signal(now(signal), actor=wilma, user_ids=(), why=WHY)
    operations.end_concern(Concern.objects.of(signal).get(), actor=wilma, reason="Klaar.")
    arrival = offered(now(signal), world.breda, wilma)
    assert out_of(both) == {before.dossier_id, arrival.dossier_id}
    assert not Arrival.objects.visible_to(actor_for(both)).exists()
    assert Arrival.objects.visible_to(actor_for(world.floor)).exists()
    operations.lift_restriction(now(signal), actor=wilma, why="Kan weer.")
    assert out_of(both) == set()


@pytest.mark.parametrize("first", ["there", "here"])
def test_who_works_for_both_only_later_reads_there_nothing_of_what_is_kept_to_a_team_here(
    first: str, world: World
) -> None:
    """Otto gets a role in both, one after the other, whichever first; Floor reads it still."""
    bo, wilma, otto = actor_for(world.person("Bo")), actor_for(world.wilma), world.outsider
    facts = {"actor": bo, "user": otto, "role": Role.FOCAL_OFFICER, "valid_from": today()}
    places = [world.breda, world.goes] if first == "there" else [world.goes, world.breda]
    office.grant_role(area=places[0], **facts)
    signal, open_one = make.triaged(world.goes, world.wilma), make.triaged(world.goes, world.wilma)
    kept, seen = shared(signal, world.breda, wilma), shared(open_one, world.breda, wilma)
    if first == "there":
        operations.accept_concern(shared=kept, actor=actor_for(world.floor))
    operations.restrict_signal(now(signal), actor=wilma, user_ids=(), why=WHY)
    other = make.triaged(world.goes, world.wilma)
    operations.restrict_signal(now(other), actor=wilma, user_ids=(), why=WHY)
    arrival = offered(now(other), world.breda, wilma)
    assert out_of(otto) == set()
    with contexts.acting_as(bo):
        office.grant_role(area=places[1], **facts)
    assert out_of(otto) == {kept.dossier_id, arrival.dossier_id}
    actor = actor_for(otto)
    assert set(SharedSignal.objects.visible_to(actor)) == {seen}
    assert not Arrival.objects.visible_to(actor).exists()
    assert Arrival.objects.visible_to(actor_for(world.floor)).get() == arrival
    operations.lift_restriction(now(signal), actor=wilma, why="Kan weer.")
    assert out_of(otto) == {arrival.dossier_id}


@pytest.mark.parametrize("days", [0, 7])
def test_who_works_there_by_a_mandate_only_later_reads_there_nothing_of_it_either(days: int, world: World) -> None:
    """Karlijn is officer of Breda too, and coordinates care for Goes only by what was agreed since."""
    karlijn, wilma, bo = world.karlijn, actor_for(world.wilma), actor_for(world.person("Bo"))
    give(world.breda, karlijn.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    Mandate.objects.filter(municipality=world.goes).delete()
    signal = make.triaged(world.goes, world.wilma)
    kept = shared(signal, world.breda, wilma)
    operations.restrict_signal(now(signal), actor=wilma, user_ids=(), why=WHY)
    assert out_of(karlijn) == set()
    carer = world.zvh_zeeland.organisations.get().organisation
    agreed = {"municipality": world.goes, "organisation": carer, "document": "Besluit"}
    with contexts.acting_as(bo):
        office.register_mandate(actor=bo, **agreed, valid_from=today() + timedelta(days=days))
    assert out_of(karlijn) == {kept.dossier_id}


def test_who_is_excluded_while_she_answers_takes_nothing_over(world: World, both: User) -> None:
    """As in two requests at once: her roles were read before she was excluded."""
    wilma, early = actor_for(world.wilma), actor_for(both)
    signal, looked_at = make.triaged(world.goes, world.wilma), make.triaged(world.goes, world.wilma)
    arrival, row = offered(signal, world.breda, wilma), shared(looked_at, world.breda, wilma)
    for one in (signal, looked_at):
        operations.exclude_colleague(now(one), actor=wilma, user_id=both.pk, why=WHY)
    # Also where it did not come along, as for what was offered before it did.
    for only_here in (False, True):
        if only_here:
            Exclusion.objects.filter(dossier_id__in=[arrival.dossier_id, row.dossier_id]).delete()
        for answer in (
            lambda: operations.accept_move(actor=early, arrival=arrival),
            lambda: operations.refuse_move(actor=early, arrival=arrival, refusal="Niet hier."),
            lambda: operations.accept_concern(actor=early, shared=row),
        ):
            with pytest.raises(NotVisible):
                answer()
    assert (now(signal).state, Signal.objects.unscoped(reason="test").count()) == ("triage", 2)
    assert Move.objects.of(signal).get().state == Concern.objects.of(looked_at).get().state == "offered"
    floor = actor_for(world.floor)
    assert operations.accept_move(actor=floor, arrival=arrival).owner == world.floor
    assert operations.accept_concern(actor=floor, shared=row).is_shared
