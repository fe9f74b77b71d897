"""Kinds of job that a real worker runs for a test: each leaves one effect, and waits at a point where it can be killed.

It waits for a lock of the database that the test holds, so the test sees that it is there and lets it go on.
"""

import os

from django.db import connection, transaction

from core.access import Actor
from jobs.models import Job
from jobs.registry import job

from .conftest import leave_effect

PLAIN, BEFORE, WRITTEN, COMMITTED = (f"test.{point}" for point in ("plain", "before", "written", "committed"))


def pause(kind: str) -> None:
    """Wait for the test; the connection's name tells which process of the worker waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('application_name', %s, false)", [f"{kind} {os.getpid()}"])
        cursor.execute("SELECT pg_advisory_lock_shared(hashtext(%s))", [kind])
        cursor.execute("SELECT pg_advisory_unlock_shared(hashtext(%s))", [kind])


@job(PLAIN)
def plain(row: Job, actor: Actor) -> None:
    """Nothing but the effect."""
    leave_effect(row, actor)


@job(BEFORE)
def before(row: Job, actor: Actor) -> None:
    """Claimed, and nothing written yet."""
    pause(row.kind)
    leave_effect(row, actor)


@job(WRITTEN)
def written(row: Job, actor: Actor) -> None:
    """The effect is written and not committed."""
    leave_effect(row, actor)
    pause(row.kind)


@job(COMMITTED)
def committed(row: Job, actor: Actor) -> None:
    """All of it is committed, and the broker was not told."""
    leave_effect(row, actor)
    transaction.on_commit(lambda: pause(row.kind))
