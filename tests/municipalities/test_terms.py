"""How long a step takes is set per region, from a day on, by its administrator; without that the default holds."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access import NOBODY, Actor
from core.errors import Conflict, Forbidden, Invalid
from core.unit import current_unit
from core.workdays import Term, Unit, today
from municipalities import operations
from municipalities.models import Municipality, Region, RegionMembership, RegionRole, TermSetting
from municipalities.operations.terms import FURTHEST
from municipalities.roles import actor_for
from municipalities.terms import RegionHour, RegionTerm, Setting, declare, declared, held_in
from signals.terms import DECIDE, OFFICE_OPENS, TAKE_UP
from tests.factories import terms as make
from tests.support.queries import queries_of
from tests.support.world import World

DAY = dt.timedelta(days=1)


@pytest.fixture
def bo(world: World) -> Actor:
    return actor_for(world.person("Bo"))


class TestWhatHolds:
    def test_without_a_row_the_default(self, world: World) -> None:
        assert TAKE_UP.of(world.goes.pk, actor_for(world.wilma)) == Term(Unit.WORKDAYS, 1)
        assert OFFICE_OPENS.of(world.goes.pk, NOBODY) == dt.time(9)

    def test_from_its_day_on_the_amount_of_the_region(self, world: World) -> None:
        make.set_to(world, TAKE_UP, 3)
        make.set_to(world, DECIDE, 10, today() + DAY)
        assert TAKE_UP.of(world.goes.pk, actor_for(world.wilma)) == Term(Unit.WORKDAYS, 3)
        assert DECIDE.of(world.goes.pk, actor_for(world.wilma)) == DECIDE.default
        assert held_in(world.goes.pk, today() + DAY)[DECIDE.code] == 10

    def test_of_two_that_begin_on_one_day_the_one_that_was_set_last(self, world: World) -> None:
        make.set_to(world, TAKE_UP, 3)
        make.set_to(world, TAKE_UP, 2)
        assert TAKE_UP.amount_of(world.goes.pk) == 2

    def test_a_later_day_counts_longer_than_a_later_setting(self, world: World) -> None:
        make.set_to(world, TAKE_UP, 5, today() + 2 * DAY)
        make.set_to(world, TAKE_UP, 3, today() + DAY)
        by_day = [held_in(world.goes.pk, today() + days * DAY).get(TAKE_UP.code) for days in range(4)]
        assert by_day == [None, 3, 5, 5]

    def test_not_in_another_region(self, world: World) -> None:
        elsewhere = Region.objects.create(name="Verzonnen Oost")
        RegionMembership.objects.filter(municipality=world.breda).update(area=elsewhere)
        make.set_to(world, TAKE_UP, 4)
        assert TAKE_UP.of(world.breda.pk, actor_for(world.floor)) == TAKE_UP.default
        assert TAKE_UP.amount_of(world.goes.pk, actor_for(world.wilma)) == 4

    def test_a_municipality_without_a_region_has_the_default(self, world: World) -> None:
        make.set_to(world, TAKE_UP, 4)
        RegionMembership.objects.filter(municipality=world.goes).update(valid_until=today() - DAY)
        assert TAKE_UP.amount_of(world.goes.pk, actor_for(world.wilma)) == TAKE_UP.usual

    def test_the_region_is_that_of_the_day(self, world: World) -> None:
        """Goes moves to another region tomorrow: until then it has the terms of the first."""
        elsewhere = Region.objects.create(name="Verzonnen Oost")
        RegionMembership.objects.filter(municipality=world.goes).update(valid_until=today())
        RegionMembership.objects.create(municipality=world.goes, area=elsewhere, valid_from=today() + DAY)
        make.set_to(world, TAKE_UP, 4)
        assert [held_in(world.goes.pk, today() + days * DAY).get(TAKE_UP.code) for days in range(2)] == [4, None]

    def test_a_municipality_that_merged_has_the_terms_of_where_it_went(self, world: World) -> None:
        elsewhere = Region.objects.create(name="Verzonnen Oost")
        RegionMembership.objects.filter(municipality=world.breda).update(area=elsewhere)
        Municipality.objects.filter(pk=world.breda.pk).update(successor=world.goes, succeeded_on=today())
        make.set_to(world, TAKE_UP, 4)
        assert TAKE_UP.amount_of(world.breda.pk) == TAKE_UP.amount_of(world.breda.pk, actor_for(world.wilma)) == 4

    def test_an_actor_knows_it_without_a_query_and_anybody_else_asks_once(self, world: World) -> None:
        make.set_to(world, TAKE_UP, 4)
        goes = world.goes.pk
        for person in (world.wilma, world.hanna, world.karlijn, world.lowie):
            actor = actor_for(person)
            assert queries_of(partial(TAKE_UP.of, goes, actor)) == []
            assert TAKE_UP.amount_of(goes, actor) == 4
        philo = actor_for(world.philo)
        assert len(queries_of(partial(TAKE_UP.of, goes, philo))) == 1
        assert TAKE_UP.amount_of(world.goes.pk, philo) == 4

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        rows=st.lists(
            st.tuples(st.sampled_from(["take_up", "decide"]), st.integers(1, 9), st.integers(-9, 9)), max_size=8
        )
    )
    def test_an_actor_and_a_query_never_differ_and_are_what_the_rows_say(
        self, world: World, rows: list[tuple[str, int, int]]
    ) -> None:
        """Whatever was set, in whatever order: the newest row of those that began."""
        expected: dict[str, tuple[tuple[int, int], int]] = {}
        with transaction.atomic():
            for number, (code, amount, days) in enumerate(rows):
                _store(world, code, amount, today() + days * DAY, number)
                if days <= 0 and (days, number) >= expected.get(code, ((-10, -1), 0))[0]:
                    expected[code] = ((days, number), amount)
            told = {code: amount for code, (_, amount) in expected.items()}
            assert held_in(world.goes.pk, today()) == told
            assert _known(actor_for(world.wilma), world.goes) == told
            transaction.set_rollback(True)


def _store(world: World, code: str, amount: int, valid_from: dt.date, number: int) -> None:
    at = dt.datetime(2026, 1, 1, 12, number, tzinfo=dt.UTC)
    author = world.person("Bo")
    facts = {"code": code, "amount": amount, "valid_from": valid_from, "why": make.WHY}
    TermSetting.objects.create(region=world.region, author=author, set_at=at, **facts)


def _known(actor: Actor, place: Municipality) -> Mapping[str, int]:
    return {held.code: held.amount for held in actor.terms if place.pk in held.places}


class TestSetting:
    def test_it_stands_with_who_why_and_since_when_and_in_the_log(self, world: World, bo: Actor) -> None:
        row = make.set_to(world, TAKE_UP, 2)
        assert (row.amount, row.valid_from, row.author_id, row.why) == (2, today(), bo.user_id, make.WHY)
        assert [one.event for one in current_unit().gathered] == ["municipalities.term_set"]

    @pytest.mark.parametrize(
        ("amount", "given", "field"),
        [
            (0, {}, "amount"),
            (6, {}, "amount"),
            (1, {}, "amount"),
            (2, {"valid_from": -1}, "valid_from"),
            (2, {"valid_from": FURTHEST.days + 1}, "valid_from"),
            (2, {"why": "  "}, "why"),
        ],
    )
    def test_out_of_bounds_unchanged_past_far_off_or_without_a_reason_is_refused(
        self, world: World, bo: Actor, amount: int, given: dict[str, object], field: str
    ) -> None:
        if isinstance(days := given.get("valid_from"), int):
            given = given | {"valid_from": today() + days * DAY}
        with pytest.raises(Invalid) as refusal:
            operations.set_term(actor=bo, setting=make.new(world, TAKE_UP, amount, **given))
        assert set(refusal.value.fields) == {field}

    def test_sent_twice_is_one_row(self, world: World, bo: Actor) -> None:
        setting = make.new(world, TAKE_UP, 2)
        rows = {operations.set_term(actor=bo, setting=setting).pk for _ in range(2)}
        assert rows == {TermSetting.objects.get().pk}

    def test_a_form_of_before_somebody_elses_setting_is_refused(self, world: World, bo: Actor) -> None:
        stale = make.new(world, TAKE_UP, 3)
        make.set_to(world, TAKE_UP, 2)
        with pytest.raises(Conflict):
            operations.set_term(actor=bo, setting=stale)
        assert TAKE_UP.amount_of(world.goes.pk) == 2

    def test_only_by_the_administrator_of_that_region(self, world: World) -> None:
        elsewhere = Region.objects.create(name="Verzonnen Oost")
        RegionRole.objects.filter(user=world.person("Bo")).update(content_object=elsewhere)
        for person in (world.person("Bo"), world.wilma, world.lowie, world.person("Vince")):
            with pytest.raises(Forbidden):
                operations.set_term(actor=actor_for(person), setting=make.new(world, TAKE_UP, 2))
        assert not TermSetting.objects.exists()

    def test_an_unknown_term_is_refused(self, world: World, bo: Actor) -> None:
        unknown = RegionTerm(code="nothing", label="", governs="", source="", least=1, most=2, default=TAKE_UP.default)
        with pytest.raises(Invalid):
            operations.set_term(actor=bo, setting=make.new(world, unknown, 2))

    @pytest.mark.parametrize(
        "statement", ["UPDATE municipalities_termsetting SET amount = 5", "DELETE FROM municipalities_termsetting"]
    )
    def test_what_was_set_is_never_changed_or_removed(self, world: World, statement: str) -> None:
        make.set_to(world, TAKE_UP, 2)
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


class TestDeclared:
    def test_each_has_words_a_source_and_a_default_that_a_region_may_choose(self) -> None:
        assert len(declared()) > 15
        for code, term in declared().items():
            assert term.code == code
            assert term.label
            assert term.governs.endswith(".")
            assert term.source
            assert term.least <= term.usual <= term.most
            assert term.default_words

    def test_a_code_is_declared_once_and_within_its_bounds(self) -> None:
        with pytest.raises(ValueError, match="already"):
            declare(TAKE_UP)
        too_short = replace(TAKE_UP, code="too_short", least=2, most=3)
        with pytest.raises(ValueError, match="default"):
            declare(too_short)

    def test_the_office_opens_before_it_closes_whatever_is_chosen(self) -> None:
        hours: list[Setting] = [term for term in declared().values() if isinstance(term, RegionHour)]
        opens, closes = hours
        assert opens.most < closes.least
