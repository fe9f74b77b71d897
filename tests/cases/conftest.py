"""Who acts in most tests of cases."""

from collections.abc import Callable

import pytest

from core.access import Actor
from tests.factories import cases as make
from tests.support.clients import OutsideClient
from tests.support.world import World


@pytest.fixture
def karlijn(world: World) -> Actor:
    """The care coordinator of Goes, under mandate."""
    return make.coordinator(world.karlijn)


@pytest.fixture
def browser(world: World, client_of: Callable[..., OutsideClient]) -> OutsideClient:
    """Karlijn's."""
    return client_of(world.karlijn, make.HAT)
