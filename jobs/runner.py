"""Running one job, so that its effect appears exactly once.

1. *Claim* by a guarded UPDATE of its own: only a job that nobody works on and that has attempts left. Whoever loses the
   race, or gets a message twice, stops here.
2. *Rights*: the actor is made anew from the roles of this moment. Gone is gone: the job ends as refused.
3. *Work* in one transaction with that actor's signed context.
4. *End* in the same transaction by a second guarded UPDATE: only when this attempt still holds the job. A worker that
   was taken for dead and comes back too late finds the guard shut, and everything it did is undone with it.

A refusal ends the job, for it would be refused again. Any other failure gives it back, to be tried later; after three
attempts, or when trying again cannot help, a person must look: "handmatig". A worker that is killed does nothing more;
its lease runs out and the sweeper sends the job again.
"""

import logging
import traceback
import uuid
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from core import walls
from core.access import NOBODY, Actor
from core.errors import DomainError, Forbidden, NotVisible
from core.unit import Unit, unit_of_work

from .models import Job
from .progress import LeaseLost
from .registry import kind_of
from .states import FIRST_RESEND, JOB_LIFETIME, LEASE, MAX_ATTEMPTS, JobState

logger = logging.getLogger(__name__)

type ActorFactory = Callable[[AbstractBaseUser, str], Actor]

ORIGIN = "job"


def run(job_id: uuid.UUID) -> None:
    """Run the job, or do nothing when it is not ours to run."""
    job = claim(job_id)
    if job is None:
        return
    try:
        with unit_of_work(ORIGIN) as unit:
            _end(job, _work(job, unit))
    except LeaseLost:
        logger.warning("Job %s was taken over by another worker; its work was undone.", job.pk)
    except Exception as error:
        _log(job, error)
        _give_back(job, error)


def claim(job_id: uuid.UUID) -> Job | None:
    """Take the job: one more attempt, a fresh lease. None when somebody else has it or it needs nobody."""
    taken = (
        Job.objects.claimable()
        .filter(pk=job_id)
        .update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            started_at=Now(),
            lease_until=Now() + LEASE,
            progress_done=0,
            progress_text="",
        )
    )
    return Job.objects.get(pk=job_id) if taken else None


def _work(job: Job, unit: Unit) -> str:
    """Do it. Returns "" or, when it was refused, the code of the refusal; then only the refusal is kept in the log."""
    try:
        with transaction.atomic():
            actor = actor_of(job)
            with walls.context(walls.sign(actor, JOB_LIFETIME)):
                kind_of(job.kind).runner(job, actor)
    except (DomainError, ObjectDoesNotExist) as refusal:
        # Through the gate, what the owner may not see (any more) does not exist. What was gathered before the refusal was
        # undone with the savepoint; the log's rows know whether what they tell was done.
        unit.gathered[:] = [event for event in unit.gathered if getattr(event, "result", "done") != "done"]
        return code_of(refusal)
    return ""


def actor_of(job: Job) -> Actor:
    """The owner as the roles are now, under the job's hat. Raises Forbidden when account or role is gone."""
    if job.owner_id is None:
        return NOBODY
    owner = get_user_model()._default_manager.filter(pk=job.owner_id, is_active=True).first()
    if owner is None:
        raise Forbidden("Dit account is niet meer actief.")
    actor = cast("ActorFactory", import_string(settings.ACTOR_FACTORY))(owner, job.hat)
    if job.hat and actor.hat != job.hat:
        raise Forbidden("U hebt de rol niet meer waarin u deze opdracht gaf.")
    return actor


def _end(job: Job, refusal: str) -> None:
    ended = Job.objects.held_by(job).update(
        state=JobState.FAILED if refusal else JobState.DONE,
        error=refusal,
        lease_until=None,
        finished_at=Now(),
        progress_done=F("progress_done") if refusal else F("progress_total"),
    )
    if not ended:
        raise LeaseLost


def _give_back(job: Job, error: Exception) -> None:
    if job.attempts >= MAX_ATTEMPTS or not getattr(error, "worth_retrying", True):
        Job.objects.held_by(job).update(
            state=JobState.MANUAL, error=code_of(error), lease_until=None, finished_at=Now()
        )
        return
    Job.objects.held_by(job).update(
        state=JobState.QUEUED, error=code_of(error), lease_until=None, send_at=Now() + FIRST_RESEND * job.attempts
    )


def code_of(error: Exception) -> str:
    """A short, stable name of what went wrong; never its text, which may quote what somebody typed."""
    if isinstance(error, ObjectDoesNotExist):
        return NotVisible.__name__
    return str(getattr(error, "code", "") or type(error).__name__)[:60]


def _log(job: Job, error: Exception) -> None:
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("Job %s (%s), attempt %s: %s\n%s", job.pk, job.kind, job.attempts, code_of(error), where)
