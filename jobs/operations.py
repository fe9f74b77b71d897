"""Making a job, in the same transaction as its cause, and giving one that ended another chance.

After the commit a message with nothing but the id goes to the broker. That message is only haste: when it is lost, or
the broker is down, the row is still there and the sweeper sends it again within a minute or two.
"""

import logging
import uuid
from datetime import timedelta
from functools import partial

from celery import current_app
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from .models import Job
from .registry import kind_of
from .states import ENDED, FIRST_RESEND, JobState

logger = logging.getLogger(__name__)

RUN_TASK = "jobs.run"


def enqueue(
    kind: str,
    *,
    owner_id: int | None,
    hat: str = "",
    municipality_id: int | None = None,
    object_id: uuid.UUID | None = None,
    idempotency_key: str | None = None,
) -> Job:
    """A new job, sent when this transaction commits.

    `owner_id`: the user with whose rights it runs (None: nobody's); `hat`: the role in which, "" for that person's
    first. `idempotency_key`: the job that has it already is given back and nothing new is made. Raises UnknownKind.
    """
    kind_of(kind)
    made = Job(
        kind=kind,
        owner_id=owner_id,
        hat=hat,
        municipality_id=municipality_id,
        object_id=object_id,
        idempotency_key=idempotency_key,
        send_at=Now() + FIRST_RESEND,
    )
    Job.objects.bulk_create([made], ignore_conflicts=idempotency_key is not None)
    stored = Job.objects.get(Q(pk=made.pk) | Q(idempotency_key=idempotency_key, idempotency_key__isnull=False))
    if stored.pk == made.pk:
        send_after_commit(stored.pk)
    return stored


def try_again(job: Job) -> bool:
    """Give a job that ended without result all its attempts again. False when it is not (any more) such a job."""
    changed = Job.objects.filter(pk=job.pk, state__in=(JobState.FAILED, JobState.MANUAL)).update(
        state=JobState.QUEUED,
        attempts=0,
        sends=0,
        started_at=None,
        finished_at=None,
        progress_done=0,
        progress_text="",
        send_at=Now() + FIRST_RESEND,
    )
    if changed:
        send_after_commit(job.pk)
    return bool(changed)


def send_after_commit(job_id: uuid.UUID) -> None:
    """Tell the workers once the row is there to be read."""
    transaction.on_commit(partial(send, job_id), robust=True)


def send(job_id: uuid.UUID) -> bool:
    """One message with the id, without trying twice; False when the broker did not take it."""
    return tell(RUN_TASK, str(job_id))


def tell(task: str, *args: str) -> bool:
    """Send a message to the workers. A request does not wait for a broker and does not fail with it."""
    try:
        current_app.send_task(task, args=args, retry=False, ignore_result=True)
    except Exception as error:
        logger.warning("The broker did not take %s (%s); the sweeper sends it again.", task, type(error).__name__)
        return False
    return True


def delete_ended(before: timedelta) -> int:
    """Remove jobs that ended longer ago than `before`. Says how many."""
    deleted, _ = Job.objects.filter(state__in=ENDED, finished_at__lt=Now() - before).delete()
    return deleted
