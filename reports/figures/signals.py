"""Counting signals.

A signal that moved to another municipality is one signal: it counts where it went. Everything else that was received
counts, also when it later turned out to be nothing.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping

from django.db.models import Count

from core.workdays import local_date
from reports.periods import Period, last_half_years
from signals.models import Follow, Signal
from signals.querysets import SignalQuerySet
from signals.workflow import SignalState

from .moments import REASON, held_at

type Places = Collection[int]


def received_in(places: Places, period: Period) -> int:
    """How many signals were received in the period."""
    return sum(received_by_place(places, period).values())


def received_by_place(places: Places, period: Period) -> Mapping[int, int]:
    """How many were received in the period, by municipality; one without any is not in it."""
    start, after = period.moments
    rows = _signals(places).filter(received_at__gte=start, received_at__lt=after)
    return dict(rows.order_by().values_list("municipality").annotate(Count("pk")))


def received_by_form(places: Places, period: Period) -> Mapping[str, int]:
    """How many were received in the period, by form."""
    start, after = period.moments
    rows = _signals(places).filter(received_at__gte=start, received_at__lt=after)
    return dict(rows.order_by().values_list("form").annotate(Count("pk")))


def followed_by_place(places: Places, day: dt.date) -> Mapping[int, int]:
    """How many signals were followed at the end of `day`, by municipality."""
    rows = Follow.objects.unscoped(reason=REASON).filter(
        held_at(day, "started_at", "ended_at"), municipality__in=places
    )
    return dict(rows.order_by().values_list("municipality").annotate(Count("signal", distinct=True)))


def first_complete_day(places: Places) -> dt.date | None:
    """From when on every signal is in here: the first day of the month of the first one; None without any."""
    first = _signals(places).order_by("received_at").values_list("received_at", flat=True).first()
    return local_date(first).replace(day=1) if first else None


def is_complete(places: Places, period: Period) -> bool:
    """Whether every signal of the period is in here."""
    since = first_complete_day(places)
    return since is not None and since <= period.start


def received_per_half_year(places_on: Callable[[dt.date], Places], until: dt.date) -> list[tuple[Period, int]]:
    """The closed half-years with complete data up to `until`, oldest first, at most eight, with what was received.

    `places_on` gives the municipalities of a day: each half-year counts those of its own last day, as its report does.
    """
    found: list[tuple[Period, int]] = []
    for period in reversed(last_half_years(until)):
        places = places_on(period.reference_date)
        if not is_complete(places, period):
            break
        found.insert(0, (period, received_in(places, period)))
    return found


def _signals(places: Places) -> SignalQuerySet:
    rows = Signal.objects.unscoped(reason=REASON).filter(municipality__in=places)
    return rows.exclude(state=SignalState.MOVED)
