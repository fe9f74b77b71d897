"""Basis op orde: what held when, counts, and the operations on it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from functools import partial
from typing import Any

import pytest

from audit.events import Result
from core.access import Actor
from core.errors import Forbidden, Invalid
from core.gate import Ungated
from core.unit import current_unit
from municipalities import readiness
from municipalities.loading import load_areas, read_lines
from municipalities.management.commands.load_areas import DATA_FILE
from municipalities.matrix import matrix
from municipalities.models import Municipality, Province, ReadinessCell
from municipalities.operations import set_readiness, strike_readiness
from municipalities.operations.readiness import CellChanged, Sent
from municipalities.readiness_items import BASIS_ITEMS, ITEMS, Level, ReadinessItem, Theme
from municipalities.roles import actor_for
from tests.factories import municipalities as make
from tests.support import contexts
from tests.support.days import dated, in_days
from tests.support.world import World

type AsUser = Callable[..., AbstractContextManager[Actor]]

OCTOBER = date(2020, 10, 15)
ITEM = "focal_officer"


def cells(place: Municipality, actor: Actor, day: date | None = None) -> dict[str, str]:
    found = readiness.cells_on([place.pk], day or in_days(), actor)
    return {item: cell.state for (_, item), cell in found.items()}


class TestItems:
    def test_there_are_25_of_which_16_make_the_basis(self) -> None:
        assert (len(ITEMS), len(BASIS_ITEMS)) == (25, 16)
        assert {item.code for item in ITEMS} == set(ReadinessItem)

    def test_they_stand_by_theme(self) -> None:
        themes = [item.theme for item in ITEMS]
        assert themes == sorted(themes)
        assert set(themes) == set(Theme)
        assert {item.level for item in ITEMS} == set(Level)


class TestCounting:
    @pytest.fixture(autouse=True)
    def _history(self, world: World) -> None:
        """Goes and Vlissingen have a focal officer in October 2020; Vlissingen lost hers on 1 November."""
        actor = actor_for(world.lowie)
        make.readiness(world.goes, ITEM, "yes", date(2020, 3, 1), actor=actor)
        make.readiness(world.vlissingen, ITEM, "yes", date(2020, 10, 15), actor=actor)
        make.readiness(world.vlissingen, ITEM, "no", date(2020, 11, 1), actor=actor)

    @pytest.mark.parametrize(
        ("day", "count"),
        [
            (date(2020, 2, 29), "0 van 2"),
            (date(2020, 3, 1), "1 van 2"),
            (OCTOBER, "2 van 2"),
            (date(2020, 10, 31), "2 van 2"),
            (date(2020, 11, 1), "1 van 2"),
        ],
    )
    def test_a_count_can_be_made_again_for_any_day(self, world: World, day: date, count: str) -> None:
        assert str(readiness.count_yes(ITEM, world.zeeland, day)) == count

    def test_it_says_of_which_area(self, world: World) -> None:
        assert str(readiness.count_yes(ITEM, world.region, OCTOBER)) == "2 van 3"

    def test_what_does_not_apply_is_not_counted(self, world: World) -> None:
        make.readiness(world.vlissingen, ITEM, "na", date(2021, 1, 1), actor=actor_for(world.lowie))
        assert str(readiness.count_yes(ITEM, world.zeeland, in_days())) == "1 van 1"

    def test_a_struck_row_no_longer_counts_and_what_held_before_holds_again(self, world: World) -> None:
        row = ReadinessCell.objects.unscoped(reason="test").get(since=date(2020, 11, 1))
        strike_readiness(row, actor=actor_for(world.lowie))
        assert str(readiness.count_yes(ITEM, world.zeeland, in_days())) == "2 van 2"

    def test_counting_takes_two_queries(self, world: World, django_assert_num_queries: Any) -> None:
        area = world.region
        with django_assert_num_queries(2):
            readiness.count_yes(ITEM, area, OCTOBER)


class TestSetting:
    def test_the_focal_officer_fills_in_her_own_municipality(self, world: World, as_user: AsUser) -> None:
        with as_user(world.wilma) as actor:
            cell = make.readiness(world.goes, ITEM, "yes", in_days(), actor=actor)
            assert cells(world.goes, actor) == {ITEM: "yes"}
        assert (cell.recorded_by, cell.since) == (world.wilma, in_days())

    def test_and_nobody_elses(self, world: World) -> None:
        with pytest.raises(Forbidden):
            make.readiness(world.vlissingen, ITEM, "yes", in_days(), actor=actor_for(world.wilma))
        assert not ReadinessCell.objects.unscoped(reason="test").filter(municipality=world.vlissingen).exists()

    @pytest.mark.parametrize("name", ["Karlijn", "Bente", "Jet", "Bo", "Vince", "Philo", "Hanna"])
    def test_other_roles_fill_in_nothing(self, world: World, name: str) -> None:
        with pytest.raises(Forbidden):
            make.readiness(world.goes, ITEM, "yes", in_days(), actor=actor_for(world.person(name)))

    @pytest.mark.parametrize(("name", "hat"), [("Daphne", "district_coordinator"), ("Lowie", "")])
    def test_district_and_regional_coordinator_do(self, world: World, as_user: AsUser, name: str, hat: str) -> None:
        with as_user(world.person(name), hat) as actor:
            make.readiness(world.vlissingen, ITEM, "yes", in_days(), actor=actor)

    def test_a_second_statement_of_the_same_day_replaces_the_first(self, world: World) -> None:
        actor = actor_for(world.wilma)
        first = make.readiness(world.goes, ITEM, "yes", in_days(), actor=actor)
        make.readiness(world.goes, ITEM, "in_progress", in_days(), actor=actor)
        first.refresh_from_db()
        assert first.struck_at is not None
        assert cells(world.goes, actor) == {ITEM: "in_progress"}

    def test_a_correction_replaces_the_row_it_names(self, world: World) -> None:
        actor = actor_for(world.wilma)
        clicked = make.readiness(world.goes, ITEM, "yes", in_days(), actor=actor)
        set_readiness(
            actor=actor,
            municipality=world.goes,
            item=ITEM,
            state="yes",
            since=OCTOBER,
            evidence=" Besluit 12 ",
            responsible="Teamleider",
            next_check=in_days(90),
            sent=Sent(corrects=clicked.pk),
        )
        rows = ReadinessCell.objects.visible_to(actor).standing()
        assert [(row.since, row.evidence, row.responsible) for row in rows] == [(OCTOBER, "Besluit 12", "Teamleider")]

    def test_a_correction_of_a_row_that_is_gone_changes_nothing(self, world: World) -> None:
        actor = actor_for(world.wilma)
        clicked = make.readiness(world.goes, ITEM, "yes", in_days(), actor=actor)
        strike_readiness(clicked, actor=actor)
        with pytest.raises(CellChanged):
            set_readiness(
                actor=actor,
                municipality=world.goes,
                item=ITEM,
                state="no",
                since=in_days(),
                sent=Sent(corrects=clicked.pk),
            )
        assert cells(world.goes, actor) == {}

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"since": partial(in_days, 1)}, "since"),
            ({"state": "misschien"}, "state"),
            ({"item": "iets_anders"}, None),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, world: World, given: dict[str, Any], field: str | None) -> None:
        facts: dict[str, Any] = {"item": ITEM, "state": "yes", "since": in_days()} | dated(given)
        with pytest.raises(Invalid) as refusal:
            set_readiness(actor=actor_for(world.wilma), municipality=world.goes, **facts)
        assert set(refusal.value.fields) == ({field} if field else set())

    def test_it_stands_in_the_log(self, world: World) -> None:
        make.readiness(world.goes, ITEM, "yes", in_days(), actor=actor_for(world.wilma))
        event = current_unit().gathered[-1]
        assert (event.event, event.municipality_id, event.result) == (
            "municipalities.readiness_set",
            world.goes.pk,
            Result.DONE,
        )
        assert event.detail["item"] == ITEM


class TestGate:
    def test_reading_without_saying_for_whom_is_refused(self, world: World) -> None:
        with pytest.raises(Ungated):
            list(ReadinessCell.objects.all())

    def test_a_neighbour_sees_nothing(self, world: World) -> None:
        make.readiness(world.goes, ITEM, "yes", in_days(), actor=actor_for(world.wilma))
        assert cells(world.goes, actor_for(world.vera)) == {}


def test_the_matrix_is_one_query(world: World, django_assert_num_queries: Any) -> None:
    actor = actor_for(world.lowie)
    places = list(Municipality.objects.filter(pk__in=actor.governance))
    for item in ITEMS:
        make.readiness(world.goes, item.code.value, "yes", OCTOBER, actor=actor)
    with django_assert_num_queries(1):
        table = matrix(places, in_days(), actor, is_today=True)
    assert [str(row.score) for row in table.rows] == ["0 van 16", "16 van 16", "0 van 16"]
    assert {str(column.score) for column in table.columns} == {"1 van 3"}
    assert str(table.complete) == "1 van 3"
    assert [theme.label for theme, _ in table.themes] == [theme.label for theme in Theme]
    assert sum(span for _, span in table.themes) == 25


class TestPublishedFixture:
    """Readiness in October 2020 as published: nine focal officers; the district counts 12, the province 13 with Tholen."""

    NINE = (
        *("Goes", "Vlissingen", "Middelburg", "Terneuzen", "Reimerswaal"),
        *("Kapelle", "Schouwen-Duiveland", "Hulst", "Noord-Beveland"),
    )

    def test_nine_of_12_in_the_district_and_nine_of_13_in_the_province(self, world: World) -> None:
        load_areas(read_lines(DATA_FILE))
        with contexts.everywhere():
            for place in Municipality.objects.filter(name__in=self.NINE):
                make.readiness(place, ITEM, "yes", date(2020, 3, 1), actor=actor_for(world.lowie))
            province = Province.objects.get(name="Zeeland")
            assert str(readiness.count_yes(ITEM, world.zeeland, OCTOBER)) == "9 van 12"
            assert str(readiness.count_yes(ITEM, province, OCTOBER)) == "9 van 13"
