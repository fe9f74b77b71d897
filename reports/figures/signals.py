"""Counting signals.

A signal that moved to another municipality is one signal: it counts where it went. Signals that were merged are one: the
one that stays counts. Everything else that was received counts, also when it later turned out to be nothing.
"""

import datetime as dt
from collections.abc import Callable, Mapping

from django.db.models import Case, Count, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from core.workdays import local_date
from reports.periods import Period, last_half_years
from signals.models import Follow, Merge, Signal
from signals.querysets import SignalQuerySet

from .moments import REASON, held_at
from .places import Counts, Places, by_key
from .source import exact

# Beside the forms in what is counted by form.
DISADVANTAGE = "serious_disadvantage"


def received_by_place(places: Places, period: Period) -> Counts:
    """How many were received in the period, by municipality; one without any is not in it."""
    start, after = period.moments
    rows = _signals(places).filter(received_at__gte=start, received_at__lt=after)
    return dict(rows.order_by().values_list("municipality").annotate(Count("pk")))


def received_by_form(places: Places, period: Period) -> Mapping[str, Counts]:
    """How many were received in the period, by form and municipality.

    What was found to be serious disadvantage at work is no form and never counts as trafficking (domain 4.1).
    """
    start, after = period.moments
    rows = _signals(places).filter(received_at__gte=start, received_at__lt=after)
    kind = Case(When(serious_disadvantage=True, then=Value(DISADVANTAGE)), default=F("form"))
    counted = rows.order_by().annotate(kind=kind).values_list("kind", "municipality").annotate(Count("pk"))
    return by_key(counted)


def followed_by_place(places: Places, day: dt.date) -> Counts:
    """How many signals were followed at the end of `day`, by municipality."""
    rows = exact(Follow.objects.unscoped(reason=REASON)).filter(
        held_at(day, "started_at", "ended_at"), municipality__in=places
    )
    merges = exact(Merge.objects.unscoped(reason=REASON)).running().filter(signal=OuterRef("signal"))
    matter = Count(Coalesce(Subquery(merges.order_by().values("into")[:1]), F("signal")), distinct=True)
    return dict(rows.order_by().values("municipality").annotate(matters=matter).values_list("municipality", "matters"))


def first_complete_day(places: Places) -> dt.date | None:
    """From when on every signal is in here: the first day of the month of the first one; None without any."""
    first = _signals(places).order_by("received_at").values_list("received_at", flat=True).first()
    return local_date(first).replace(day=1) if first else None


def is_complete(places: Places, period: Period) -> bool:
    """Whether every signal of the period is in here."""
    since = first_complete_day(places)
    return since is not None and since <= period.start


def complete_half_years(places_on: Callable[[dt.date], Places], until: dt.date) -> list[Period]:
    """The closed half-years with complete data up to `until`, oldest first, at most eight.

    `places_on` gives the municipalities of a day: each half-year is about those of its own last day, as its report is.
    """
    found: list[Period] = []
    for period in reversed(last_half_years(until)):
        if not is_complete(places_on(period.reference_date), period):
            break
        found.insert(0, period)
    return found


def _signals(places: Places) -> SignalQuerySet:
    return exact(Signal.objects.unscoped(reason=REASON)).filter(municipality__in=places).counted()
