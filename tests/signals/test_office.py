"""Office hours are those of the region: the pages say when somebody reads again, and ask it in one query at most."""

import datetime as dt
from functools import partial

import time_machine

from core.workdays import AMSTERDAM
from municipalities.roles import actor_for
from signals.office import office_of
from signals.terms import OFFICE_CLOSES, OFFICE_OPENS
from tests.factories import terms as setting
from tests.support.queries import queries_of
from tests.support.world import World

# A Wednesday.
HALF_PAST_EIGHT = dt.datetime(2026, 9, 16, 8, 35, tzinfo=AMSTERDAM)


def _hours(world: World) -> None:
    setting.set_to(world, OFFICE_OPENS, 8 * 60 + 30)
    setting.set_to(world, OFFICE_CLOSES, 16 * 60)


def test_they_are_those_of_the_region(world: World) -> None:
    with time_machine.travel(HALF_PAST_EIGHT, tick=False):
        assert office_of(world.goes.pk).closed_until() == "vandaag om 9 uur"
        _hours(world)
        office = office_of(world.goes.pk, actor_for(world.hanna))
        assert office.closed_until() == ""
        assert office.closed_until(HALF_PAST_EIGHT.replace(hour=16, minute=0)) == "morgen om 8.30 uur"
        assert office.next_opening(HALF_PAST_EIGHT.replace(hour=7)) == HALF_PAST_EIGHT.replace(minute=30)


def test_whoever_asks_it_is_one_query_at_most(world: World) -> None:
    _hours(world)
    goes = world.goes.pk
    for person, queries in ((world.hanna, 0), (world.wilma, 0), (world.philo, 1)):
        actor = actor_for(person)
        assert len(queries_of(partial(office_of, goes, actor))) == queries


def test_before_a_municipality_is_chosen_the_usual_hours_are_told(world: World) -> None:
    _hours(world)
    assert (office_of(None).opens, office_of(None).closes) == (dt.time(9), dt.time(17))
