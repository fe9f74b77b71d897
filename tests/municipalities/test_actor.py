"""What somebody's roles open, and what opens nothing."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.db import IntegrityError, transaction

from core.access import NOBODY
from core.walls.planned import Planned
from municipalities.codes import HAT_ORDER, ROLE_SENTENCES, Role
from municipalities.models import Mandate, Municipality, MunicipalityRole, ServiceArea
from municipalities.roles import LISTS, actor_for, program_actor
from tests.factories import municipalities as make
from tests.support.days import in_days
from tests.support.world import World


def ids(*places: Municipality) -> frozenset[int]:
    return frozenset(place.pk for place in places)


class TestLists:
    def test_a_focal_officer_reaches_her_own_municipality(self, world: World) -> None:
        actor = actor_for(world.wilma)
        assert (actor.hat, actor.hats) == ("focal_officer", ("focal_officer",))
        assert actor.content == actor.governance == ids(world.goes)
        assert actor.name == "Wilma Windvaan"

    def test_her_deputy_reaches_the_same(self, world: World) -> None:
        assert actor_for(world.koos).content == ids(world.goes)

    def test_a_focal_officer_of_two_municipalities_reaches_both(self, world: World) -> None:
        make.holds(world.wilma, Role.FOCAL_OFFICER, world.breda)
        assert actor_for(world.wilma).content == ids(world.goes, world.breda)

    def test_a_care_coordinator_reaches_content_only_under_a_mandate(self, world: World) -> None:
        actor = actor_for(world.karlijn)
        assert actor.content == ids(world.goes)
        assert actor.governance == ids(world.goes, world.vlissingen)

    @pytest.mark.parametrize(
        ("since", "until", "reached"),
        [(0, None, True), (0, 0, True), (1, None, False), (-1, -1, False)],
    )
    def test_the_mandate_must_hold_today(self, world: World, since: int, until: int | None, reached: bool) -> None:
        last = None if until is None else in_days(until)
        make.mandate(world.vlissingen, world.zvh_zeeland, since=in_days(since), until=last)
        assert (world.vlissingen.pk in actor_for(world.karlijn).content) is reached

    def test_a_mandate_to_an_organisation_of_another_area_opens_nothing(self, world: World) -> None:
        make.mandate(world.vlissingen, ServiceArea.objects.get(name="ZVH Baronie Breda"))
        assert actor_for(world.karlijn).content == ids(world.goes)

    def test_an_area_may_have_two_care_organisations(self, world: World) -> None:
        second = make.organisation()
        world.zvh_zeeland.organisations.create(organisation=second, valid_from=make.FIRST)
        Mandate.objects.create(
            municipality=world.vlissingen, organisation=second, valid_from=make.FIRST, document="Besluit"
        )
        assert actor_for(world.karlijn).content == ids(world.goes, world.vlissingen)

    def test_counting_roles_reach_plans_and_never_content(self, world: World) -> None:
        district, region = actor_for(world.daphne, "district_coordinator"), actor_for(world.lowie)
        assert (district.content, district.governance) == (frozenset(), ids(world.goes, world.vlissingen))
        assert (region.content, region.governance) == (frozenset(), ids(world.goes, world.vlissingen, world.breda))

    def test_a_partner_reaches_what_is_addressed_to_it(self, world: World) -> None:
        actor = actor_for(world.philo)
        assert actor.partners == {world.inspectorate.pk}
        assert not actor.content | actor.governance

    @pytest.mark.parametrize("name", ["Hanna", "Vince", "Bo"])
    def test_reporter_privacy_officer_and_administrator_reach_no_content(self, world: World, name: str) -> None:
        actor = actor_for(world.person(name))
        assert actor.hat
        assert not actor.content | actor.governance | actor.partners

    def test_a_partners_program_acts_for_its_organisation(self, world: World) -> None:
        actor = program_actor(world.inspectorate)
        assert actor.is_signed_in
        assert actor.user_id is None
        assert actor.partners == {world.inspectorate.pk}
        assert not actor.content

    def test_a_merged_municipality_comes_with_its_successor(self, world: World) -> None:
        former, future = make.municipality(), make.municipality()
        oldest = make.municipality(successor=former, succeeded_on=date(2019, 1, 1))
        Municipality.objects.filter(pk=former.pk).update(successor=world.goes, succeeded_on=in_days())
        Municipality.objects.filter(pk=future.pk).update(successor=world.goes, succeeded_on=in_days(1))
        assert actor_for(world.wilma).content == ids(world.goes, former, oldest)
        assert former.pk in actor_for(world.lowie).governance
        assert former.pk in actor_for(world.karlijn).content


class TestNothing:
    def test_without_role_nothing_is_reached(self, world: World) -> None:
        actor = actor_for(world.outsider)
        assert actor.is_signed_in
        assert (actor.hat, actor.hats) == ("", ())
        assert not actor.content | actor.governance | actor.partners

    def test_who_is_not_signed_in_is_nobody(self) -> None:
        assert actor_for(AnonymousUser()) is NOBODY

    @pytest.mark.parametrize(("since", "until"), [(-1000, -1), (1, None)])
    def test_a_role_outside_its_period_opens_nothing(self, world: World, since: int, until: int | None) -> None:
        last = None if until is None else in_days(until)
        make.holds(world.outsider, Role.FOCAL_OFFICER, world.goes, since=in_days(since), until=last)
        assert actor_for(world.outsider).hats == ()

    def test_the_last_day_still_counts(self, world: World) -> None:
        make.holds(world.outsider, Role.FOCAL_OFFICER, world.goes, until=in_days())
        assert actor_for(world.outsider).content == ids(world.goes)

    def test_a_deactivated_user_reaches_nothing(self, world: World) -> None:
        stale = world.wilma
        type(stale).objects.filter(pk=stale.pk).update(is_active=False)
        assert stale.is_active
        assert not actor_for(stale).content

    def test_a_superuser_flag_opens_nothing(self, world: World) -> None:
        world.outsider.is_superuser = True  # type: ignore[attr-defined]  # columns that this user has not
        world.outsider.is_staff = True  # type: ignore[attr-defined]  # as above
        assert not actor_for(world.outsider).content

    def test_there_is_no_global_permission_to_give(self, world: World) -> None:
        fields = {field.name for field in type(world.outsider)._meta.get_fields()}
        assert not fields & {"is_superuser", "is_staff", "groups", "user_permissions"}

    def test_a_role_that_is_not_given_on_an_area_cannot_be_stored_there(self, world: World) -> None:
        with pytest.raises(Permission.DoesNotExist):
            make.holds(world.outsider, Role.CARE_COORDINATOR, world.goes)

    def test_the_same_role_cannot_be_held_twice_at_once(self, world: World) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            make.holds(world.wilma, Role.FOCAL_OFFICER, world.goes, since=in_days())
        assert MunicipalityRole.objects.filter(user=world.wilma).count() == 1


class TestHats:
    def test_one_hat_hides_what_another_opens(self, world: World) -> None:
        district, officer = actor_for(world.daphne, "district_coordinator"), actor_for(world.daphne, "focal_officer")
        assert (district.content, officer.content) == (frozenset(), ids(world.goes))
        assert officer.governance == ids(world.goes)
        assert district.governance == ids(world.goes, world.vlissingen)

    def test_her_own_role_comes_before_one_held_as_deputy(self, world: World) -> None:
        assert actor_for(world.daphne).hats == ("district_coordinator", "focal_officer")
        assert actor_for(world.daphne).hat == "district_coordinator"

    def test_reporting_comes_last(self, world: World) -> None:
        make.holds(world.koos, Role.REPORTER, world.goes)
        assert actor_for(world.koos).hats == ("focal_officer", "reporter")

    def test_a_hat_that_is_not_held_falls_back_to_the_first(self, world: World) -> None:
        assert actor_for(world.wilma, "care_coordinator").hat == "focal_officer"

    def test_every_role_has_its_place_in_each_table(self) -> None:
        assert set(HAT_ORDER) == set(LISTS) == set(ROLE_SENTENCES) == set(Role)


class TestDossiers:
    SHARED, ANY_HAT = uuid.uuid4(), uuid.uuid4()

    @pytest.fixture(autouse=True)
    def _grants(self, world: World) -> Iterator[None]:
        """A grant to the district coordinator and one under any hat."""
        holder = world.daphne.pk
        granted = f"({holder}, 'district_coordinator', '{self.SHARED}'::uuid), ({holder}, '', '{self.ANY_HAT}'::uuid)"
        query = f"select holder, hat, dossier from (values {granted}) g (holder, hat, dossier)"  # noqa: S608  our own query
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("municipalities.roles.actor.DOSSIER_SOURCES", [lambda: query])
            # The function in the database knows the application's own sources; here its text is asked itself.
            patch.setattr(Planned, "call", property(lambda planned: planned.text()))
            yield

    def test_a_dossier_opened_to_somebody_counts_under_its_hat(self, world: World) -> None:
        assert actor_for(world.daphne, "district_coordinator").dossiers == {self.SHARED, self.ANY_HAT}
        assert actor_for(world.daphne, "focal_officer").dossiers == {self.ANY_HAT}

    def test_and_for_nobody_else(self, world: World) -> None:
        assert actor_for(world.wilma).dossiers == frozenset()

    def test_nor_without_a_role_or_with_a_closed_account(self, world: World) -> None:
        type(world.daphne).objects.filter(pk=world.daphne.pk).update(is_active=False)
        assert actor_for(world.daphne).dossiers == frozenset()


def test_it_takes_one_query_for_any_number_of_areas(world: World, django_assert_num_queries: Any) -> None:
    for _ in range(5):
        make.holds(world.wilma, Role.FOCAL_OFFICER, make.municipality())
    with django_assert_num_queries(1):
        assert len(actor_for(world.wilma).content) == 6
