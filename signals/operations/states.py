"""What every change of a signal's state does beside it: the dated row and the sender's copy."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from core.access import Action
from core.errors import WrongState
from signals.models import Concern, Follow, Handover, Move, Offer, Question, Signal, StatePeriod, Submission, part_of
from signals.workflow import (
    HANDOVER_SETTLED,
    OFFER_SETTLED,
    SIGNAL,
    ConcernState,
    FollowState,
    MoveState,
    QuestionState,
)

_WHY = "the signal was authorised by the operation that calls this"


def move_state(signal: Signal, action: Action) -> None:
    """Walk the arrow of `action`; when the state changes, close its dated row and open the next."""
    came_from = SIGNAL.move(signal, action)
    if signal.state == came_from:
        return
    now = timezone.now()
    StatePeriod.objects.of(signal).filter(until__isnull=True).update(until=now)
    open_period(signal, now)
    Submission.objects.unscoped(reason=_WHY).filter(signal=signal).update(state=signal.state, changed_at=now)


def open_period(signal: Signal, since: datetime) -> None:
    """Begin the dated row of the state the signal is in."""
    StatePeriod.objects.create(**part_of(signal), state=signal.state, since=since)


def demand_settled(signal: Signal) -> None:
    """Raise WrongState naming what still runs: a signal is closed when everything beside it is settled."""
    running = list(_running(signal))
    if running:
        message = f"Sluiten kan nog niet. Dit loopt nog: {', '.join(running)}."
        raise WrongState(message, running=running)


def _running(signal: Signal) -> Iterable[str]:
    beside = {
        "een doormelding zonder antwoord": Handover.objects.of(signal).exclude(state__in=HANDOVER_SETTLED),
        "een aanbod aan de zorgcoördinator": Offer.objects.of(signal).exclude(state__in=OFFER_SETTLED),
        "het volgen van het signaal": Follow.objects.of(signal).exclude(state=FollowState.ENDED),
        "een overdracht aan een andere gemeente": Move.objects.of(signal).filter(state=MoveState.OFFERED),
        "het delen met een andere gemeente": Concern.objects.of(signal).filter(
            state__in=[ConcernState.OFFERED, ConcernState.ACCEPTED]
        ),
        "een open vraag": Question.objects.of(signal).filter(state=QuestionState.OPEN),
    }
    return [label for label, rows in beside.items() if rows.exists()]
