"""Counting what was passed on to partners and what they answered."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

from django.db.models import Min
from django.db.models.functions import Least

from core.workdays import local_date
from reports.periods import Period
from signals.handed_sets import HandoverQuerySet
from signals.models import Handover
from signals.workflow import HandoverState

from .moments import REASON, end_of
from .places import Counts, Places, together
from .source import exact

IN_TIME = 28  # calendar days


@dataclass(slots=True)
class PassedOn:
    """What went to one partner, or to all: how many, of which anonymous, and the days until each first answer."""

    sent: int = 0
    anonymous: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def answered(self) -> int:
        return len(self.days)

    @property
    def answered_in_time(self) -> int:
        return sum(1 for days in self.days if days <= IN_TIME)

    @property
    def median_days(self) -> float | None:
        return median(self.days) if self.days else None


def answers_complete_on(period: Period) -> dt.date:
    """The first day on which no answer can come any more that counts: before it the counts are not whole."""
    return period.end + dt.timedelta(days=IN_TIME + 1)


def passed_on_by_partner(places: Places, period: Period) -> dict[str, dict[int, PassedOn]]:
    """By name of the partner and municipality, of the handovers sent in the period: see `by_partner`."""
    rows = exact(Handover.objects.unscoped(reason=REASON)).filter(municipality__in=places)
    return by_partner(rows, period)


def by_partner(rows: HandoverQuerySet, period: Period) -> dict[str, dict[int, PassedOn]]:
    """Of these handovers those sent in the period; withdrawn ones do not count.

    An answer counts when it came within 28 days after the period, which is when the last one could be in time, from the day
    that was told where it was written down later. To refuse it by the button of the inbox is an answer too.
    """
    start, after = period.moments
    rows = rows.filter(sent_at__gte=start, sent_at__lt=after).exclude(
        state__in=(HandoverState.DRAFT, HandoverState.WITHDRAWN)
    )
    rows = rows.annotate(first_answer=Least("refused_at", Min("answers__answered_at")))
    last = end_of(answers_complete_on(period) - dt.timedelta(days=1))
    found: dict[str, dict[int, PassedOn]] = defaultdict(lambda: defaultdict(PassedOn))
    for partner, place, anonymous, sent, answer in rows.order_by("partner__sort_name").values_list(
        "partner__name", "municipality", "anonymous", "sent_at", "first_answer"
    ):
        line = found[partner][place]
        line.sent += 1
        line.anonymous += int(anonymous)
        if answer is not None and answer < last:
            line.days.append((local_date(answer) - local_date(sent)).days)
    return {partner: dict(lines) for partner, lines in found.items()}


def counts_of(partners: Iterable[Mapping[int, PassedOn]], figure: str) -> Counts:
    """One figure of all these partners together ("sent", "anonymous", "answered", "answered_in_time"), by municipality."""
    return together({place: getattr(line, figure) for place, line in lines.items()} for lines in partners)


def all_of(lines: Iterable[PassedOn]) -> PassedOn:
    """The total."""
    lines = list(lines)
    return PassedOn(
        sent=sum(line.sent for line in lines),
        anonymous=sum(line.anonymous for line in lines),
        days=[days for line in lines for days in line.days],
    )
