"""Who receives a municipality's work: never nobody without saying so."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from municipalities.codes import Role
from municipalities.duty import Desk, Duty, fallback_for, told_of
from municipalities.models import (
    Absence,
    Municipality,
    MunicipalityFallBack,
    MunicipalityRole,
    RegionFallBack,
    ServiceAreaRole,
)
from tests.factories import municipalities as make
from tests.support.world import World

TODAY = timezone.localdate()


def away(person: User, deputy: User, role: Role = Role.FOCAL_OFFICER, day: date = TODAY) -> None:
    Absence.objects.create(user=person, deputy=deputy, role=role, valid_from=day, valid_until=day)


def without_officers(place: Municipality) -> Municipality:
    MunicipalityRole.objects.filter(content_object=place).delete()
    return place


def test_the_focal_officer_first(world: World) -> None:
    assert fallback_for(world.goes, TODAY) == Duty(Desk.FOCAL_OFFICER, (world.wilma.pk,))


def test_on_days_of_absence_the_deputy_named_for_it(world: World) -> None:
    away(world.wilma, world.koos)
    assert fallback_for(world.goes, TODAY) == Duty(Desk.DEPUTY, (world.koos.pk,))
    assert fallback_for(world.goes, TODAY + timedelta(days=1)).users == (world.wilma.pk,)


def test_without_officer_the_deputies(world: World) -> None:
    MunicipalityRole.objects.filter(user=world.wilma).delete()
    duty = fallback_for(world.goes, TODAY)
    assert duty.desk == Desk.DEPUTY
    assert set(duty.users) == {world.koos.pk, world.daphne.pk}


def test_a_closed_account_is_not_on_duty(world: World) -> None:
    User.objects.filter(pk=world.wilma.pk).update(is_active=False)
    assert fallback_for(world.goes, TODAY).desk == Desk.DEPUTY


def test_an_absent_officer_without_deputy_stays_the_right_desk(world: World) -> None:
    MunicipalityRole.objects.filter(content_object=world.goes, deputy=True).delete()
    User.objects.filter(pk=world.koos.pk).update(is_active=False)
    away(world.wilma, world.koos)
    assert world.wilma.pk in fallback_for(world.goes, TODAY).users


def test_then_whom_the_municipality_named(world: World) -> None:
    MunicipalityFallBack.objects.create(municipality=world.goes, user=world.outsider, valid_from=make.FIRST)
    duty = fallback_for(without_officers(world.goes), TODAY)
    assert duty == Duty(Desk.MUNICIPALITY_FALL_BACK, (world.outsider.pk,))


def test_then_the_care_coordinators_under_a_mandate(world: World) -> None:
    assert fallback_for(without_officers(world.goes), TODAY) == Duty(Desk.CARE_COORDINATOR, (world.karlijn.pk,))


def test_beside_the_care_coordinators_the_fall_back_of_the_region_hears_of_it(world: World) -> None:
    RegionFallBack.objects.create(
        region=world.region, user=world.lowie, municipality=world.breda, valid_from=make.FIRST
    )
    assert told_of(world.goes, TODAY) == (world.wilma.pk,)
    assert told_of(without_officers(world.goes), TODAY) == (world.karlijn.pk, world.lowie.pk)


def test_an_absent_care_coordinator_gives_way_to_her_deputy(world: World) -> None:
    make.holds(world.outsider, Role.CARE_COORDINATOR, world.zvh_zeeland, since=TODAY, until=TODAY, deputy=True)
    away(world.karlijn, world.outsider, Role.CARE_COORDINATOR)
    assert fallback_for(without_officers(world.goes), TODAY).users == (world.outsider.pk,)


@pytest.mark.parametrize("named", [True, False])
def test_without_mandate_the_fall_back_of_the_region(world: World, named: bool) -> None:
    if named:
        RegionFallBack.objects.create(
            region=world.region, user=world.lowie, municipality=world.breda, valid_from=make.FIRST
        )
    expected = Duty(Desk.REGION_FALL_BACK, (world.lowie.pk,)) if named else Duty(Desk.NOBODY)
    assert fallback_for(without_officers(world.vlissingen), TODAY) == expected


def test_a_mandate_without_coordinator_does_not_hold_work_up(world: World) -> None:
    ServiceAreaRole.objects.all().delete()
    RegionFallBack.objects.create(
        region=world.region, user=world.lowie, municipality=world.breda, valid_from=make.FIRST
    )
    assert fallback_for(without_officers(world.goes), TODAY).desk == Desk.REGION_FALL_BACK
