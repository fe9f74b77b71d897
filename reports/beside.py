"""The reports of one area beside each other: of a year they show figures of one kind of period only.

Quarters, half-years and years that overlap give hidden numbers back by subtraction (docs/adr/0018). A report has more than
its own period: it compares with the one before and draws half-years, which may lie in an earlier year. So one question,
`in_the_way`, is asked at three moments:

- a report is begun: it is refused when another kind of period of its year is shown already, in whatever report;
- a report is counted: a period that may not stand beside the others is left out, as comparison and as bar;
- a period is chosen: the form says beforehand which ones cannot be.

Until a report is counted it is taken to show all that it may come to show: the answer is the same in any order of making.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Self

from municipalities.areas import AnyArea

from .models import Report
from .periods import EARLIEST, Period, PeriodKind, last_half_years
from .querysets import ReportQuerySet


@dataclass(frozen=True, slots=True)
class Told:
    """Of which periods a report has figures: its own, and the ones `beside` it."""

    period: Period
    beside: frozenset[Period] = frozenset()

    @classmethod
    def of(cls, period: Period, shown: Collection[str] | None = None) -> Self:
        """`shown`: the codes that its edition froze (`Edition.beside`), None when it was not counted."""
        if shown is not None:
            return cls(period, frozenset(Period.from_code(code) for code in shown))
        compared = [period.previous] if period.previous.start >= EARLIEST else []
        return cls(period, frozenset([*compared, *last_half_years(chart_until(period))]) - {period})

    def other_kind(self, period: Period) -> Period | None:
        """A period of the same year and another kind that it has figures of."""
        told = (self.period, *sorted(self.beside, key=lambda other: other.start))
        return next((other for other in told if other.year == period.year and other.kind != period.kind), None)


@dataclass(frozen=True, slots=True)
class InTheWay:
    """`shown`: a period of the same year and another kind, `report`: the period of the report that shows it."""

    report: Period
    shown: Period


def told_of(rows: ReportQuerySet) -> list[Told]:
    """What these reports show. One query, without their figures."""
    found = rows.order_by("period_end").values_list("period_kind", "period_end", "figures__beside")
    return [Told.of(Period.holding(end, PeriodKind(kind)), shown) for kind, end, shown in found]


def told_about(area: AnyArea) -> list[Told]:
    """What all reports of the area show. One query."""
    rows = Report.objects.unscoped(reason="of a year the reports of an area show one kind of period")
    return told_of(rows.filter(area_kind=area.kind, area_id=area.pk))


def in_the_way(period: Period, told: Sequence[Told]) -> InTheWay | None:
    """Why figures of this period cannot stand beside these reports; None when they can.

    The reports about a year say what kind it has; where there are none, the ones that show something of it beside their own.
    """
    about = [one for one in told if one.period.year == period.year]
    for one in about or told:
        if other := one.other_kind(period):
            return InTheWay(one.period, other)
    return None


def may_be_drawn(half_years: Sequence[Period], told: Sequence[Told]) -> list[Period]:
    """The last of these, without a gap, that may stand beside the reports."""
    return list(takewhile(lambda period: in_the_way(period, told) is None, reversed(half_years)))[::-1]


def chart_until(period: Period) -> date:
    """The last day that the chart of its report may show.

    Half-years are parts of a year and wholes of quarters: beside a year, or a quarter, that is shown they would give a small
    one back. The reports of these, about one year, show periods of that year and of the last one: their charts end before.
    """
    if period.kind is PeriodKind.HALF_YEAR:
        return period.reference_date
    return date(period.year - 2, 12, 31)
