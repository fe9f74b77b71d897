"""What somebody owned who left is the work of who is there now; nobody else's, and it opens nothing."""

import datetime as dt

import pytest

from core.workdays import today
from municipalities.codes import Role
from municipalities.models import Municipality, MunicipalityRole
from municipalities.roles import actor_for, give
from signals.work import count_work, work
from tests.factories import signals as make
from tests.support.world import World

DAY = dt.timedelta(days=1)


@pytest.fixture
def successor(world: World) -> int:
    """The outsider is the officer of Goes since today; Wilma was until yesterday."""
    make.triaged(world.goes, world.wilma)
    MunicipalityRole.objects.filter(user=world.wilma).update(valid_until=today() - DAY)
    give(world.goes, world.outsider.pk, Role.FOCAL_OFFICER, valid_from=today(), valid_until=None, deputy=False)
    return int(world.outsider.pk)


def _lines(actor: object) -> list[str]:
    return [line.what for line in work(actor)]  # type: ignore[arg-type]


def test_the_successor_finds_it_in_her_work_and_it_is_counted(world: World, successor: int) -> None:
    actor = actor_for(world.outsider)
    assert actor.succeeds == {world.wilma.pk}
    assert _lines(actor) == ["Beoordelen"]
    assert count_work(actor) == 1


def test_a_deputy_has_it_only_where_there_is_no_officer(world: World, successor: int) -> None:
    assert not actor_for(world.koos).succeeds
    MunicipalityRole.objects.filter(user=world.outsider).delete()
    assert actor_for(world.koos).succeeds == {world.wilma.pk}
    assert _lines(actor_for(world.koos)) == ["Beoordelen"]


def test_a_closed_account_has_left_too(world: World) -> None:
    make.triaged(world.goes, world.wilma)
    world.wilma.is_active = False
    world.wilma.save(update_fields=["is_active"])
    assert _lines(actor_for(world.koos)) == ["Beoordelen"]


def test_who_works_elsewhere_or_under_another_hat_succeeds_nobody(world: World, successor: int) -> None:
    for person in (world.vera, world.floor, world.karlijn, world.lowie, world.hanna):
        assert not actor_for(person).succeeds
    assert not actor_for(world.daphne, "district_coordinator").succeeds


def test_who_still_works_there_is_succeeded_by_nobody(world: World) -> None:
    assert Municipality.objects.filter(name="Goes").exists()
    assert not actor_for(world.koos).succeeds
    assert not actor_for(world.wilma).succeeds


def test_it_opens_nothing(world: World) -> None:
    signal = make.triaged(world.vlissingen, world.vera)
    MunicipalityRole.objects.filter(user=world.vera).update(valid_until=today() - DAY)
    assert signal.municipality_id not in actor_for(world.wilma).content
    assert not actor_for(world.wilma).succeeds
