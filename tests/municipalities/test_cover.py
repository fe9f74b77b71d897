"""Who stands in for whom stands on Start, before and during it, for both and for nobody else."""

import datetime as dt

import pytest

from core.workdays import today
from municipalities.attention import cover
from municipalities.codes import Role
from municipalities.models import Absence
from municipalities.roles import actor_for
from tests.support.queries import queries_of
from tests.support.world import World

DAY = dt.timedelta(days=1)


def _away(world: World, first: int, last: int) -> None:
    Absence.objects.create(
        user=world.wilma,
        deputy=world.koos,
        role=Role.FOCAL_OFFICER,
        valid_from=today() + first * DAY,
        valid_until=today() + last * DAY,
    )


def _texts(world: World, name: str, hat: str = "") -> list[str]:
    return [line.text for line in cover(actor_for(world.person(name), hat))]


def test_the_deputy_and_who_is_away_read_the_days_in_full(world: World) -> None:
    Absence.objects.create(
        user=world.wilma,
        deputy=world.koos,
        role=Role.FOCAL_OFFICER,
        valid_from=dt.date(2020, 1, 1),
        valid_until=dt.date(2099, 3, 2),
    )
    assert _texts(world, "Koos") == ["U neemt waar voor Wilma Windvaan van 1 januari 2020 tot en met 2 maart 2099"]
    assert _texts(world, "Wilma") == ["Koos Koffiekan neemt voor u waar van 1 januari 2020 tot en met 2 maart 2099"]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [(3, 10, True), (14, 20, True), (0, 0, True), (-5, 0, True), (15, 20, False), (-9, -1, False)],
)
def test_it_is_said_from_two_weeks_before_until_the_last_day(world: World, first: int, last: int, told: bool) -> None:
    _away(world, first, last)
    for name in ("Koos", "Wilma"):
        assert len(_texts(world, name)) == int(told)


def test_nobody_else_reads_of_it_nor_another_hat(world: World) -> None:
    _away(world, 0, 3)
    for name in ("Vera", "Karlijn", "Lowie", "Hanna", "Bo"):
        assert _texts(world, name) == []
    assert _texts(world, "Daphne", "focal_officer") == []
    assert _texts(world, "Daphne", "district_coordinator") == []


def test_it_takes_one_query(world: World) -> None:
    _away(world, 0, 3)
    koos = actor_for(world.koos)
    assert len(queries_of(lambda: list(cover(koos)))) == 1
