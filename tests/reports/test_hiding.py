"""What a report hides, and the figures of the real areas that must hold."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cases.models import Case, PhasePeriod
from municipalities.loading import load_areas, read_lines
from municipalities.management.commands.load_areas import DATA_FILE
from municipalities.models import (
    District,
    Municipality,
    Province,
    ReadinessCell,
)
from reports import making
from reports.edition import Edition
from reports.figures import readiness
from reports.models import Report
from reports.pdf import html_of
from reports.periods import Period
from signals.codes import Form
from tests.factories import cases as make_case
from tests.factories import reports as make
from tests.support import contexts
from tests.support.world import World

from .test_making import H1, SPRING, handed_over, stored


class TestHiding:
    def test_a_table_with_a_cell_under_five_shows_only_its_total(self, world: World) -> None:
        stored(world.goes, SPRING, 9)
        stored(world.goes, SPRING, 3, Form.CRIMINAL)
        edition = making.counted(make.drafted(world.zeeland, world.daphne))
        forms = edition.tables["forms"]
        assert not forms.rows
        assert forms.total is not None
        assert forms.total.cells[0].text == "12"

    def test_a_hidden_table_does_not_tell_to_how_many_partners_something_was_passed_on(self, world: World) -> None:
        """Four rows under a total of less than five would say that each got one."""
        for _ in range(4):
            handed_over(world, world.inspectorate, SPRING, None)
        partners = making.counted(make.drafted(world.zeeland, world.daphne)).tables["partners"]
        assert [line[0] for line in partners.lines()[1:]] == ["Totaal"]
        assert partners.total is not None
        assert partners.total.cells[0].text == "<5"

    def test_a_headline_of_four_shows_as_less_than_five(self, world: World) -> None:
        stored(world.goes, SPRING, 4)
        edition = making.counted(make.drafted(world.zeeland, world.daphne))
        assert edition.key_figures[0].value == "<5"
        assert "minder dan 5 signalen" in edition.proposal.key_sentence

    def test_the_caseload_shows_and_its_split_by_form_does_not(self, world: World) -> None:
        for form in (Form.LABOUR, Form.LABOUR, Form.LABOUR, Form.CRIMINAL, Form.CRIMINAL, Form.SEXUAL):
            case = make_case.intensive(world.goes, world.karlijn)
            Case.objects.unscoped(reason="test").filter(pk=case.pk).update(main_form=form)
        period = H1
        set_phases_back(period)
        edition = making.counted(make.drafted(world.zeeland, world.daphne, period))
        assert edition.key_figures[1].value == "6"
        forms = edition.tables["forms"]
        assert not forms.rows
        assert forms.total is not None
        assert forms.total.cells[1].text == "6"


class TestPartsOfAYearBesideIt:
    """A year less one of its halves is the other half, and a half less one of its quarters the other quarter."""

    def bars(self, world: World, code: str) -> list[tuple[str, str]]:
        chart = making.counted(make.drafted(world.zeeland, world.daphne, Period.from_code(code))).chart
        return [(" ".join(bar.lines), bar.figure.text) for bar in chart.bars] if chart else []

    @pytest.fixture
    def years(self, world: World) -> World:
        for year, spring, autumn in ((2023, 8, 9), (2024, 12, 3), (2025, 12, 3)):
            stored(world.goes, datetime(year, 1, 2, 12, tzinfo=UTC), spring)
            stored(world.goes, datetime(year, 9, 1, 12, tzinfo=UTC), autumn)
        return world

    def test_a_year_does_not_stand_beside_its_halves_and_neither_does_the_year_before(self, years: World) -> None:
        edition = making.counted(make.drafted(years.zeeland, years.daphne, Period.from_code("2025-Y1")))
        assert (edition.key_figures[0].value, edition.key_figures[0].before) == ("15", "evenveel als in 2024 (15)")
        assert edition.chart is not None
        assert [(bar.lines[-1], bar.figure.text) for bar in edition.chart.bars] == [("2023", "8"), ("2023", "9")]
        assert [row.label for row in edition.tables["half_years"].rows] == ["1e halfjaar 2023", "2e halfjaar 2023"]

    @pytest.mark.parametrize("code", ["2025-Q1", "2025-Q2", "2025-Q4"])
    def test_a_quarter_does_not_stand_beside_its_half_nor_does_the_one_before(self, years: World, code: str) -> None:
        """Nor the last quarter of 2024, which the report of the first quarter compares with."""
        assert self.bars(years, code)[-1][0].endswith("2023")

    def test_a_report_without_a_half_year_that_may_be_shown_has_no_chart(self, world: World) -> None:
        stored(world.goes, datetime(2025, 1, 2, 12, tzinfo=UTC), 12)
        assert self.bars(world, "2025-Y1") == []

    def test_a_half_year_stands_in_its_own_chart(self, years: World) -> None:
        assert [text for _, text in self.bars(years, "2025-H2")] == ["8", "9", "12", "<5", "12", "<5"]


def set_phases_back(period: Period) -> None:
    start, _ = period.moments
    rows = PhasePeriod.objects.unscoped(reason="test")
    rows.filter(until__isnull=False).update(since=start - timedelta(days=20), until=start - timedelta(days=10))
    rows.filter(until__isnull=True).update(since=start - timedelta(days=10))


def test_the_table_of_forms_says_that_a_form_is_the_one_known_when_it_was_counted(world: World) -> None:
    stored(world.goes, SPRING, 9)
    edition = making.counted(make.drafted(world.zeeland, world.daphne))
    said = "Naar de vorm die bekend was toen dit werd geteld."
    assert edition.tables["forms"].source == said
    assert [said] in list(edition.lines("forms"))


def test_a_report_says_that_a_refusal_is_no_answer(world: World) -> None:
    report = make.made(world.zeeland, world.daphne)
    assert "een weigering is geen antwoord" in html_of(report)


class TestFixtures:
    """The real areas, and what nine municipalities said of themselves in October 2020."""

    DAY = date(2020, 10, 15)
    NINE = (
        *("Goes", "Vlissingen", "Middelburg", "Terneuzen", "Reimerswaal"),
        *("Kapelle", "Schouwen-Duiveland", "Hulst", "Noord-Beveland"),
    )

    @pytest.fixture
    def loaded(self, world: World) -> World:
        load_areas(read_lines(DATA_FILE))
        return world

    @pytest.fixture
    def nine(self, loaded: World) -> Any:
        with contexts.everywhere():
            ReadinessCell.objects.bulk_create(
                ReadinessCell(municipality=place, item="focal_officer", state="yes", since=self.DAY)
                for place in Municipality.objects.filter(name__in=self.NINE)
            )
            yield loaded

    def officers(self, area: Any) -> str:
        places = readiness.municipalities_in(area, self.DAY)
        return str(readiness.with_item("focal_officer", places, readiness.cells_of(places, self.DAY)))

    def test_nine_of_twelve_in_the_district_and_nine_of_thirteen_in_the_province(self, nine: World) -> None:
        assert self.officers(District.objects.get(name="Zeeland")) == "9 van 12"
        assert self.officers(Province.objects.get(name="Zeeland")) == "9 van 13"

    def test_the_report_of_that_half_year_says_so_too(self, nine: World) -> None:
        report = make.drafted(nine.zeeland, nine.daphne, Period.from_code("2020-H2"))
        edition = making.counted(report)
        assert edition.tables["places"].total is not None
        assert edition.tables["places"].total.cells[0].text == "9 van 12"
        assert "9 van de 12 gemeenten hebben een aandachtsfunctionaris" in edition.proposal.key_sentence
        assert "nog niet: Borsele, Sluis en Veere" in edition.proposal.key_sentence

    def test_a_region_has_its_districts_side_by_side_and_who_lies_in_none(self, nine: World) -> None:
        edition = making.counted(make.drafted(nine.region, nine.lowie))
        table = edition.tables["places"]
        counts = {row.label: row.cells[0].text for row in table.rows}
        assert counts["Niet ingedeeld"] == "2"
        assert sum(int(count) for name, count in counts.items() if name != "Niet ingedeeld") == 35
        assert table.total is not None
        assert table.total.cells[0].text == "37"


class TestAreasThatOverlap:
    """The real areas: Tholen is in the province and not in the district, Baarle-Nassau in the region and in no district."""

    COUNTS = (("Goes", 12), ("Bergen op Zoom", 9), ("Breda", 20), ("Tilburg", 30))

    @pytest.fixture
    def loaded(self, world: World) -> Iterator[World]:
        load_areas(read_lines(DATA_FILE))
        with contexts.everywhere():
            for name, count in self.COUNTS:
                stored(Municipality.objects.get(name=name), SPRING, count)
            yield world

    def edition(self, world: World, area: Any) -> Edition:
        return making.counted(make.drafted(area, world.lowie))

    def test_a_province_hides_its_signals_where_its_district_would_give_tholen_away(self, loaded: World) -> None:
        stored(Municipality.objects.get(name="Tholen"), SPRING, 3)
        province = self.edition(loaded, Province.objects.get(name="Zeeland"))
        assert self.edition(loaded, loaded.zeeland).key_figures[0].value == "12"
        assert province.key_figures[0].value == "•"
        assert "een verborgen aantal signalen" in province.proposal.key_sentence
        forms = province.tables["forms"]
        assert forms.total is not None
        assert not forms.rows
        assert forms.total.cells[0].text == "•"

    def test_a_region_shows_its_districts_and_hides_the_whole_that_gives_away_who_lies_in_none(
        self, loaded: World
    ) -> None:
        stored(Municipality.objects.get(name="Baarle-Nassau"), SPRING, 3)
        edition = self.edition(loaded, loaded.region)
        table = edition.tables["places"]
        assert table.total is not None
        assert {row.label: row.cells[3].text for row in table.rows} == {
            "Zeeland": "12",
            "De Markiezaten": "9",
            "De Baronie": "20",
            "Hart van Brabant": "30",
            "Niet ingedeeld": "<5",
        }
        assert (edition.key_figures[0].value, table.total.cells[3].text) == ("72–75", "72–75")
        assert "72–75: het aantal ligt ertussen" in table.note
        assert edition.hidden[0] == "In vier cijfers"
        assert Edition.from_data(json.loads(json.dumps(edition.as_data()))) == edition
        assert "kwamen er 72–75 signalen binnen" in edition.proposal.key_sentence

    def test_the_chart_hides_the_half_year_that_the_district_would_give_away(self, loaded: World) -> None:
        for name, count in (("Goes", 8), ("Tholen", 2)):
            stored(Municipality.objects.get(name=name), datetime(2025, 7, 2, 12, tzinfo=UTC), count)
        edition = self.edition(loaded, Province.objects.get(name="Zeeland"))
        assert edition.chart is not None
        assert [bar.figure.text for bar in edition.chart.bars] == ["•", "12"]

    def test_where_nothing_small_is_left_over_the_province_keeps_its_number(self, loaded: World) -> None:
        stored(Municipality.objects.get(name="Tholen"), SPRING, 6)
        assert self.edition(loaded, Province.objects.get(name="Zeeland")).key_figures[0].value == "18"

    def test_it_does_not_matter_which_report_is_made_first(self, loaded: World) -> None:
        stored(Municipality.objects.get(name="Tholen"), SPRING, 3)
        province, district = Province.objects.get(name="Zeeland"), loaded.zeeland
        first = [making.counted(make.drafted(area, loaded.lowie)).as_data() for area in (district, province)]
        Report.objects.unscoped(reason="test").delete()
        last = [making.counted(make.drafted(area, loaded.lowie)).as_data() for area in (province, district)]
        assert first == last[::-1]
