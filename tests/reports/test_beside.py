"""The reports of one area beside each other: of a year they show one kind of period, in whatever order they are made."""

from datetime import date
from uuid import uuid4

import pytest

from core.errors import Invalid
from municipalities.models import District
from municipalities.roles import actor_for
from reports import making, operations
from reports.beside import Told, in_the_way
from reports.choices import likely_period, period_groups
from reports.edition import Edition
from reports.models import Report
from reports.periods import Period
from tests.factories import reports as make
from tests.support.world import World

from .test_making import at, stored

Q1, H2, EARLIER_H1 = (Period.from_code(code) for code in ("2025-Q1", "2024-H2", "2024-H1"))


@pytest.fixture
def area(world: World) -> District:
    """Two signals in the third quarter of 2024, five in the fourth, six in the year after."""
    stored(world.goes, at(date(2022, 1, 3)))
    stored(world.goes, at(date(2024, 8, 1)), 2)
    stored(world.goes, at(date(2024, 11, 1)), 5)
    stored(world.goes, at(date(2025, 2, 3)), 6)
    return world.zeeland


def made(world: World, period: Period) -> Edition:
    """Begun, counted and frozen."""
    report = make.drafted(world.zeeland, world.daphne, period)
    edition = making.counted(report)
    operations.store_made(report, actor=actor_for(world.daphne), figures=edition.as_data())
    return edition


def all_words(edition: Edition) -> str:
    return str(edition.as_data())


class TestOverTheTurnOfTheYear:
    def test_a_quarter_is_not_compared_with_one_of_a_year_that_has_half_years(
        self, world: World, area: District
    ) -> None:
        assert made(world, H2).key_figures[0].value == "7"
        edition = made(world, Q1)
        assert edition.key_figures[0].value == "6"
        assert [figure.before for figure in edition.key_figures] == [""] * 4
        assert "4e kwartaal 2024" not in all_words(edition).replace(edition.compared, "")
        assert edition.compared == (
            "De cijfers zijn niet vergeleken met het 4e kwartaal 2024. Over 2024 staan in de rapportages van dit gebied "
            "cijfers per halfjaar. Naast cijfers per kwartaal zijn daaruit verborgen aantallen uit te rekenen."
        )

    def test_nor_is_that_half_year_reported_after_a_quarter_that_was_compared(
        self, world: World, area: District
    ) -> None:
        edition = made(world, Q1)
        assert edition.key_figures[0].before == "1 meer dan in het 4e kwartaal 2024 (5)"
        assert edition.beside == ("2022-H1", "2022-H2", "2023-H1", "2023-H2", "2024-Q4")
        with pytest.raises(Invalid) as refusal:
            make.drafted(area, world.daphne, H2)
        assert refusal.value.fields["period"][0].startswith(
            "De rapportage over het 1e kwartaal 2025 laat ook het 4e kwartaal 2024 zien. Kies voor 2024 dezelfde soort"
        )
        assert make.drafted(area, world.daphne, Period.from_code("2024-Q3"))

    def test_a_draft_is_taken_to_compare(self, world: World, area: District) -> None:
        make.drafted(area, world.daphne, Q1)
        with pytest.raises(Invalid):
            make.drafted(area, world.daphne, H2)

    def test_a_report_that_was_not_compared_leaves_the_year_before_free(self, world: World, area: District) -> None:
        made(world, H2)
        made(world, Q1)
        assert make.drafted(area, world.daphne, EARLIER_H1).period == EARLIER_H1

    @pytest.mark.parametrize(
        ("first", "then"), [("2024-Y1", "2025-H1"), ("2024-H1", "2025-Y1"), ("2024-Q1", "2025-Y1")]
    )
    def test_other_kinds_are_not_compared_either(self, world: World, area: District, first: str, then: str) -> None:
        made(world, Period.from_code(first))
        edition = made(world, Period.from_code(then))
        assert edition.compared.startswith("De cijfers zijn niet vergeleken met")
        assert not [code for code in edition.beside if code.startswith("2024")]

    def test_a_later_edition_is_not_compared_either(self, world: World, area: District) -> None:
        made(world, H2)
        made(world, Q1)
        report = Report.objects.unscoped(reason="test").get(period_start=Q1.start)
        later = operations.correct_report(report, actor=actor_for(world.daphne), key=uuid4(), correction="Telfout.")
        assert making.counted(later).key_figures[0].before == ""

    def test_in_one_year_and_with_the_same_kind_the_year_before_it_is_compared(
        self, world: World, area: District
    ) -> None:
        made(world, Period.from_code("2024-Q3"))
        assert made(world, Q1).key_figures[0].before == "1 meer dan in het 4e kwartaal 2024 (5)"


class TestTheChart:
    def test_it_begins_after_the_last_year_that_has_another_kind(self, world: World, area: District) -> None:
        made(world, Period.from_code("2024-Q1"))
        edition = made(world, Period.from_code("2025-H2"))
        assert [row.label for row in edition.tables["half_years"].rows] == ["1e halfjaar 2025", "2e halfjaar 2025"]

    def test_a_year_of_which_it_shows_half_years_has_no_other_kind_later(self, world: World, area: District) -> None:
        assert "2024-H2" in made(world, Period.from_code("2025-H2")).beside
        for code in ("2024-Q1", "2023-Y1"):
            with pytest.raises(Invalid):
                make.drafted(area, world.daphne, Period.from_code(code))

    def test_a_year_without_its_half_years_stays_free(self, world: World, area: District) -> None:
        """Nothing is known of 2021: the chart begins with the first signal."""
        made(world, Period.from_code("2025-H2"))
        assert make.drafted(area, world.daphne, Period.from_code("2021-Y1"))

    def test_quarters_and_half_years_of_another_report_do_not_meet_in_a_year_without_reports(
        self, world: World, area: District
    ) -> None:
        made(world, Q1)
        edition = made(world, Period.from_code("2026-H1"))
        assert not {code for code in edition.beside if code.startswith("2024")}


class TestChoosing:
    def told(self, *codes: str) -> list[Told]:
        return [Told.of(Period.from_code(code)) for code in codes]

    def test_the_form_says_which_periods_another_report_shows_already(self) -> None:
        groups = dict(period_groups(date(2025, 6, 1), self.told("2025-Q1")))
        halves = dict(groups["Halfjaren"])
        assert halves["2024-H2"].endswith("– kan niet naast kwartalen")
        assert "kan niet" not in halves["2023-H2"]

    def test_the_half_year_that_is_proposed_can_be_made(self) -> None:
        assert likely_period(date(2025, 6, 1), self.told("2025-Q1")).code == "2023-H2"

    def test_what_a_report_left_out_is_not_in_the_way(self) -> None:
        assert in_the_way(H2, [Told.of(Q1, shown=["2023-H1"])]) is None
