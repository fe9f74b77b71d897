"""The database server that the tests started themselves: of that one they know every password. And a home for others."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from mensenhandel.local import postgres, servers
from mensenhandel.local.places import NOBODY, Places, is_root


@contextmanager
def passing_places() -> Iterator[Places]:
    """A home for servers of one test, which their user reaches (pytest's own folders are closed to others)."""
    home = Path(tempfile.mkdtemp(prefix="sp-"))
    home.chmod(0o711)
    sockets = home / "run"
    sockets.mkdir(mode=0o700)
    if is_root():
        os.chown(sockets, NOBODY, NOBODY)
    try:
        yield Places(home=home, sockets=sockets, programs=None)
    finally:
        shutil.rmtree(home)


def own_places() -> Places:
    """Where it lies. On a server of somebody else, which gives tests no superuser, the test is skipped."""
    places = Places.find(scratch=True)
    if settings.DATABASES["owner"]["HOST"] != str(places.sockets) or not servers.secret_file("postgres").is_file():
        pytest.skip("The database server is not the one in var/test.")
    return places


def address_as(role: str, database: str) -> str:
    """How to reach it as this role: one of `servers.ROLES`, or the superuser."""
    return postgres.address(own_places(), user=role, password=servers.secret(role), database=database)
