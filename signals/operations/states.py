"""What every change of a signal's state does beside it: the dated row and the sender's copy."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from core.access import Action, Actor
from core.errors import WrongState
from core.reading import read_together
from signals.models import (
    Concern,
    Follow,
    Handover,
    Move,
    Offer,
    Question,
    Signal,
    SignalPart,
    StatePeriod,
    Submission,
    TableItem,
    part_of,
)
from signals.table_states import ItemState
from signals.workflow import (
    HANDOVER_SETTLED,
    OFFER_SETTLED,
    SIGNAL,
    ConcernState,
    FollowState,
    HandoverState,
    MoveState,
    OfferState,
    QuestionState,
)

# What runs beside a signal, as it is called, and the states in which it does.
_BESIDE: tuple[tuple[type[Any], str, Collection[str]], ...] = (
    (Handover, "een doormelding zonder antwoord", frozenset(HandoverState) - frozenset(HANDOVER_SETTLED)),
    (Offer, "een aanbod aan de zorgcoördinator", frozenset(OfferState) - frozenset(OFFER_SETTLED)),
    (Follow, "het volgen van het signaal", frozenset(FollowState) - {FollowState.ENDED}),
    (Move, "een overdracht aan een andere gemeente", {MoveState.OFFERED}),
    (Concern, "het delen met een andere gemeente", {ConcernState.OFFERED, ConcernState.ACCEPTED}),
    (TableItem, "een punt op de agenda van een screeningsoverleg", {ItemState.TABLED}),
    (Question, "een open vraag", {QuestionState.OPEN}),
)


def lock_signal(part: SignalPart, _actor: Actor | None = None) -> Signal:
    """The signal of this part as it is now, locked until COMMIT. A step of an operation on the part, or its `lock_first`."""
    found: Signal = Signal._base_manager.select_for_update(of=("self",)).get(pk=part.signal_id)
    return found


def move_state(signal: Signal, action: Action) -> None:
    """Walk the arrow of `action`; when the state changes, close its dated row and open the next."""
    walk(signal, [action])


def walk(signal: Signal, actions: Sequence[Action]) -> None:
    """The same along several arrows, in one step: the states between are none that it was in."""
    came_from = signal.state
    for action in actions:
        SIGNAL.move(signal, action)
    if signal.state == came_from:
        return
    now = timezone.now()
    begun = StatePeriod(**part_of(signal), state=signal.state, since=now)
    fields = [field for field in StatePeriod._meta.concrete_fields if field.attname != "until"]
    values = [field.get_db_prep_save(field.pre_save(begun, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            _turn(tuple(field.column for field in fields)), [signal.state, now, signal.pk, now, signal.pk, *values]
        )


@cache
def _turn(columns: tuple[str, ...]) -> str:
    """End the dated row that runs and begin the next, and tell the sender's copy, in one statement.

    The new row is made of the count of what ended, and so after it: one row of a signal has no end.
    """
    table, copies, names = StatePeriod._meta.db_table, Submission._meta.db_table, ", ".join(columns)
    places = ", ".join(["%s"] * len(columns))
    return f"""
        WITH told AS (UPDATE {copies} SET state = %s, changed_at = %s WHERE signal_id = %s),
        ended AS (UPDATE {table} SET until = %s WHERE signal_id = %s AND until IS NULL RETURNING id)
        INSERT INTO {table} ({names}) SELECT {places} FROM (SELECT count(*) FROM ended) AS before
    """  # noqa: S608  our own columns


def open_period(signal: Signal, since: datetime) -> None:
    """Begin the dated row of the state the signal is in."""
    StatePeriod.objects.create(**part_of(signal), state=signal.state, since=since)


def demand_settled(signal: Signal, *, step: str = "Sluiten") -> None:
    """Raise WrongState naming what still runs: a signal is closed when everything beside it is settled."""
    if running := _running(signal):
        raise WrongState(_waits(step, running), running=running)


def demand_not_offered_away(signal: Signal) -> None:
    """Raise WrongState while another municipality is asked to take the signal over: what is decided here
    it would not know, and only what the page of the question showed goes along."""
    move = moves_offered(signal).first()
    if move is not None:
        message = f"Dit signaal is aangeboden aan {move.to_municipality}. Trek dat eerst in, of wacht op het antwoord."
        raise WrongState(message)


def moves_offered(signal: Signal) -> QuerySet[Any, Any]:
    """The question to another municipality to take it over, while that waits."""
    found: QuerySet[Any, Any] = Move.objects.of(signal).filter(state=MoveState.OFFERED)
    return found.select_related("to_municipality")


def why_not_yet(step: str, rows: Mapping[type, Iterable[Any]]) -> str:
    """Why `step` ("Sluiten") waits, from the rows beside a signal that a page has read already; "" when nothing runs."""
    running = [words for model, words, runs in _BESIDE if any(row.state in runs for row in rows.get(model, ()))]
    return _waits(step, running) if running else ""


def _waits(step: str, running: Collection[str]) -> str:
    return f"{step} kan nog niet. Dit loopt nog: {', '.join(running)}."


def _running(signal: Signal) -> list[str]:
    beside = {words: model.objects.of(signal).filter(state__in=runs) for model, words, runs in _BESIDE}
    found = read_together({words: rows.values_list("pk", flat=True)[:1] for words, rows in beside.items()})
    return [words for words, rows in found.items() if rows]
