"""The demo world of one fixed day, for the journeys and for the tests that count it: built once, copied by each process."""

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.plugin import DjangoDbBlocker

from core.workdays import today
from mensenhandel.settings.paths import BASE_DIR, VAR_DIR

from .database import CopiedDatabase, fingerprint_of_all

DAY, SEED = dt.date(2026, 11, 21), 7
CLIENT_FILE = VAR_DIR / f"test-demo-client-{os.getpid()}.env"


def build(*, rebuild: bool = False, client_file: Path = CLIENT_FILE) -> str:
    """Build it where this process works now; gives what the command said."""
    said = StringIO()
    call_command("build_demo", day=DAY, seed=SEED, rebuild=rebuild, client_file=client_file, no_pdf=True, stdout=said)
    return said.getvalue()


def template(database: CopiedDatabase) -> str:
    """The name of the database to copy; built when there is none of this code and this day (its own clock writes moments)."""
    kind = f"demo{_fingerprint()}"
    shared = _shared_file(kind)

    def fill() -> None:
        for of_before in shared.parent.glob(_shared_file("*").name):
            of_before.unlink()
        build(rebuild=True, client_file=shared)

    return database.filled_template(fill, kind)


@pytest.fixture(scope="session")
def demo_world(django_db_setup: CopiedDatabase, django_db_blocker: DjangoDbBlocker) -> Iterator[CopiedDatabase]:
    """The database with the demo world. Nobody works in it yet: see `CopiedDatabase.in_use`."""
    with django_db_blocker.unblock():
        database = django_db_setup.beside("demo", template(django_db_setup))
        try:
            with database.in_use():
                database.renew()
                _bring_client_file()
            with django_db_blocker.block():
                yield database
        finally:
            database.tear_down()
            CLIENT_FILE.unlink(missing_ok=True)


def _bring_client_file() -> None:
    """What the build wrote beside the database: the secret of the demo program, of which the database has the hash only."""
    try:
        shutil.copy2(_shared_file(f"demo{_fingerprint()}"), CLIENT_FILE)
    except FileNotFoundError:
        build(rebuild=True)


def _shared_file(kind: str) -> Path:
    return VAR_DIR / f"test-demo-client-{kind}.env"


def _fingerprint() -> str:
    found = hashlib.sha256(f"{fingerprint_of_all()} {DAY} {SEED} {today()}".encode())
    for path in sorted((BASE_DIR / "mensenhandel" / "demo").rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            found.update(path.read_bytes())
    return found.hexdigest()[:8]
