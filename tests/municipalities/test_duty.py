"""Who receives a municipality's work: never nobody without saying so."""

from collections.abc import Callable
from datetime import date
from itertools import combinations

import pytest
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from core.reading import read_together
from municipalities.codes import Role
from municipalities.duty import (
    Desk,
    Duty,
    Gap,
    care_and_away,
    care_away_until,
    care_coordinators_of,
    everybody_told_of,
    fallback_for,
    gap_of,
    pool_of,
    told_of,
    told_of_work,
    waiting_for,
)
from municipalities.models import (
    Absence,
    Mandate,
    Municipality,
    MunicipalityFallBack,
    MunicipalityRole,
    RegionFallBack,
    ServiceAreaRole,
)
from municipalities.roles import actor_for
from municipalities.roles.actor import LISTS
from tests.factories import municipalities as make
from tests.support.days import in_days
from tests.support.world import World


def away(person: User, deputy: User | None, role: Role = Role.FOCAL_OFFICER, on: date | None = None) -> Absence:
    day = on or in_days()
    return Absence.objects.create(user=person, deputy=deputy, role=role, valid_from=day, valid_until=day)


def without_officers(place: Municipality) -> Municipality:
    MunicipalityRole.objects.filter(content_object=place).delete()
    return place


def test_the_focal_officer_first(world: World) -> None:
    assert fallback_for(world.goes, in_days()) == Duty(Desk.FOCAL_OFFICER, (world.wilma.pk,))


def test_on_days_of_absence_the_deputy_named_for_it(world: World) -> None:
    away(world.wilma, world.koos)
    assert fallback_for(world.goes, in_days()) == Duty(Desk.DEPUTY, (world.koos.pk,))
    assert fallback_for(world.goes, in_days(1)).users == (world.wilma.pk,)


def test_a_deputy_who_is_away_too_gives_way_to_the_next_one(world: World) -> None:
    away(world.wilma, world.koos)
    away(world.koos, world.daphne)
    assert fallback_for(world.goes, in_days()) == Duty(Desk.DEPUTY, (world.daphne.pk,))
    assert told_of_work(world.goes, world.wilma.pk, in_days()) == (world.daphne.pk,)
    assert actor_for(world.daphne, "focal_officer").covers == {world.wilma.pk, world.koos.pk}
    assert actor_for(world.daphne, "district_coordinator").covers == frozenset()


def test_of_two_who_named_each_other_the_third_is_on_duty(world: World) -> None:
    away(world.wilma, world.koos)
    away(world.koos, world.wilma)
    assert fallback_for(world.goes, in_days()) == Duty(Desk.DEPUTY, (world.daphne.pk,))
    assert actor_for(world.wilma).covers == {world.koos.pk}
    away(world.daphne, world.koos)
    name_fall_back(world, world.outsider)
    assert fallback_for(world.goes, in_days()) == Duty(Desk.MUNICIPALITY_FALL_BACK, (world.outsider.pk,)), (
        "nobody is there"
    )


def test_without_officer_the_deputies(world: World) -> None:
    MunicipalityRole.objects.filter(user=world.wilma).delete()
    duty = fallback_for(world.goes, in_days())
    assert duty.desk == Desk.DEPUTY
    assert set(duty.users) == {world.koos.pk, world.daphne.pk}


def test_a_closed_account_is_not_on_duty(world: World) -> None:
    User.objects.filter(pk=world.wilma.pk).update(is_active=False)
    assert fallback_for(world.goes, in_days()).desk == Desk.DEPUTY


def test_where_the_only_officer_is_away_the_chain_goes_on_until_she_is_back(world: World) -> None:
    MunicipalityRole.objects.filter(content_object=world.goes, deputy=True).delete()
    name_fall_back(world, world.outsider)
    away(world.wilma, None)
    assert fallback_for(world.goes, in_days()) == Duty(Desk.MUNICIPALITY_FALL_BACK, (world.outsider.pk,))
    assert told_of_work(world.goes, world.wilma.pk, in_days()) == (world.outsider.pk,)
    assert set(everybody_told_of(world.goes, in_days())) == {world.outsider.pk, world.wilma.pk}
    assert waiting_for(actor_for(world.outsider), in_days()) == [world.goes]
    assert gap_of(world.goes, in_days()) == Gap(frozenset({world.wilma.pk}), in_days())
    assert fallback_for(world.goes, in_days(1)) == Duty(Desk.FOCAL_OFFICER, (world.wilma.pk,))
    assert (waiting_for(actor_for(world.outsider), in_days(1)), gap_of(world.goes, in_days(1))) == ([], None)
    MunicipalityFallBack.objects.all().delete()
    # Care coordination reads nothing more because somebody is away: what one may read follows from roles (decision 11).
    assert fallback_for(world.goes, in_days()) == Duty(Desk.FOCAL_OFFICER, (world.wilma.pk,)), "she still hears of it"
    assert actor_for(world.karlijn).pool == frozenset()
    row = RegionFallBack(region=world.region, user=world.lowie, municipality=world.breda, valid_from=make.FIRST)
    row.save()
    assert fallback_for(world.goes, in_days()) == Duty(Desk.REGION_FALL_BACK, (world.lowie.pk,))
    assert world.goes in waiting_for(actor_for(world.lowie), in_days())


def test_who_named_nobody_is_covered_by_who_is_there(world: World) -> None:
    """Also of one whose deputy does not work there any more; not of one for whom somebody stands in, nor elsewhere."""
    away(world.wilma, None)
    koos, daphne, vera = (actor_for(one, Role.FOCAL_OFFICER) for one in (world.koos, world.daphne, world.vera))
    assert koos.covers == daphne.covers == {world.wilma.pk}
    assert vera.covers == frozenset()
    assert set(fallback_for(world.goes, in_days()).users) == {world.koos.pk, world.daphne.pk}
    Absence.objects.update(deputy=world.koos)
    assert actor_for(world.daphne, Role.FOCAL_OFFICER).covers == frozenset()
    MunicipalityRole.objects.filter(user=world.koos).delete()
    assert actor_for(world.daphne, Role.FOCAL_OFFICER).covers == {world.wilma.pk}


def test_then_whom_the_municipality_named(world: World) -> None:
    MunicipalityFallBack.objects.create(municipality=world.goes, user=world.outsider, valid_from=make.FIRST)
    duty = fallback_for(without_officers(world.goes), in_days())
    assert duty == Duty(Desk.MUNICIPALITY_FALL_BACK, (world.outsider.pk,))


def test_then_the_care_coordinators_under_a_mandate(world: World) -> None:
    assert fallback_for(without_officers(world.goes), in_days()) == Duty(Desk.CARE_COORDINATOR, (world.karlijn.pk,))


def test_beside_the_care_coordinators_the_fall_back_of_the_region_hears_of_it(world: World) -> None:
    RegionFallBack.objects.create(
        region=world.region, user=world.lowie, municipality=world.breda, valid_from=make.FIRST
    )
    assert told_of(world.goes, in_days()) == (world.wilma.pk,)
    assert told_of(without_officers(world.goes), in_days()) == (world.karlijn.pk, world.lowie.pk)


def test_an_absent_care_coordinator_gives_way_to_her_deputy(world: World) -> None:
    make.holds(world.outsider, Role.CARE_COORDINATOR, world.zvh_zeeland, since=in_days(), until=in_days(), deputy=True)
    away(world.karlijn, world.outsider, Role.CARE_COORDINATOR)
    assert fallback_for(without_officers(world.goes), in_days()).users == (world.outsider.pk,)


def test_where_all_care_coordinators_are_away_the_chain_goes_on_and_they_read_what_came_in_all_the_same(
    world: World,
) -> None:
    away(world.karlijn, None, Role.CARE_COORDINATOR)
    place = without_officers(world.goes)
    assert fallback_for(place, in_days()) == Duty(Desk.CARE_COORDINATOR, (world.karlijn.pk,)), "nobody else is left"
    row = RegionFallBack(region=world.region, user=world.lowie, municipality=world.breda, valid_from=make.FIRST)
    row.save()
    assert (told_of(place, in_days()), pool_of(place, in_days())) == ((world.lowie.pk,), [world.karlijn.pk])
    assert care_coordinators_of(place, in_days()) == [world.karlijn.pk], "who else would hear of an offer"
    rows = read_together(care_and_away([place.pk, world.vlissingen], in_days()))
    assert rows["care"] == [(world.goes.pk, world.karlijn.pk)]
    assert care_away_until([world.karlijn.pk], rows["care_away"]) == in_days()
    assert care_away_until([world.karlijn.pk, world.outsider.pk], rows["care_away"]) is None


@pytest.mark.parametrize("named", [True, False])
def test_without_mandate_the_fall_back_of_the_region(world: World, named: bool) -> None:
    if named:
        RegionFallBack.objects.create(
            region=world.region, user=world.lowie, municipality=world.breda, valid_from=make.FIRST
        )
    expected = Duty(Desk.REGION_FALL_BACK, (world.lowie.pk,)) if named else Duty(Desk.NOBODY)
    assert fallback_for(without_officers(world.vlissingen), in_days()) == expected


GAPS: dict[str, Callable[[World], object]] = {
    "the officer left": lambda world: officers_of(world).filter(deputy=False).delete(),
    "the deputies left": lambda world: officers_of(world).filter(deputy=True).delete(),
    "the officer closed her account": lambda world: close(world.wilma),
    "the deputies closed theirs": lambda world: close(world.koos, world.daphne),
    "the officer is away": lambda world: away(world.wilma, world.koos),
    "the deputies are away": lambda world: [away(world.koos, None), away(world.daphne, world.koos)],
    "a fall-back is named": lambda world: name_fall_back(world, world.outsider),
    "a fall-back is named and gone": lambda world: name_fall_back(world, world.lowie) + close(world.lowie),
    "a fall-back is named from tomorrow": lambda world: name_fall_back(world, world.vera, in_days(1)),
    "the mandate ended": lambda world: Mandate.objects.all().update(valid_until=in_days(-1)),
    "the coordinator is away": lambda world: away(world.karlijn, world.outsider, Role.CARE_COORDINATOR),
    "the coordinator closed her account": lambda world: close(world.karlijn),
}


def officers_of(world: World) -> QuerySet[MunicipalityRole]:
    return MunicipalityRole.objects.filter(content_object=world.goes, permission__codename=Role.FOCAL_OFFICER)


def close(*users: User) -> int:
    return User.objects.filter(pk__in=[user.pk for user in users]).update(is_active=False)


def name_fall_back(world: World, user: User, since: date = make.FIRST) -> int:
    MunicipalityFallBack.objects.filter(municipality=world.goes).delete()  # a municipality names one
    row = MunicipalityFallBack.objects.create(municipality=world.goes, user=user, valid_from=since)
    return int(row.pk)


def test_only_care_coordinators_have_a_pool() -> None:
    assert [role for role, lists in LISTS.items() if lists.pool] == [Role.CARE_COORDINATOR]


@pytest.mark.parametrize("first", GAPS)
def test_care_coordinators_read_what_came_in_where_the_chain_comes_to_them_and_nowhere_else(
    world: World, first: str
) -> None:
    """The chain stands in duty.py and, for one query, in roles/actor.sql: both say the same, up to three gaps at once."""
    coordinators = {row.user.pk: row.user for row in ServiceAreaRole.objects.select_related("user")}
    gaps = list(GAPS)
    later = gaps[gaps.index(first) + 1 :]
    for others in [(), *combinations(later, 1), *combinations(later, 2)]:
        with transaction.atomic():
            for gap in (first, *others):
                GAPS[gap](world)
            pools = {pk: actor_for(user, Role.CARE_COORDINATOR).pool for pk, user in coordinators.items()}
            for place in (world.goes, world.vlissingen, world.breda):
                duty = fallback_for(place, in_days())
                reads = {pk for pk, pool in pools.items() if place.pk in pool}
                assert reads == set(pool_of(place, in_days())), (place, first, others)
                assert reads or duty.desk is not Desk.CARE_COORDINATOR, (place, first, others)
            transaction.set_rollback(True)


def test_a_mandate_without_coordinator_does_not_hold_work_up(world: World) -> None:
    ServiceAreaRole.objects.all().delete()
    RegionFallBack.objects.create(
        region=world.region, user=world.lowie, municipality=world.breda, valid_from=make.FIRST
    )
    assert fallback_for(without_officers(world.goes), in_days()).desk == Desk.REGION_FALL_BACK


def test_after_a_merger_the_work_is_that_of_who_is_appointed_at_the_successor(world: World) -> None:
    """Breda has nobody of its own any more, and its fall-back waits for nothing."""
    RegionFallBack.objects.create(
        region=world.region, user=world.outsider, municipality=world.goes, valid_from=make.FIRST
    )
    former = without_officers(world.breda)
    Mandate.objects.filter(municipality=former).delete()
    assert fallback_for(former, in_days()).desk == Desk.REGION_FALL_BACK
    assert former in waiting_for(actor_for(world.outsider), in_days())
    Municipality.objects.filter(pk=former.pk).update(successor=world.goes, succeeded_on=in_days())
    former = Municipality.objects.get(pk=former.pk)
    assert fallback_for(former, in_days()) == Duty(Desk.FOCAL_OFFICER, (world.wilma.pk,))
    assert told_of_work(former, world.wilma.pk, in_days()) == (world.wilma.pk,)
    assert set(everybody_told_of(former, in_days())) == {world.wilma.pk, world.koos.pk, world.daphne.pk}
    assert former not in waiting_for(actor_for(world.outsider), in_days())
    without_officers(world.goes)
    assert told_of(former, in_days()) == (world.karlijn.pk, world.outsider.pk)
    assert former in waiting_for(actor_for(world.outsider), in_days())
