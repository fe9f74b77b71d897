"""What published reports said: a later report repeats their figures instead of counting them anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.workdays import local_date
from municipalities.areas import AnyArea
from municipalities.readiness import Score

from .disclosure import Shown
from .edition import Edition
from .models import Report
from .periods import Period
from .workflow import ReportState


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """The key figures of the last published edition of a period, as they were frozen."""

    period: Period
    counted_on: date
    signals: Shown
    people: Shown
    answers: str
    basis: Score


def published_before(area: AnyArea, period: Period) -> Mapping[Period, PublishedEdition]:
    """By period, of the periods of the area that ended before this one began. One query."""
    rows = Report.objects.unscoped(reason="a report is compared with what was published of its area")
    rows = rows.filter(
        area_kind=area.kind, area_id=area.pk, state=ReportState.PUBLISHED, period_end__lt=period.start
    ).order_by("edition")
    # A later edition takes the place of an earlier one.
    found = [_read(report) for report in rows]
    return {edition.period: edition for edition in found if edition is not None}


def _read(report: Report) -> PublishedEdition | None:
    figures = Edition.from_data(report.figures or {}).key_figures
    if len(figures) != 4 or report.counted_at is None:
        return None
    signals, people, answers, basis = figures
    yes, _, of = basis.value.partition(" van ")
    return PublishedEdition(
        report.period,
        local_date(report.counted_at),
        signals.made_of[0],
        people.made_of[0],
        answers.value,
        Score(int(yes), int(of)),
    )
