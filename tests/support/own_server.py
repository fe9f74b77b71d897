"""The database server that the tests started themselves: of that one they know every password."""

import pytest
from django.conf import settings

from mensenhandel.local import postgres, servers
from mensenhandel.local.places import Places


def own_places() -> Places:
    """Where it lies. On a server of somebody else, which gives tests no superuser, the test is skipped."""
    places = Places.find(scratch=True)
    if settings.DATABASES["owner"]["HOST"] != str(places.sockets) or not servers.secret_file("postgres").is_file():
        pytest.skip("The database server is not the one in var/test.")
    return places


def address_as(role: str, database: str) -> str:
    """How to reach it as this role: one of `servers.ROLES`, or the superuser."""
    return postgres.address(own_places(), user=role, password=servers.secret(role), database=database)
