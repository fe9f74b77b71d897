"""Signals that are past their day, and what two people make of that."""

import datetime as dt
import uuid

from django.utils import timezone

from accounts.models import User
from core.access import Actor
from core.workdays import today
from jobs import runner
from jobs.models import Job
from municipalities.models import Municipality
from municipalities.oversight import overseeing
from municipalities.roles import actor_for
from signals import operations
from signals.codes import CloseReason
from signals.models import Erasure, ErasureLine, Signal, StatePeriod, part_of
from signals.operations.erasing import ERASE_KIND, Longer
from signals.workflow import SignalState
from tests.factories import signals as make
from tests.support import contexts
from tests.support.world import World

LONG_AGO = dt.timedelta(days=200)
DAY = dt.timedelta(days=1)


def past_its_day(world: World, place: Municipality | None = None, **given: object) -> Signal:
    """Closed long ago: nothing was the matter."""
    (signal,) = make.stored(place or world.goes, world.wilma, 1)
    return close(signal, **given)


def close(signal: Signal, **given: object) -> Signal:
    """Closed some half year ago, and to be kept until yesterday."""
    closed_at = timezone.now() - LONG_AGO
    columns: dict[str, object] = {
        "state": SignalState.CLOSED,
        "closed_at": closed_at,
        "received_at": closed_at - 10 * DAY,
        "close_reason": CloseReason.NO_INDICATION,
        "close_motivation": "De vergunning klopt.",
        "due_on": None,
        "kept_until": today() - DAY,
        "kept_why": "nothing",
    }
    Signal.objects.unscoped(reason="test").filter(pk=signal.pk).update(**columns | given)
    periods = StatePeriod.objects.unscoped(reason="test").filter(signal=signal)
    periods.filter(until=None).update(until=closed_at, since=closed_at - DAY)
    StatePeriod.objects.create(**part_of(signal), state=SignalState.CLOSED, since=closed_at)
    return again(signal)


def officer(world: World) -> Actor:
    """Of Goes."""
    return actor_for(world.wilma, "focal_officer")


def again(signal: Signal) -> Signal:
    """As it is now."""
    found: Signal = Signal.objects.unscoped(reason="test").get(pk=signal.pk)
    return found


def put_forward(world: World, *signals: Signal, by: User | None = None) -> Erasure:
    """By the officer of their municipality, or by a colleague."""
    chosen = [signal.pk for signal in signals]
    return operations.approve_erasure(
        actor=actor_for(by) if by else officer(world),
        key=uuid.uuid4(),
        municipality=signals[0].municipality,
        chosen=chosen,
    )


def agreed(world: World, erasure: Erasure) -> Erasure:
    """By the privacy officer."""
    vince = actor_for(world.person("Vince"), "privacy_officer")
    with contexts.acting_as(vince), overseeing(vince):
        return operations.agree_erasure(Erasure.objects.visible_to(vince).get(pk=erasure.pk), actor=vince)


def longer(signal: Signal, days: int = 30, why: str = "Er loopt een onderzoek.") -> Longer:
    """What a form gives to hold it."""
    until = today() + days * DAY
    return Longer(uuid.uuid4(), signal.pk, signal.municipality_id, signal.reference, why, until)


def job_of(erasure: Erasure) -> Job:
    """The one that was asked last."""
    return Job.objects.filter(kind=ERASE_KIND, object_id=erasure.pk).latest("created_at")


def worked_off(erasure: Erasure) -> str:
    """The worker takes it; how it ended."""
    job = job_of(erasure)
    runner.run(job.pk)
    job.refresh_from_db()
    return job.state


def lines_of(erasure: Erasure) -> dict[str, str]:
    """What is left of it: number and state."""
    lines = ErasureLine.objects.unscoped(reason="test").filter(erasure=erasure)
    return dict(lines.values_list("reference", "state"))
