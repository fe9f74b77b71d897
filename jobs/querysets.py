"""Named sets of jobs and mails. Times are compared with the database's clock, which all workers share."""

from typing import TYPE_CHECKING, Self

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Now

from core.access import Actor

from .states import MAX_ATTEMPTS, JobState, MailKind, MailState

if TYPE_CHECKING:
    from .models import Job, OutboxMessage  # noqa: F401 (named in a base class)


class JobQuerySet(QuerySet["Job"]):
    """Jobs hold no content; still nobody but the owner follows one."""

    def visible_to(self, actor: Actor) -> Self:
        """The actor's own jobs."""
        return self.none() if actor.user_id is None else self.filter(owner_id=actor.user_id)

    def claimable(self) -> Self:
        """Nobody works on it and it has attempts left."""
        free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lte=Now())
        return self.filter(free, attempts__lt=MAX_ATTEMPTS)

    def to_send(self) -> Self:
        """Claimable, and long enough ago that it was sent last."""
        return self.claimable().filter(send_at__lte=Now())

    def lost(self) -> Self:
        """The last attempt was claimed and never came back."""
        return self.filter(state=JobState.RUNNING, lease_until__lte=Now(), attempts__gte=MAX_ATTEMPTS)

    def held_by(self, job: "Job") -> Self:
        """This very attempt of the job, as long as nobody took it over."""
        return self.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


class OutboxQuerySet(QuerySet["OutboxMessage"]):
    """Mail that goes out."""

    def to_send(self) -> Self:
        """Due now, the urgent first, then the oldest."""
        urgent = ExpressionWrapper(Q(kind=MailKind.URGENT), output_field=BooleanField())
        return self.filter(state=MailState.QUEUED, send_at__lte=Now()).order_by(urgent.desc(), "send_at")
