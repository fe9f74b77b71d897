"""Once a minute: send what is waiting, start what is due, give up what died three times.

The sweeper makes the broker a mere convenience. Whatever it loses is sent again from the rows, each time after a longer
pause, so that a long queue is not doubled every minute.
"""

from datetime import UTC, datetime, timedelta

from django.db.models.functions import Now
from django.utils import timezone

from core.workdays import AMSTERDAM

from .models import Job
from .operations import enqueue, send
from .registry import RECURRENCES, Recurrence
from .states import FIRST_RESEND, LAST_RESEND, JobState

AT_ONCE = 500
_LONGEST_POWER = 10
_START = datetime(2000, 1, 1, tzinfo=UTC)


def sweep() -> int:
    """Give up the lost, send the waiting. Returns how many were sent; stops early when the broker is away."""
    Job.objects.lost().update(state=JobState.MANUAL, error="worker_lost", lease_until=None, finished_at=Now())
    sent = 0
    for job_id, sends in Job.objects.to_send().order_by("send_at").values_list("pk", "sends")[:AT_ONCE]:
        if not send(job_id):
            break
        Job.objects.filter(pk=job_id).update(sends=sends + 1, send_at=Now() + pause(sends + 1))
        sent += 1
    return sent


def pause(sends: int) -> timedelta:
    """How long to wait after the `sends`-th time: twice as long each time, up to a quarter of an hour."""
    return min(FIRST_RESEND * (1 << min(sends, _LONGEST_POWER)), LAST_RESEND)


def start_due() -> list[Job]:
    """Make the job of each recurrence whose turn it is; the key of the turn lets nobody make it twice."""
    now = timezone.now()
    turns = ((recurrence, turn_of(recurrence, now)) for recurrence in RECURRENCES.values())
    return [
        enqueue(recurrence.kind, owner_id=None, idempotency_key=f"{recurrence.kind}@{turn}")
        for recurrence, turn in turns
        if turn
    ]


def turn_of(recurrence: Recurrence, now: datetime) -> str:
    """The name of the turn that `now` lies in; "" before today's time."""
    if recurrence.at is not None:
        local = now.astimezone(AMSTERDAM)
        return local.date().isoformat() if local.time() >= recurrence.at else ""
    return str((now - _START) // recurrence.every)
