"""A point on the agenda of a screening table, and who may read what of it: for the tests of tables and of their meetings."""

from typing import Any

import pytest

from core.access import Actor
from municipalities.roles import actor_for
from signals.models import Meeting, Signal, TableItem, TablePaper
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.support.world import World


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def vera(world: World) -> Actor:
    return actor_for(world.vera)


@pytest.fixture
def karlijn(world: World) -> Actor:
    return actor_for(world.karlijn)


@pytest.fixture
def philo(world: World) -> Actor:
    return actor_for(world.philo)


@pytest.fixture
def tirza(world: World) -> Actor:
    return actor_for(world.person("Tirza"))


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Led by care coordination."""
    return at_table.meeting(world)


@pytest.fixture
def signal(world: World) -> Signal:
    return make.triaged(world.goes, world.wilma)


@pytest.fixture
def to_inspectorate(world: World) -> str:
    return f"o{world.inspectorate.pk}"


@pytest.fixture
def to_vlissingen(world: World) -> str:
    return f"g{world.vlissingen.pk}"


@pytest.fixture
def item(signal: Signal, wilma: Actor, meeting: Meeting, to_inspectorate: str, to_vlissingen: str) -> TableItem:
    """For the inspectorate, Vlissingen and who leads; not for Veilig Thuis."""
    return at_table.tabled(signal, wilma, meeting, to_inspectorate, to_vlissingen)


def seen(actor: Actor) -> list[TablePaper]:
    return list(TablePaper.objects.visible_to(actor).select_related("meeting__table", "from_municipality"))


def now(row: Any) -> Any:
    return type(row).objects.unscoped(reason="test").get(pk=row.pk)
