"""Who acts in most tests of cases."""

import pytest

from core.access import Actor
from tests.factories import cases as make
from tests.support.world import World


@pytest.fixture
def karlijn(world: World) -> Actor:
    """The care coordinator of Goes, under mandate."""
    return make.coordinator(world.karlijn)
