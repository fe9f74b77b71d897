"""Which municipality lies where, since when."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from municipalities import areas
from municipalities.codes import AreaKind
from municipalities.loading import load_areas, read_lines
from municipalities.management.commands.load_areas import DATA_FILE
from municipalities.models import (
    CentreArea,
    District,
    DistrictMembership,
    Municipality,
    Province,
    Region,
    ServiceArea,
)
from municipalities.names import fold
from tests.factories import municipalities as make
from tests.support.queries import queries_of

DAY = date(2020, 10, 15)


@pytest.fixture
def loaded(unit: object) -> None:
    load_areas(read_lines(DATA_FILE))


def district(name: str) -> District:
    return District.objects.get(name=name)


def area_of(municipality: Municipality, kind: AreaKind, on: date) -> areas.AnyArea | None:
    placed = areas.placed(Municipality.objects.filter(pk=municipality.pk), on)[0]
    return placed.areas.get(kind)


@pytest.mark.usefixtures("loaded")
class TestDataFile:
    def test_zeeland_west_brabant_has_37_members(self) -> None:
        assert areas.municipalities_of(Region.objects.get(name="Zeeland-West-Brabant"), DAY).count() == 37

    def test_its_districts_sum_to_35(self) -> None:
        region = Region.objects.get(name="Zeeland-West-Brabant")
        assert sum(areas.municipalities_of(part, DAY).count() for part in region.districts.all()) == 35

    def test_two_members_lie_in_no_district(self) -> None:
        region = Region.objects.get(name="Zeeland-West-Brabant")
        left = areas.without(AreaKind.DISTRICT, region, DAY)
        assert [place.name for place in left] == ["Alphen-Chaam", "Baarle-Nassau"]
        assert area_of(left[0], AreaKind.DISTRICT, DAY) is None
        assert areas.service_area_of(left[0], DAY) is None

    def test_province_zeeland_has_13_and_district_zeeland_12(self) -> None:
        assert areas.municipalities_of(Province.objects.get(name="Zeeland"), DAY).count() == 13
        assert areas.municipalities_of(district("Zeeland"), DAY).count() == 12

    def test_tholen_lies_in_province_zeeland_and_district_de_markiezaten(self) -> None:
        tholen = Municipality.objects.get(name="Tholen")
        assert area_of(tholen, AreaKind.PROVINCE, DAY) == Province.objects.get(name="Zeeland")
        assert area_of(tholen, AreaKind.DISTRICT, DAY) == district("De Markiezaten")
        assert areas.service_area_of(tholen, DAY) == ServiceArea.objects.get(name="ZVH De Markiezaten")
        assert tholen not in areas.municipalities_of(district("Zeeland"), DAY)
        assert tholen not in areas.municipalities_of(ServiceArea.objects.get(name="ZVH Zeeland"), DAY)

    def test_zuid_limburg_has_16_in_two_districts(self) -> None:
        region = Region.objects.get(name="Zuid-Limburg")
        assert areas.municipalities_of(region, DAY).count() == 16
        sizes = {part.name: areas.municipalities_of(part, DAY).count() for part in region.districts.all()}
        assert sizes == {"Parkstad": 7, "Maastricht-Heuvelland/Westelijke Mijnstreek": 9}

    def test_a_centre_municipality_may_be_its_own(self) -> None:
        heerlen = Municipality.objects.get(name="Heerlen")
        kerkrade = Municipality.objects.get(name="Kerkrade")
        around = CentreArea.objects.get(centre=heerlen)
        assert area_of(heerlen, AreaKind.CENTRE, DAY) == around == area_of(kerkrade, AreaKind.CENTRE, DAY)
        assert areas.municipalities_of(around, DAY).count() == 7
        assert area_of(Municipality.objects.get(name="Goes"), AreaKind.CENTRE, DAY) is None

    def test_memberships_hold_from_2019_on(self) -> None:
        assert not areas.municipalities_of(district("Zeeland"), date(2018, 12, 31)).exists()
        assert areas.municipalities_of(district("Zeeland"), date(2019, 1, 1)).count() == 12
        assert areas.municipalities_of(district("Zeeland"), date(2099, 1, 1)).count() == 12

    def test_loading_again_changes_nothing(self) -> None:
        assert load_areas(read_lines(DATA_FILE)) == 0
        assert Municipality.objects.count() == 53

    def test_a_changed_file_ends_the_old_membership_and_starts_a_new_one(self) -> None:
        lines = [dict(line) for line in read_lines(DATA_FILE)]
        for line in lines:
            if line["name"] == "Alphen-Chaam":
                line["district"] = "De Baronie"
        assert load_areas(lines, since=date(2025, 1, 1)) == 1
        place = Municipality.objects.get(name="Alphen-Chaam")
        assert area_of(place, AreaKind.DISTRICT, date(2024, 12, 31)) is None
        assert area_of(place, AreaKind.DISTRICT, date(2025, 1, 1)) == district("De Baronie")

    def test_every_municipality_is_placed_in_two_queries(self, django_assert_num_queries: object) -> None:
        with django_assert_num_queries(2):  # type: ignore[operator]  # a fixture without types
            found = areas.placed(Municipality.objects.all(), DAY)
        goes = next(place for place in found if place.municipality.name == "Goes")
        assert [str(goes.region), str(goes.district), str(goes.province)] == [
            "Zeeland-West-Brabant",
            "Zeeland",
            "Zeeland",
        ]
        assert (str(goes.service_area), goes.centre) == ("ZVH Zeeland", None)

    def test_a_filter_offers_only_areas_in_which_something_lies(self) -> None:
        goes = Municipality.objects.get(name="Goes")
        offered = dict(areas.area_choices(DAY, among=[goes.pk]))
        assert [label for _, label in offered["District"]] == ["Zeeland"]
        assert "Centrumgemeente" not in offered
        assert areas.find_area(offered["District"][0][0]) == district("Zeeland")


def test_the_command_says_what_it_did(unit: object, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_areas")
    call_command("load_areas")
    assert capsys.readouterr().out.splitlines()[-1] == "53 municipalities, 0 memberships new or changed."


def test_the_data_file_is_the_only_one_named_in_its_readme() -> None:
    folder = Path(DATA_FILE).parent
    assert f"## {DATA_FILE.name}" in (folder / "README.md").read_text(encoding="utf-8")


def test_an_unknown_area_is_no_area(db: None) -> None:
    assert areas.find_area("district-999999") is None
    assert areas.find_area("planeet-1") is None
    assert areas.find_area("") is None


def test_a_municipality_lies_in_one_district_at_a_time(unit: object) -> None:
    region = Region.objects.create(name="Proefregio")
    first, second = (District.objects.create(name=name, region=region) for name in ("Noord", "Zuid"))
    place = make.municipality()
    DistrictMembership.objects.create(municipality=place, area=first, valid_from=DAY, valid_until=date(2020, 12, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        DistrictMembership.objects.create(municipality=place, area=second, valid_from=date(2020, 12, 31))
    DistrictMembership.objects.create(municipality=place, area=second, valid_from=date(2021, 1, 1))
    assert area_of(place, AreaKind.DISTRICT, date(2020, 12, 31)) == first
    assert area_of(place, AreaKind.DISTRICT, date(2021, 1, 1)) == second


def test_a_merged_municipality_says_when(unit: object) -> None:
    place, successor = make.municipality(), make.municipality()
    with pytest.raises(IntegrityError), transaction.atomic():
        Municipality.objects.filter(pk=place.pk).update(successor=successor)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("'s-Hertogenbosch", "hertogenbosch"),
        ("\N{RIGHT SINGLE QUOTATION MARK}s-Gravenhage", "gravenhage"),
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("Van de Proef", "proef"),
        ("Goes", "goes"),
    ],
)
def test_names_sort_without_accents_capitals_and_prefixes(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_the_folded_name_follows_the_name(unit: object) -> None:
    place = make.municipality("'s-Proefdorp")
    assert place.sort_name == "proefdorp"
    place.name = "Ander Dorp"
    place.save()
    place.refresh_from_db()
    assert place.sort_name == "ander dorp"


def test_the_names_of_all_municipalities_are_asked_once_and_anew_when_those_loaded_are_there_for_all(
    unit: object, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    areas.forget_names()
    first = queries_of(areas.every_name)
    assert (len(first), len(queries_of(areas.every_name))) == (1, 0)
    with django_capture_on_commit_callbacks(execute=True):
        load_areas(read_lines(DATA_FILE))
        assert "Alphen-Chaam" not in areas.every_name()
    assert "Alphen-Chaam" in areas.every_name()
    areas.forget_names()
