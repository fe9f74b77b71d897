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
    signals, people, answers, basis = (figure.value for figure in figures)
    yes, _, of = basis.partition(" van ")
    return PublishedEdition(
        report.period, local_date(report.counted_at), _shown(signals), _shown(people), answers, Score(int(yes), int(of))
    )


def _shown(text: str) -> Shown:
    """The figure that was shown; a hidden one stays hidden."""
    digits = text.replace(".", "")
    return Shown(text, int(digits) if digits.isdecimal() else None)
