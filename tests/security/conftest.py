"""What tests of requests at the same moment need."""

from collections.abc import Iterator

import pytest
from django.db import connections
from pytest_django import Settings


@pytest.fixture
def own_counts(settings: Settings) -> Iterator[None]:
    """The throttle counts over a connection of its own, as in production: no request holds its counts until it ends."""
    settings.THROTTLE_DATABASE = "throttle"
    yield
    connections["throttle"].close()
