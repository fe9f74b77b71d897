from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workdays import (
    AMSTERDAM,
    Term,
    Unit,
    add_months,
    add_working_days,
    calendar_time_left,
    is_working_day,
    local_date,
    time_left,
    working_days_between,
    working_days_until,
)

DAYS = st.dates(date(2019, 1, 1), date(2035, 12, 31))
COUNTS = st.integers(0, 60)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 1, 1), "Nieuwjaarsdag"),
        (date(2026, 4, 3), "Goede Vrijdag"),
        (date(2026, 4, 6), "Tweede paasdag"),
        (date(2026, 4, 27), "Koningsdag"),
        (date(2025, 5, 5), "Bevrijdingsdag in een lustrumjaar"),
        (date(2026, 5, 14), "Hemelvaartsdag"),
        (date(2026, 5, 25), "Tweede pinksterdag"),
        (date(2026, 12, 25), "Eerste kerstdag"),
        (date(2026, 11, 21), "zaterdag"),
        (date(2026, 11, 22), "zondag"),
    ],
)
def test_weekends_and_dutch_holidays_are_no_working_days(day: date, why: str) -> None:
    assert not is_working_day(day), why


def test_the_fifth_of_may_is_a_working_day_outside_a_lustrum_year() -> None:
    assert is_working_day(date(2026, 5, 5))


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        (date(2026, 11, 23), 2, date(2026, 11, 25)),  # Monday: the first day does not count
        (date(2026, 11, 19), 2, date(2026, 11, 23)),  # Thursday: over the weekend
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # Saturday
        (date(2026, 12, 24), 1, date(2026, 12, 28)),  # both Christmas days, then the weekend
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # Good Friday to Easter Monday
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
    ],
)
def test_a_number_of_working_days_ends_on_the_right_day(start: date, n: int, due: date) -> None:
    assert add_working_days(start, n) == due


@given(DAYS, st.integers(1, 60))
def test_a_term_in_working_days_ends_on_a_working_day(start: date, n: int) -> None:
    assert is_working_day(add_working_days(start, n))


@given(DAYS, COUNTS)
def test_counting_back_what_was_added_gives_the_same_number(start: date, n: int) -> None:
    assert working_days_between(start, add_working_days(start, n)) == n


@given(DAYS, COUNTS, COUNTS)
def test_two_terms_after_each_other_are_as_long_as_their_sum(start: date, first: int, second: int) -> None:
    assert add_working_days(add_working_days(start, first), second) == add_working_days(start, first + second)


@given(DAYS, st.integers(0, 200), st.integers(0, 200))
def test_working_days_add_up_over_a_day_in_between(start: date, first: int, second: int) -> None:
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)
    assert working_days_between(start, end) == working_days_between(start, middle) + working_days_between(middle, end)
    assert working_days_between(end, start) == -working_days_between(start, end)


@given(DAYS, st.integers(0, 12), st.integers(0, 12))
def test_a_later_start_never_ends_earlier(start: date, later: int, n: int) -> None:
    assert add_working_days(start, n) <= add_working_days(start + timedelta(days=later), n)


def test_a_term_starts_on_the_date_in_the_netherlands() -> None:
    half_past_midnight = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert local_date(half_past_midnight) == date(2026, 7, 1)
    assert Term(Unit.WORKDAYS, 1).due(half_past_midnight) == date(2026, 7, 2)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    naive = datetime(2026, 6, 30, 12, 0)  # noqa: DTZ001 - this is what is refused
    with pytest.raises(ValueError, match="time zone"):
        Term(Unit.DAYS, 1).due(naive)


def test_terms_in_days_and_months_run_through_weekends_and_holidays() -> None:
    start = datetime(2026, 10, 29, 9, 0, tzinfo=UTC)
    assert Term(Unit.DAYS, 56).due(start) == date(2026, 12, 24)
    assert Term(Unit.DAYS, 2).due(start) == date(2026, 10, 31)  # a Saturday
    assert Term(Unit.MONTHS, 6).due(start) == date(2027, 4, 29)


@given(DAYS, st.sampled_from(Unit), st.integers(0, 14))
def test_what_began_before_that_moment_is_too_late_and_what_began_at_it_is_not(on: date, unit: Unit, n: int) -> None:
    term = Term(unit, n)
    last = term.began_before(on)
    assert (last.hour, last.minute, last.tzinfo) == (0, 0, AMSTERDAM)
    assert term.due(last) >= on > term.due(last - timedelta(minutes=1))


def test_a_month_without_that_day_ends_on_its_last_day() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2026, 1, 31), -2) == date(2025, 11, 30)


@given(DAYS, st.integers(0, 48))
def test_months_keep_the_day_or_take_the_last_one(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_a_negative_term_does_not_exist() -> None:
    with pytest.raises(ValueError, match="negative"):
        Term(Unit.DAYS, -1)


def test_a_term_reads_as_dutch() -> None:
    assert [str(Term(unit, n)) for unit in Unit for n in (1, 2)] == [
        "1 werkdag",
        "2 werkdagen",
        "1 dag",
        "2 dagen",
        "1 maand",
        "2 maanden",
    ]


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 11, 24), "nog 2 werkdagen"),
        (date(2026, 11, 23), "nog 1 werkdag"),
        (date(2026, 11, 20), "vandaag"),
        (date(2026, 11, 21), "nog 1 dag"),  # ends on a Saturday: no working day left
        (date(2026, 11, 19), "1 dag te laat"),
        (date(2026, 11, 17), "3 dagen te laat"),
    ],
)
def test_the_time_left_reads_as_dutch(due: date, said: str) -> None:
    friday = date(2026, 11, 20)
    assert time_left(due, friday) == said
    assert Term(Unit.WORKDAYS, 1).time_left(due, friday) == said


def test_calendar_terms_count_calendar_days() -> None:
    friday = date(2026, 11, 20)
    assert calendar_time_left(date(2026, 12, 2), friday) == "nog 12 dagen"
    assert Term(Unit.MONTHS, 1).time_left(date(2026, 11, 21), friday) == "nog 1 dag"
    assert working_days_until(date(2026, 11, 27), friday) == 5
    assert working_days_until(date(2026, 11, 13), friday) == -5
