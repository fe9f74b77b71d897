"""Thin jobs of this app; loading this module also tells the outbox who writes digests."""

from datetime import time, timedelta

from core.access import Actor
from core.workdays import today
from jobs.models import Job
from jobs.registry import recurring

from . import digests

__all__ = ["digests", "send_digests"]


@recurring("municipalities.digests", every=timedelta(days=1), at=time(7, 30))
def send_digests(_job: Job, _actor: Actor) -> None:
    """Once a day, all in one transaction: who dies halfway has queued none, and the turn has one job."""
    digests.queue_digests(today())
