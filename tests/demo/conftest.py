"""The demo world for the modules that ask for it."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from .building import built


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Built once for the tests of a module."""
    with django_db_blocker.unblock(), built(), django_db_blocker.block():
        yield
