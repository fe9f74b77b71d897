"""What is counted of the signals of a period: one table of named sets, behind the numbers of the officer's own figures and
the filter of the list that they lead to, so that a number and its list cannot differ.

Whoever counts is whoever lists: of the signals that stand in her lists, those of her own municipalities, exactly. Which
signals count at all (`SignalQuerySet.counted`), and which answers, is as in the reports of an area.

Terms are those that hold in the municipality today; a working day is one of the Netherlands. What was decided in one go
with taking up has its day all the same. Of what was erased the days are gone, so it is neither in time nor late.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, Min, OuterRef, Q, Subquery

from core.access import Actor
from core.workdays import AMSTERDAM, local_date, today

from .codes import Answered
from .models import Decision, Follow, Handover, HandoverAnswer, Signal, StatePeriod
from .partners import IN_TIME
from .querysets import SignalQuerySet
from .terms import DECIDE, DECIDE_IN_DANGER, TAKE_UP, TAKE_UP_IN_DANGER, decide_by
from .workflow import HandoverState, SignalState

# Before this nothing can have been received.
EARLIEST = dt.date(1990, 1, 1)
# So long after today the last period that can be chosen ends.
A_YEAR = dt.timedelta(days=366)
_WHY = "only days and states, of a signal that passed its gate"


@dataclass(frozen=True)
class Span:
    """From `start` up to and including `end`, as this actor sees it."""

    actor: Actor
    start: dt.date
    end: dt.date

    def holds(self, moment: str) -> Q:
        """Of rows with this column: it lies in the span."""
        return Q(**{f"{moment}__gte": _midnight(self.start), f"{moment}__lt": self.after})

    @property
    def after(self) -> dt.datetime:
        """The first moment behind it."""
        return _midnight(self.end + dt.timedelta(days=1))

    @cached_property
    def pace(self) -> "Pace":
        """What was in time and what was late, of what was received in it. One query."""
        return _pace(self)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, AMSTERDAM)


class Pace(NamedTuple):
    """Keys of signals."""

    in_time: list[uuid.UUID]
    late: list[uuid.UUID]


@dataclass(frozen=True, slots=True)
class PeriodSet:
    """One number: its words, what it counts in a sentence, and which signals these are."""

    label: str
    means: str
    condition: Callable[[Span], Q]


def _received(span: Span) -> Q:
    return span.holds("received_at")


def _taken_up(span: Span) -> Q:
    return Q(pk__in=span.pace.in_time)


def _late(span: Span) -> Q:
    return Q(pk__in=span.pace.late)


def _decided(span: Span) -> Q:
    rows = Decision.objects.unscoped(reason=_WHY).filter(span.holds("decided_at"))
    return Q(Exists(rows.filter(signal=OuterRef("pk"))))


def sent_in(span: Span) -> Any:
    """The handovers that were sent in it and not taken back."""
    rows = Handover.objects.listed_for(span.actor).filter(span.holds("sent_at"))
    return rows.exclude(state__in=(HandoverState.DRAFT, HandoverState.WITHDRAWN))


def _handed_over(span: Span) -> Q:
    return Q(Exists(sent_in(span).filter(signal=OuterRef("pk"))))


def _answered(span: Span) -> Q:
    last = span.after + dt.timedelta(days=IN_TIME)
    answers = HandoverAnswer.objects.unscoped(reason=_WHY).filter(handover=OuterRef("pk"), answered_at__lt=last)
    told = Q(refused_at__lt=last) | Q(Exists(answers))
    return Q(Exists(sent_in(span).filter(told, signal=OuterRef("pk"))))


def _followed(span: Span) -> Q:
    rows = Follow.objects.unscoped(reason=_WHY).filter(started_at__lt=span.after)
    return Q(Exists(rows.filter(Q(ended_at=None) | Q(ended_at__gte=span.after), signal=OuterRef("pk"))))


def _closed(span: Span) -> Q:
    return span.holds("closed_at")


# The code stands in the address of the list.
PERIOD_SETS: Mapping[str, PeriodSet] = {
    "ontvangen": PeriodSet("Binnengekomen", "in deze periode ontvangen", _received),
    "opgepakt": PeriodSet("Daarvan op tijd opgepakt", "binnen de termijn opgepakt, of zelf vastgelegd", _taken_up),
    "te-laat": PeriodSet("Daarvan een termijn gemist", "te laat opgepakt of te laat besloten", _late),
    "besloten": PeriodSet("Besloten", "in deze periode een besluit genomen", _decided),
    "doorgegeven": PeriodSet("Doorgegeven", "in deze periode doorgegeven aan een partner", _handed_over),
    "beantwoord": PeriodSet(
        "Daarvan beantwoord", f"een partner antwoordde, uiterlijk {IN_TIME} dagen na de periode", _answered
    ),
    "gevolgd": PeriodSet("Gevolgd", "gevolgd op de laatste dag van de periode", _followed),
    "gesloten": PeriodSet("Gesloten", "in deze periode gesloten", _closed),
}


def in_period(signals: SignalQuerySet, code: str, span: Span) -> SignalQuerySet:
    """Of signals in the actor's lists those of one of the sets; only of the municipalities she works for."""
    return signals.counted().filter(PERIOD_SETS[code].condition(span), municipality__in=span.actor.content)


def _pace(span: Span) -> Pace:
    in_time: list[uuid.UUID] = []
    late: list[uuid.UUID] = []
    for line in _lines(span):
        taken_up_late, decided_late = line.taken_up_late(span.actor), line.decided_late(span.actor)
        if taken_up_late or decided_late:
            late.append(line.pk)
        if line.taken_up is not None and not taken_up_late:
            in_time.append(line.pk)
    return Pace(in_time, late)


class _Line(NamedTuple):
    """One signal: when it came to wait, was taken up, was decided or closed."""

    pk: uuid.UUID
    municipality_id: int
    danger: str
    received: dt.datetime
    stored: dt.datetime
    waited: dt.datetime | None
    taken_up: dt.datetime | None
    decided: dt.datetime | None
    closed: dt.datetime | None

    @property
    def is_acute(self) -> bool:
        return self.danger == Answered.YES

    def taken_up_late(self, actor: Actor) -> bool:
        """It waited for somebody, for longer than the term."""
        if self.waited is None:
            return False
        term = TAKE_UP_IN_DANGER if self.is_acute else TAKE_UP.of(self.municipality_id, actor)
        return _day(self.taken_up or self.closed) > term.due(self.waited)

    def decided_late(self, actor: Actor) -> bool:
        """From its arrival. What came from a list counts from the day it came in here."""
        if self.taken_up is None:
            return False
        done = min(filter(None, (self.decided, self.closed)), default=None)
        if self.is_acute:
            return _day(done) > DECIDE_IN_DANGER.due(max(self.taken_up, self.stored))
        arrived = max(self.received, self.stored)
        return _day(done) > decide_by(DECIDE.of(self.municipality_id, actor), arrived, self.taken_up)


def _day(moment: dt.datetime | None) -> dt.date:
    return local_date(moment) if moment else today()


def _lines(span: Span) -> Iterator[_Line]:
    signals = Signal.objects.listed_for(span.actor).counted().exclude(state=SignalState.ANONYMISED)
    rows = signals.filter(_received(span), municipality__in=span.actor.content)
    found = rows.annotate(
        waited=_began(SignalState.RECEIVED), taken_up=_began(SignalState.TRIAGE), first_decision=_first_decision()
    )
    columns = (
        "pk",
        "municipality_id",
        "danger",
        "received_at",
        "created_at",
        "waited",
        "taken_up",
        "first_decision",
        "closed_at",
    )
    return (_Line(*line) for line in found.order_by().values_list(*columns))


def _began(state: SignalState) -> Subquery:
    periods = StatePeriod.objects.unscoped(reason=_WHY).filter(signal=OuterRef("pk"), state=state)
    return Subquery(periods.order_by("since").values("since")[:1])


def _first_decision() -> Subquery:
    rows = Decision.objects.unscoped(reason=_WHY).filter(signal=OuterRef("pk")).order_by()
    return Subquery(rows.values("signal").annotate(first=Min("decided_at")).values("first"))
