"""Chains to meddle with: events with real commits, and what an owner of the database could do to them."""

import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from audit.models import AuditEvent
from audit.recording import append
from core.unit import unit_of_work
from core.walls import as_owner
from mensenhandel.settings.paths import BASE_DIR
from tests.factories.log import CHAIN, event

needs_auditor = pytest.mark.skipif("auditor" not in settings.DATABASES, reason="DATABASE_AUDITOR_URL is not set.")


@pytest.fixture
def log(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Real commits: the reader of the log sees no other. It begins and ends empty, so no new database is needed."""
    with django_db_blocker.unblock():
        yield
        clear()


@pytest.fixture
def loose(log: None) -> Iterator[None]:
    """The log without what would keep a row out: who owns the database can take that away."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'audit_auditevent'::regclass AND contype IN ('c', 'u')"
        )
        taken = cursor.fetchall()
    owner(
        ", ".join(
            [
                "ALTER TABLE audit_auditevent ALTER chain DROP NOT NULL, ALTER number DROP NOT NULL",
                *(f"DROP CONSTRAINT {name}" for name, _ in taken),
            ]
        )
    )
    yield
    clear()
    owner(
        ", ".join(
            [
                "ALTER TABLE audit_auditevent ALTER chain SET NOT NULL, ALTER number SET NOT NULL",
                *(f"ADD CONSTRAINT {name} {rule}" for name, rule in taken),
            ]
        )
    )


def clear() -> None:
    """Nothing was ever written."""
    owner("DELETE FROM audit_auditevent")
    owner("DELETE FROM audit_chainhead")


def write(*events: AuditEvent) -> None:
    """These events in one transaction."""
    with unit_of_work("test"):
        append(events)


def fill(links: int = 6) -> None:
    """A chain of so many links, each of a transaction of its own, and two links of another chain."""
    for _ in range(links):
        write(event())
    write(event(0), event(0))


def owner(statement: str, *values: Any) -> None:
    """As who owns the database, past the walls."""
    with as_owner(AuditEvent), connections["owner"].cursor() as cursor:
        cursor.execute(statement, values or None)


def relink(since: int = 1) -> None:
    """Make the chain anew from this link on, end included: then it fits itself."""
    owner(
        f"""
        DO $$
        DECLARE
            link public.audit_auditevent;
            before bytea := coalesce((SELECT hash FROM audit_auditevent WHERE chain = {CHAIN} AND number = {since - 1}), '');
        BEGIN
            FOR link IN SELECT * FROM audit_auditevent WHERE chain = {CHAIN} AND number >= {since} ORDER BY number LOOP
                before := sha256(before || convert_to(walls.event_line(link), 'UTF8'));
                UPDATE audit_auditevent SET hash = before WHERE id = link.id;
                UPDATE audit_chainhead SET number = link.number, hash = before WHERE chain = {CHAIN};
            END LOOP;
        END $$
        """  # noqa: S608  fixed text
    )


def verified(file: Path | str = "") -> str:
    """What `verify_audit` says when all is well; CommandError when it is not."""
    said = StringIO()
    call_command("verify_audit", file=str(file), stdout=said)
    return said.getvalue().strip()


def pinned(file: Path | str) -> str:
    """What `pin_audit` says."""
    said = StringIO()
    call_command("pin_audit", file=str(file), stdout=said)
    return said.getvalue().strip()


def run(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with nothing of the application's keys."""
    return subprocess.run(  # noqa: S603  our own command
        [sys.executable, "manage.py", command],
        cwd=BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "mensenhandel.settings.audit", "PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
