"""Giving and ending roles, mandates and fall-backs."""

from functools import partial
from typing import Any

import pytest

from core.errors import Forbidden, Invalid
from core.unit import current_unit
from municipalities import operations, roles
from municipalities.codes import Role
from municipalities.models import (
    Mandate,
    Municipality,
    MunicipalityFallBack,
    MunicipalityRole,
    Region,
    RegionFallBack,
    RegionRole,
    ServiceArea,
    administered_by,
)
from municipalities.roles import actor_for
from tests.factories import municipalities as make
from tests.support.days import dated, in_days
from tests.support.world import World


def events() -> list[str]:
    return [event.event for event in current_unit().gathered if event.result == "done"]


@pytest.fixture
def bo(world: World) -> Any:
    """The administrator of Zeeland-West-Brabant."""
    return actor_for(world.person("Bo"))


class TestRoles:
    def test_an_administrator_gives_a_role_for_a_period(self, world: World, bo: Any) -> None:
        row = operations.grant_role(
            actor=bo,
            user=world.outsider,
            role=Role.FOCAL_OFFICER,
            area=world.vlissingen,
            valid_from=in_days(),
            valid_until=in_days(7),
            deputy=True,
        )
        assert (row.role, row.deputy, row.valid_until) == (Role.FOCAL_OFFICER, True, in_days(7))
        assert actor_for(world.outsider).content == {world.vlissingen.pk}
        assert events() == ["municipalities.role_granted"]

    @pytest.mark.parametrize("name", ["Wilma", "Lowie", "Daphne", "Karlijn"])
    def test_nobody_else_does(self, world: World, name: str) -> None:
        with pytest.raises(Forbidden):
            operations.grant_role(
                actor=actor_for(world.person(name)),
                user=world.outsider,
                role=Role.REPORTER,
                area=world.goes,
                valid_from=in_days(),
            )
        assert actor_for(world.outsider).hats == ()

    def test_not_in_a_region_that_he_does_not_administer(self, world: World, bo: Any) -> None:
        elsewhere = make.municipality()
        other_region = Region.objects.create(name="Andere regio")
        for area, role in ((elsewhere, Role.FOCAL_OFFICER), (other_region, Role.REGIONAL_COORDINATOR)):
            with pytest.raises(Forbidden):
                operations.grant_role(actor=bo, user=world.outsider, role=role, area=area, valid_from=in_days())

    def test_on_every_kind_of_area_of_his_region(self, world: World, bo: Any) -> None:
        for area, role in (
            (world.region, Role.REGIONAL_COORDINATOR),
            (world.zeeland, Role.DISTRICT_COORDINATOR),
            (world.zvh_zeeland, Role.CARE_COORDINATOR),
            (world.inspectorate, Role.PARTNER_CONTACT),
        ):
            operations.grant_role(actor=bo, user=world.outsider, role=role, area=area, valid_from=in_days())
        assert len(actor_for(world.outsider).hats) == 4

    def test_nobody_gives_himself_a_role(self, world: World, bo: Any) -> None:
        with pytest.raises(Invalid, match="Controleer") as refusal:
            operations.grant_role(
                actor=bo, user=world.person("Bo"), role=Role.FOCAL_OFFICER, area=world.goes, valid_from=in_days()
            )
        assert "user" in refusal.value.fields

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"role": Role.CARE_COORDINATOR}, "area"),
            ({"valid_until": partial(in_days, -1)}, "valid_until"),
        ],
    )
    def test_what_does_not_fit_is_refused_at_its_field(
        self, world: World, bo: Any, given: dict[str, Any], field: str
    ) -> None:
        facts = {"role": Role.FOCAL_OFFICER, "area": world.goes, "valid_from": in_days()} | dated(given)
        with pytest.raises(Invalid) as refusal:
            operations.grant_role(actor=bo, user=world.outsider, **facts)
        assert set(refusal.value.fields) == {field}

    def test_the_same_role_twice_is_refused_in_dutch(self, world: World, bo: Any) -> None:
        with pytest.raises(Invalid, match="heeft deze rol hier al"):
            operations.grant_role(
                actor=bo, user=world.wilma, role=Role.FOCAL_OFFICER, area=world.goes, valid_from=in_days()
            )

    def test_a_role_ends_after_its_last_day(self, world: World, bo: Any) -> None:
        row = MunicipalityRole.objects.get(user=world.wilma)
        operations.end_role(row, actor=bo, last_day=in_days())
        assert actor_for(world.wilma).content
        operations.end_role(row, actor=bo, last_day=in_days(-1))
        assert not actor_for(world.wilma).content
        assert MunicipalityRole.objects.get(user=world.wilma).valid_until == in_days(-1)
        assert events() == ["municipalities.role_ended"] * 2

    def test_an_ended_role_is_not_prolonged(self, world: World, bo: Any) -> None:
        row = MunicipalityRole.objects.get(user=world.wilma)
        operations.end_role(row, actor=bo, last_day=in_days())
        with pytest.raises(Invalid):
            operations.end_role(row, actor=bo, last_day=in_days(1))

    def test_a_role_given_by_mistake_is_gone_at_once(self, world: World, bo: Any) -> None:
        row = operations.grant_role(
            actor=bo, user=world.outsider, role=Role.FOCAL_OFFICER, area=world.goes, valid_from=in_days()
        )
        operations.end_role(row, actor=bo, last_day=in_days(-1))
        assert actor_for(world.outsider).hats == ()
        assert not MunicipalityRole.objects.filter(user=world.outsider).exists()


class TestMandates:
    def agree(self, world: World, bo: Any, **given: Any) -> Mandate:
        carer = world.zvh_zeeland.organisations.get().organisation
        facts: dict[str, Any] = {
            "municipality": world.vlissingen,
            "organisation": carer,
            "valid_from": in_days(),
            "document": "Besluit 2026-12",
        }
        return operations.register_mandate(actor=bo, **facts | dated(given))

    def test_from_its_first_day_the_coordinator_reaches_the_municipality(self, world: World, bo: Any) -> None:
        self.agree(world, bo)
        assert world.vlissingen.pk in actor_for(world.karlijn).content
        assert events() == ["municipalities.mandate_registered"]

    def test_after_its_last_day_no_longer(self, world: World, bo: Any) -> None:
        mandate = Mandate.objects.get(municipality=world.goes)
        operations.end_mandate(mandate, actor=bo, last_day=in_days(-1))
        assert world.goes.pk not in actor_for(world.karlijn).content

    def test_one_registered_by_mistake_is_removed(self, world: World, bo: Any) -> None:
        operations.end_mandate(self.agree(world, bo), actor=bo, last_day=in_days(-1))
        assert not Mandate.objects.filter(municipality=world.vlissingen).exists()

    @pytest.mark.parametrize(
        ("given", "field"), [({"document": "  "}, "document"), ({"valid_until": partial(in_days, -1)}, "valid_until")]
    )
    def test_it_needs_a_document_and_a_period(self, world: World, bo: Any, given: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refusal:
            self.agree(world, bo, **given)
        assert set(refusal.value.fields) == {field}

    def test_only_an_organisation_that_coordinates_care(self, world: World, bo: Any) -> None:
        with pytest.raises(Invalid) as refusal:
            self.agree(world, bo, organisation=world.inspectorate)
        assert set(refusal.value.fields) == {"organisation"}

    def test_overlap_is_refused_in_dutch(self, world: World, bo: Any) -> None:
        self.agree(world, bo)
        with pytest.raises(Invalid, match="al een mandaat"):
            self.agree(world, bo, valid_from=in_days(7))

    def test_not_outside_the_administrators_region(self, world: World, bo: Any) -> None:
        with pytest.raises(Forbidden):
            self.agree(world, bo, municipality=make.municipality())

    def test_the_coordinator_gives_herself_none(self, world: World) -> None:
        with pytest.raises(Forbidden):
            self.agree(world, actor_for(world.karlijn))


class TestFallBacks:
    def test_a_new_one_takes_over_from_the_former(self, world: World, bo: Any) -> None:
        for user, day in ((world.outsider, in_days()), (world.lowie, in_days(7))):
            operations.name_municipality_fall_back(actor=bo, municipality=world.goes, user=user, valid_from=day)
        rows = MunicipalityFallBack.objects.order_by("valid_from")
        assert [(row.user, row.valid_until) for row in rows] == [
            (world.outsider, in_days(6)),
            (world.lowie, None),
        ]

    def test_one_that_had_not_begun_gives_way(self, world: World, bo: Any) -> None:
        for user, day in ((world.outsider, in_days(7)), (world.lowie, in_days())):
            operations.name_region_fall_back(
                actor=bo, region=world.region, user=user, municipality=world.goes, valid_from=day
            )
        assert [row.user for row in RegionFallBack.objects.all()] == [world.lowie]

    def test_the_fall_back_appoints_a_focal_officer(self, world: World) -> None:
        MunicipalityRole.objects.filter(content_object=world.vlissingen).delete()
        row = RegionFallBack.objects.create(
            region=world.region, user=world.lowie, municipality=world.goes, valid_from=in_days()
        )
        operations.appoint_focal_officer(
            row, actor=actor_for(world.lowie), municipality=world.vlissingen, user=world.outsider
        )
        assert actor_for(world.outsider).content == {world.vlissingen.pk}
        assert events() == ["municipalities.focal_officer_appointed"]

    def test_nobody_names_himself(self, world: World, bo: Any) -> None:
        user = world.person("Bo")
        with pytest.raises(Invalid) as refusal:
            operations.name_municipality_fall_back(actor=bo, municipality=world.goes, user=user, valid_from=in_days())
        assert set(refusal.value.fields) == {"user"}
        with pytest.raises(Invalid) as refusal:
            operations.name_region_fall_back(
                actor=bo, region=world.region, user=user, municipality=world.goes, valid_from=in_days()
            )
        assert set(refusal.value.fields) == {"user"}
        assert not MunicipalityFallBack.objects.exists()
        assert not RegionFallBack.objects.exists()

    def fall_back_where_he_made_the_gap(self, world: World, bo: Any) -> MunicipalityFallBack:
        for row in MunicipalityRole.objects.filter(content_object=world.vlissingen):
            operations.end_role(row, actor=bo, last_day=in_days(-1))
        place, named = world.vlissingen, world.person("Bo")
        return MunicipalityFallBack.objects.create(municipality=place, user=named, valid_from=in_days())

    def test_an_administrator_who_is_fall_back_does_not_appoint_himself(self, world: World, bo: Any) -> None:
        row = self.fall_back_where_he_made_the_gap(world, bo)
        with pytest.raises(Invalid, match="Controleer"):
            operations.appoint_focal_officer(row, actor=bo, municipality=world.vlissingen, user=world.person("Bo"))
        assert not actor_for(world.person("Bo"), Role.FOCAL_OFFICER).content

    def test_nor_after_laying_down_the_role_that_gives_roles(self, world: World, bo: Any) -> None:
        user = world.person("Bo")
        row = self.fall_back_where_he_made_the_gap(world, bo)
        row.valid_from = in_days(-1)
        row.save()
        roles.end(own := RegionRole.objects.get(user=user), in_days(-1))
        own.save()
        assert actor_for(user).hats == ()
        with pytest.raises(Invalid):
            operations.appoint_focal_officer(row, actor=actor_for(user), municipality=world.vlissingen, user=user)
        assert actor_for(user).hats == ()

    def test_who_was_named_by_somebody_else_may_appoint_herself(self, world: World, bo: Any) -> None:
        MunicipalityRole.objects.filter(content_object=world.vlissingen).delete()
        row = operations.name_municipality_fall_back(
            actor=bo, municipality=world.vlissingen, user=world.outsider, valid_from=in_days()
        )
        operations.appoint_focal_officer(
            row, actor=actor_for(world.outsider), municipality=world.vlissingen, user=world.outsider
        )
        assert actor_for(world.outsider).content == {world.vlissingen.pk}

    @pytest.mark.parametrize("name", ["Philo", "Tirza", "Daphne", "Lowie", "Karlijn", "Pieter", "Jet", "Vince", "Bo"])
    def test_who_works_elsewhere_counts_checks_or_gives_roles_is_not_appointed(self, world: World, name: str) -> None:
        MunicipalityRole.objects.filter(content_object=world.vlissingen).delete()
        row = MunicipalityFallBack.objects.create(
            municipality=world.vlissingen, user=world.outsider, valid_from=in_days()
        )
        with pytest.raises(Invalid) as refusal:
            operations.appoint_focal_officer(
                row, actor=actor_for(world.outsider), municipality=world.vlissingen, user=world.person(name)
            )
        assert refusal.value.fields == {"user": ["Met dit adres kan dat niet. Vraag de beheerder."]}

    @pytest.mark.parametrize("name", ["Wilma", "Hanna", "Bente", "Otto"])
    def test_a_colleague_at_a_municipality_is(self, world: World, name: str) -> None:
        MunicipalityRole.objects.filter(content_object=world.vlissingen).delete()
        row = MunicipalityFallBack.objects.create(
            municipality=world.vlissingen, user=world.outsider, valid_from=in_days()
        )
        user = world.person(name)
        operations.appoint_focal_officer(row, actor=actor_for(world.outsider), municipality=world.vlissingen, user=user)
        assert world.vlissingen.pk in actor_for(user, Role.FOCAL_OFFICER).content

    def test_only_where_there_is_none(self, world: World) -> None:
        row = MunicipalityFallBack.objects.create(municipality=world.goes, user=world.lowie, valid_from=in_days())
        with pytest.raises(Invalid, match="al een aandachtsfunctionaris"):
            operations.appoint_focal_officer(
                row, actor=actor_for(world.lowie), municipality=world.goes, user=world.outsider
            )

    def test_only_in_the_own_municipality(self, world: World) -> None:
        MunicipalityRole.objects.filter(content_object=world.vlissingen).delete()
        row = MunicipalityFallBack.objects.create(municipality=world.goes, user=world.lowie, valid_from=in_days())
        with pytest.raises(Invalid, match="niet de achtervang"):
            operations.appoint_focal_officer(
                row, actor=actor_for(world.lowie), municipality=world.vlissingen, user=world.outsider
            )

    def test_only_by_the_person_named(self, world: World) -> None:
        row = MunicipalityFallBack.objects.create(municipality=world.goes, user=world.lowie, valid_from=in_days())
        with pytest.raises(Forbidden):
            operations.appoint_focal_officer(
                row, actor=actor_for(world.wilma), municipality=world.goes, user=world.outsider
            )


def test_who_administers_looks_after_the_areas_of_the_region(world: World) -> None:
    administered = administered_by(world.person("Bo").pk, in_days())
    for area in (world.region, world.zeeland, world.goes, world.zvh_zeeland, world.inspectorate):
        assert administered.has(area)
    assert not administered.has(make.municipality())
    assert not administered.has(ServiceArea.objects.create(name="Elders"))
    assert not administered_by(world.wilma.pk, in_days()).has(world.inspectorate)
    assert not administered.has(Municipality(pk=0))
