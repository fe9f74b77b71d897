"""What the broker may ask of a worker. A message carries an id at most, and whatever else it carries is ignored."""

import logging
import uuid
from datetime import time, timedelta

from celery import shared_task
from django.db import transaction

from core.access import Actor

from . import operations, outbox, runner, sweeper
from .models import Job
from .registry import recurring

logger = logging.getLogger(__name__)

KEEP_ENDED = timedelta(days=30)


@shared_task(name=operations.RUN_TASK)
def run_job(job_id: object = None, *_: object, **__: object) -> None:
    """Run one job. Anybody who can write to the queue can send this: an id that is none, or of no job, does nothing."""
    try:
        known = uuid.UUID(str(job_id))
    except ValueError:
        logger.warning("A message without the id of a job was ignored.")
        return
    runner.run(known)


@shared_task(name="jobs.tick")
def tick(*_: object, **__: object) -> None:
    """Once a minute: start what is due, send what waits, mail what is to be mailed."""
    with transaction.atomic():
        sweeper.start_due()
    sweeper.sweep()
    outbox.send_waiting()


@shared_task(name=outbox.MAIL_TASK)
def send_mail(*_: object, **__: object) -> None:
    """Mail at once what is urgent."""
    outbox.send_waiting()


@recurring("jobs.clear", every=timedelta(days=1), at=time(3, 40))
def clear_ended(_job: Job, _actor: Actor) -> None:
    """Jobs and mails that ended a month ago serve nobody any more."""
    operations.delete_ended(KEEP_ENDED)
    outbox.delete_ended(KEEP_ENDED)
