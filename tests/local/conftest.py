from collections.abc import Iterator

import pytest

from mensenhandel.local.places import Places
from tests.support.own_server import passing_places


@pytest.fixture
def places() -> Iterator[Places]:
    """A home for servers of this test."""
    with passing_places() as home:
        yield home
