"""The demo world for the modules that ask for it."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.support.database import CopiedDatabase


@pytest.fixture(scope="module")
def demo(demo_world: CopiedDatabase, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tests of a module work in it."""
    with django_db_blocker.unblock(), demo_world.in_use(), django_db_blocker.block():
        yield
