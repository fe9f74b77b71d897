from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.periods import Period, PeriodKind, closed_periods, last_half_years

FIRST_HALF = Period(PeriodKind.HALF_YEAR, 2026, 1)
DAYS = st.dates(date(2019, 1, 1), date(2040, 12, 31))
KINDS = st.sampled_from(PeriodKind)


@pytest.mark.parametrize(
    ("period", "start", "end", "label", "name", "code"),
    [
        (FIRST_HALF, date(2026, 1, 1), date(2026, 6, 30), "1 januari t/m 30 juni 2026", "1e halfjaar 2026", "2026-H1"),
        (
            Period(PeriodKind.HALF_YEAR, 2026, 2),
            date(2026, 7, 1),
            date(2026, 12, 31),
            "1 juli t/m 31 december 2026",
            "2e halfjaar 2026",
            "2026-H2",
        ),
        (
            Period(PeriodKind.QUARTER, 2024, 1),
            date(2024, 1, 1),
            date(2024, 3, 31),
            "1 januari t/m 31 maart 2024",
            "1e kwartaal 2024",
            "2024-Q1",
        ),
        (
            Period(PeriodKind.YEAR, 2025),
            date(2025, 1, 1),
            date(2025, 12, 31),
            "1 januari t/m 31 december 2025",
            "2025",
            "2025-Y1",
        ),
    ],
)
def test_a_period_has_fixed_days_and_a_dutch_label(
    period: Period, start: date, end: date, label: str, name: str, code: str
) -> None:
    assert (period.start, period.end, period.label, period.name, period.code) == (start, end, label, name, code)
    assert period.reference_date == end
    assert str(period) == label


def test_its_moments_are_midnights_in_the_netherlands() -> None:
    start, end = FIRST_HALF.moments
    assert start == datetime(2025, 12, 31, 23, 0, tzinfo=UTC)
    assert end == datetime(2026, 6, 30, 22, 0, tzinfo=UTC)


@given(DAYS, KINDS)
def test_every_day_lies_in_exactly_one_period_of_each_kind(day: date, kind: PeriodKind) -> None:
    period = Period.holding(day, kind)
    assert period.start <= day <= period.end
    assert period.previous.end == period.start - timedelta(days=1)
    assert period.previous.kind == kind
    assert Period.from_code(period.code) == period


@given(DAYS)
def test_only_periods_that_are_over_can_be_chosen_newest_first(on: date) -> None:
    found = closed_periods(on)
    assert all(period.end < on and period.is_closed(on) for period in found)
    assert [period.end for period in found] == sorted((period.end for period in found), reverse=True)
    assert len({period.code for period in found}) == len(found)


def test_a_period_closes_the_day_after_its_last_day() -> None:
    assert not FIRST_HALF.is_closed(date(2026, 6, 30))
    assert FIRST_HALF.is_closed(date(2026, 7, 1))
    assert FIRST_HALF not in closed_periods(date(2026, 6, 30))
    assert FIRST_HALF in closed_periods(date(2026, 7, 1))


def test_of_periods_with_the_same_last_day_the_shortest_comes_first() -> None:
    assert [period.code for period in closed_periods(date(2026, 1, 1))][:4] == [
        "2025-Q4",
        "2025-H2",
        "2025-Y1",
        "2025-Q3",
    ]


def test_a_period_that_began_before_the_figures_did_is_not_offered() -> None:
    found = closed_periods(date(2026, 7, 1), kinds=[PeriodKind.HALF_YEAR], since=date(2025, 3, 1))
    assert [period.code for period in found] == ["2026-H1", "2025-H2"]


def test_the_chart_has_the_last_eight_closed_half_years_oldest_first() -> None:
    codes = [period.code for period in last_half_years(date(2026, 6, 30))]
    assert codes == ["2022-H2", "2023-H1", "2023-H2", "2024-H1", "2024-H2", "2025-H1", "2025-H2", "2026-H1"]
    assert last_half_years(date(2026, 6, 29))[-1].code == "2025-H2"
    assert [period.code for period in last_half_years(date(2020, 3, 31))] == ["2019-H1", "2019-H2"]


@pytest.mark.parametrize(
    "code", ["", "2026", "2026-H3", "2026-H0", "2026-H01", "2026-X1", "x-H1", "2026-Y2", "26-H1", "2026-H²"]
)
def test_what_is_not_the_code_of_a_period_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Period.from_code(code)


def test_the_name_under_a_bar_is_cut_in_short_lines() -> None:
    assert FIRST_HALF.axis_lines == ("1e helft", "2026")
    assert Period(PeriodKind.YEAR, 2025).axis_lines == ("2025",)
