"""A job and an outgoing mail: rows, so that losing every broker loses no work.

Neither holds content: kinds, ids, states, counts. What a job is about stands behind `object_id`, which says nothing to
whom may not open it.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from core.walls import Open

from .querysets import JobQuerySet, OutboxQuerySet
from .states import ENDED, MAIL_ENDED, MAX_ATTEMPTS, USUAL_RUN, USUAL_WAIT, JobState, MailKind, MailState


class Job(models.Model):
    """One piece of work and how far it is.

    `owner_id`, `hat`: for whom it runs, with the rights that person has when it runs; empty for the system's own.
    `municipality_id`, `object_id`: what it is about. `attempts`: how often a worker claimed it, at most three.
    `lease_until`: until when the worker that has it counts as alive. `send_at`: when the sweeper sends it (again).
    `progress_done` of `progress_total` parts are ready (0 of 0: not known). `error`: a code, never a text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    owner_id = models.BigIntegerField(null=True, blank=True)
    hat = models.CharField(max_length=40, blank=True)
    municipality_id = models.BigIntegerField(null=True, blank=True)
    object_id = models.UUIDField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=100, unique=True, null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sends = models.PositiveSmallIntegerField(default=0)
    send_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    progress_done = models.PositiveSmallIntegerField(default=0)
    progress_total = models.PositiveSmallIntegerField(default=0)
    progress_text = models.CharField(max_length=120, blank=True)
    error = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    wall = Open(reason="Kinds, ids and states of work to do; no text and nothing of a dossier.")
    objects: ClassVar[models.Manager["Job"]] = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "opdracht"
        verbose_name_plural = "opdrachten"
        indexes = [
            models.Index(fields=["send_at"], name="job_to_send", condition=~Q(state__in=ENDED)),
            models.Index(fields=["owner_id", "-created_at"], name="job_by_owner"),
            models.Index(fields=["finished_at"], name="job_by_end", condition=Q(state__in=ENDED)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(condition=Q(attempts__lte=MAX_ATTEMPTS), name="job_attempts_capped"),
            models.CheckConstraint(
                condition=Q(attempts=0, started_at=None, state=JobState.QUEUED)
                | Q(attempts__gt=0, started_at__isnull=False),
                name="job_started_when_claimed",
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, lease_until__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(lease_until=None)),
                name="job_lease_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, finished_at__isnull=False) | (~Q(state__in=ENDED) & Q(finished_at=None)),
                name="job_finished_when_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(JobState.FAILED, JobState.MANUAL)) | ~Q(error=""),
                name="job_error_when_not_done",
            ),
            models.CheckConstraint(condition=~Q(state=JobState.DONE) | Q(error=""), name="job_done_without_error"),
            models.CheckConstraint(condition=Q(hat="") | Q(owner_id__isnull=False), name="job_hat_has_owner"),
            models.CheckConstraint(
                condition=Q(progress_done__lte=models.F("progress_total")), name="job_progress_within_total"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def has_ended(self) -> bool:
        """Nothing more will happen by itself."""
        return self.state in ENDED

    @property
    def is_being_run(self) -> bool:
        """A worker has it and is alive."""
        return self.lease_until is not None and self.lease_until > timezone.now()

    @property
    def runs_long(self) -> bool:
        """This attempt takes longer than almost any."""
        return self.started_at is not None and timezone.now() - self.started_at > USUAL_RUN

    @property
    def waits_long(self) -> bool:
        """Nobody took it within the usual time: the worker is busy, or down."""
        return not (self.has_ended or self.is_being_run) and timezone.now() - self.created_at > USUAL_WAIT


class OutboxMessage(models.Model):
    """One mail that says that there is something to see, and never what. To a user, or to a bare address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user_id = models.BigIntegerField(null=True, blank=True)
    email = models.EmailField(blank=True)
    kind = models.CharField(max_length=10, choices=MailKind)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    send_at = models.DateTimeField(db_default=Now())
    error = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, blank=True)

    wall = Open(reason="Who is to look, and how urgently; not what at.")
    objects: ClassVar[models.Manager["OutboxMessage"]] = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mails"
        indexes = [models.Index(fields=["send_at"], name="mail_to_send", condition=Q(state=MailState.QUEUED))]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_known"),
            models.CheckConstraint(condition=Q(kind__in=MailKind.values), name="mail_kind_known"),
            models.CheckConstraint(
                condition=Q(user_id__isnull=False, email="") | (Q(user_id=None) & ~Q(email="")),
                name="mail_to_user_or_address",
            ),
            models.CheckConstraint(
                condition=Q(state__in=MAIL_ENDED, finished_at__isnull=False)
                | Q(state=MailState.QUEUED, finished_at=None),
                name="mail_finished_when_ended",
            ),
            # Two waiting mails of one kind to one person would say the same.
            models.UniqueConstraint(
                fields=["user_id", "email", "kind"],
                condition=Q(state=MailState.QUEUED),
                nulls_distinct=False,
                name="mail_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
