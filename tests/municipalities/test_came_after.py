"""Which municipalities came after which is one definition: SQL and Python say the same of any mergers, on any day."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.workdays import today
from municipalities import areas
from municipalities.codes import Role
from municipalities.models import Mandate, Municipality, MunicipalityRole, RegionMembership, ServiceAreaMembership
from municipalities.roles import actor_for, coordinates_care, holders, works_at
from signals.seeing import workers_at
from tests.factories import municipalities as make
from tests.support.days import in_days
from tests.support.world import FIRST, World

PLACES = 5
# Of each municipality what it merged into and on which day from today; rings too, though nobody draws one.
MERGERS = st.dictionaries(
    st.integers(0, PLACES - 1), st.tuples(st.integers(0, PLACES - 1), st.integers(-1, 1)), max_size=PLACES
)
type Mergers = Mapping[int, tuple[int, int]]


def _chain(mergers: Mergers, start: int, day: int) -> list[int]:
    """The definition in a few words: on and on, to whatever it had become by that day, until there is nothing new."""
    found = [start]
    while (found[-1] in mergers) and mergers[found[-1]][1] <= day and mergers[found[-1]][0] not in found:
        found.append(mergers[found[-1]][0])
    return found


@pytest.fixture
def places(world: World) -> list[Municipality]:
    """The first with an officer, the second with a mandate, each in the region; a row for each person at each place."""
    made = [make.municipality() for _ in range(PLACES)]
    make.holds(world.outsider, Role.FOCAL_OFFICER, made[0])
    make.holds(world.vera, Role.FOCAL_OFFICER, made[1])
    ServiceAreaMembership.objects.create(municipality=made[1], area=world.zvh_zeeland, valid_from=FIRST)
    Mandate.objects.filter(municipality=world.goes).delete()
    make.mandate(made[1], world.zvh_zeeland)
    for place in made:
        RegionMembership.objects.create(municipality=place, area=world.region, valid_from=FIRST)
        for person in _people(world):
            make.holds(person, Role.REPORTER, place)
    return made


def _people(world: World) -> list[Any]:
    return [world.outsider, world.vera, world.karlijn]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mergers=MERGERS)
def test_any_mergers_on_any_day_are_followed_alike(places: list[Municipality], world: World, mergers: Mergers) -> None:
    mergers = {one: (into, day) for one, (into, day) in mergers.items() if one != into}
    with transaction.atomic():
        for one, (into, day) in mergers.items():
            found = Municipality.objects.filter(pk=places[one].pk)
            found.update(successor=places[into], succeeded_on=in_days(day))
        now = [Municipality.objects.get(pk=place.pk) for place in places]
        for day in (-1, 0, 1):
            chains = areas.since_merged_each(now, in_days(day))
            assert [chains[one] for one in now] == [
                [places[pk] for pk in _chain(mergers, place, day)] for place in range(PLACES)
            ]
        _who_works_where(now, world)
        transaction.set_rollback(True)


def _who_works_where(places: list[Municipality], world: World) -> None:
    """The roles of a request, a filter on rows, and the names on a page: each person works for the same municipalities."""
    day = today()
    reached = {person.pk: actor_for(person).content for person in _people(world)}
    rows = MunicipalityRole.objects.filter(content_object__in=places, permission__codename=Role.REPORTER)
    works = rows.filter(works_at("content_object", "user", day) | coordinates_care("content_object", "user", day))
    filtered = set(works.values_list("content_object", "user"))
    for place in places:
        inside = {pk for pk, content in reached.items() if place.pk in content}
        officers = {one.user.pk for one in holders(Role.FOCAL_OFFICER, areas.since_merged(place, day), day)}
        assert officers == inside - {world.karlijn.pk}
        assert {user for where, user in filtered if where == place.pk} == inside
        assert set(workers_at(place)) == inside
        region = areas.region_since_merged(place.pk, day)
        assert (
            RegionMembership.objects.filter(municipality=place).values_list(region, flat=True).get() == world.region.pk
        )
