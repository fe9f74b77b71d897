"""What the clock does with accounts; loading this module also tells the outbox who writes the mails with a link."""

from datetime import time, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from core.access import Actor
from jobs.models import Job
from jobs.registry import recurring

from . import departures, devices, mail, throttle

__all__ = ["clear_counts", "clear_sessions", "mail"]


@recurring("accounts.clear_sessions", every=timedelta(days=1), at=time(3, 20))
def clear_sessions(_job: Job, _actor: Actor) -> None:
    """Remove sessions that ended, and the lines about them."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key")).values("session_key")
    UserSession.objects.annotate(alive=Subquery(alive)).filter(alive=None).delete()


@recurring("accounts.clear_counts", every=timedelta(days=1), at=time(3, 25))
def clear_counts(_job: Job, _actor: Actor) -> None:
    """Remove attempts, browsers and departures that count for nothing any more."""
    throttle.delete_forgotten()
    devices.delete_old()
    departures.delete_old()
