"""What tests of requests at the same moment need, and an issuer."""

from collections.abc import Iterator

import pytest
from django.db import connections
from pytest_django import Settings

from tests.support.issuer import LocalIssuer, running


@pytest.fixture
def own_counts(settings: Settings) -> Iterator[None]:
    """The throttle counts over a connection of its own, as in production: no request holds its counts until it ends."""
    settings.THROTTLE_DATABASE = "throttle"
    yield
    connections["throttle"].close()


@pytest.fixture(scope="session")
def _issuer() -> Iterator[LocalIssuer]:
    with running() as issuer:
        yield issuer


@pytest.fixture
def local(_issuer: LocalIssuer) -> LocalIssuer:
    """A running issuer that tells the truth."""
    _issuer.begin_anew()
    return _issuer
