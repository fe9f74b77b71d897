"""A register of addresses that answers, for who looks one up."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import Settings

from tests.support import locatieserver
from tests.support.locatieserver import LocalLocatieserver


@pytest.fixture(scope="module")
def _server() -> Iterator[LocalLocatieserver]:
    with locatieserver.running() as server:
        yield server


@pytest.fixture
def server(_server: LocalLocatieserver, settings: Settings) -> Iterator[LocalLocatieserver]:
    """The register of this test, set as the settings do it; no other test left it to rest."""
    cache.clear()
    settings.ADDRESS_LOOKUP, settings.PDOK_ADDRESS = "pdok", _server.url
    _server.begin_anew()
    yield _server
    cache.clear()
