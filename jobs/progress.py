"""How far a job is, told while it runs.

The job's own transaction is not visible to anybody until it ends, so progress goes over a connection of its own, in a
statement that commits at once. Each report also renews the lease: who reports is alive.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .models import Job
from .states import LEASE

# Rows between two reports of a job that goes through many: far fewer than a lease has time for.
BATCH = 100

_REPORT = """
UPDATE jobs_job
   SET progress_done = %s, progress_total = %s, progress_text = %s, lease_until = statement_timestamp() + make_interval(secs => %s)
 WHERE id = %s AND state = 'running' AND attempts = %s
"""


class LeaseLost(Exception):
    """Another worker took this job over; what this one did must not stay."""


def in_batches[T](job: Job, rows: Collection[T], text: str) -> Iterator[T]:
    """Each of `rows`. After every batch the job tells how far it is, so that it keeps its lease.

    Raises LeaseLost when another worker has the job all the same.
    """
    batches = -(-len(rows) // BATCH)
    for number, row in enumerate(rows):
        if number and number % BATCH == 0 and not report(job, number // BATCH, batches, text):
            raise LeaseLost
        yield row


def report(job: Job, done: int, total: int, text: str = "") -> bool:
    """`done` of `total` parts are ready and `text` is going on ("Cijfers tellen"): a fixed phrase, never content.

    False when another worker has taken the job over: this attempt will be undone, so it may as well stop.
    """
    with _own_connection() as connection, connection.cursor() as cursor:
        cursor.execute(_REPORT, [min(done, total), total, text[:120], LEASE.total_seconds(), job.pk, job.attempts])
        return bool(cursor.rowcount)


@contextmanager
def _own_connection() -> Iterator[BaseDatabaseWrapper]:
    connection = connections[DEFAULT_DB_ALIAS].copy()
    try:
        yield connection
    finally:
        connection.close()
