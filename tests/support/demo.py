"""The demo world of one fixed day in a database of its own: built once for the journeys and for the tests that count it."""

import datetime as dt
import os
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django.plugin import DjangoDbBlocker

from mensenhandel.settings.paths import VAR_DIR

from .database import CopiedDatabase

DAY, SEED = dt.date(2026, 11, 21), 7
CLIENT_FILE = VAR_DIR / f"test-demo-client-{os.getpid()}.env"


def build(*, rebuild: bool = False) -> str:
    """Build it where this process works now; gives what the command said."""
    said = StringIO()
    call_command("build_demo", day=DAY, seed=SEED, rebuild=rebuild, client_file=CLIENT_FILE, no_pdf=True, stdout=said)
    return said.getvalue()


@pytest.fixture(scope="session")
def demo_world(django_db_setup: CopiedDatabase, django_db_blocker: DjangoDbBlocker) -> Iterator[CopiedDatabase]:
    """The database with the demo world. Nobody works in it yet: see `CopiedDatabase.in_use`."""
    database = django_db_setup.beside("demo")
    with django_db_blocker.unblock():
        try:
            with database.in_use():
                database.renew()
                build(rebuild=True)
            with django_db_blocker.block():
                yield database
        finally:
            database.tear_down()
            CLIENT_FILE.unlink(missing_ok=True)
