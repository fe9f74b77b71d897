"""From area and period to an edition: asks the figures, hides what is small, words what remains.

Called inside a context as wide as the area (`reports.making`).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from django.utils.formats import date_format

from municipalities.areas import AnyArea
from municipalities.readiness_items import BASIS_ITEMS

from .at import COMPARING, At, Published, Tell, before
from .beside import InTheWay, chart_until, in_the_way, may_be_drawn, told_about
from .charts import Bar
from .disclosure import Shown
from .edition import Chart, Edition, KeyFigure
from .figures import readiness, signals
from .figures.handovers import IN_TIME
from .periods import Period
from .proposals import propose
from .published import published_before
from .sentences import amount, compared, in_period, per_kind, the_period
from .tables import HEADINGS, all_tables


@dataclass(frozen=True, slots=True)
class Question:
    """What is counted. `focus`: the form that comes first; `capacity`: fte that somebody filled in; `on`: as in At."""

    area: AnyArea
    period: Period
    focus: str = ""
    capacity: Decimal | None = None
    on: date | None = None


def count(question: Question, tell: Tell = lambda _part: None) -> Edition:
    """The edition of an area and a closed period. `tell` hears what is going on."""
    now = At(question.area, question.period, question.on)
    now.count(tell)
    tell(COMPARING)
    published, told = published_before(question.area, question.period), told_about(question.area)
    barred = in_the_way(question.period.previous, told)
    earlier = None if barred else before(now, published)
    complete = signals.complete_half_years(partial(readiness.ids_in, question.area), chart_until(now.period))
    periods = may_be_drawn(complete, told)
    half_years = [
        (period, published[period].signals if period in published else At(question.area, period, now.on).signals)
        for period in periods
    ]
    return Edition(
        key_figures=_key_figures(now, earlier),
        tables=all_tables(now, earlier, half_years, question.focus, question.capacity),
        chart=_chart(half_years),
        proposal=propose(now, earlier),
        changes=tuple(_changes(now, earlier)),
        compared=_not_compared(question.period.previous, barred) if barred else _compared(earlier),
        beside=tuple(sorted({period.code for period in periods} | ({earlier.period.code} if earlier else set()))),
    )


def _key_figures(now: At, earlier: At | None) -> tuple[KeyFigure, ...]:
    return (
        KeyFigure(
            "signalen ontvangen",
            str(now.signals),
            compared(now.signals, earlier.signals, in_period(earlier.period)) if earlier else "",
            (now.signals,),
        ),
        KeyFigure(
            f"mensen met intensieve hulp op {_day(now)}",
            str(now.people),
            compared(now.people, earlier.people, f"op {_day(earlier)}") if earlier else "",
            (now.people,),
        ),
        KeyFigure(
            f"doormeldingen met antwoord van de partner binnen {IN_TIME} dagen",
            now.answers,
            _answers_before(now, earlier),
            (now.answered_in_time, now.sent),
        ),
        KeyFigure(
            f"gemeenten met de hele basis op orde: alle {len(BASIS_ITEMS)} onderdelen op ja",
            str(now.basis),
            f"op {_day(earlier)}: {earlier.basis}" if earlier else "",
        ),
    )


def _answers_before(now: At, earlier: At | None) -> str:
    """No comparison while answers may still come: a period half counted looks worse than one that is whole."""
    if now.answers_wait or earlier is None:
        return now.answers_wait
    return f"{in_period(earlier.period)}: {earlier.answers}"


def _compared(earlier: At | None) -> str:
    """Where the figures of the period before come from."""
    if earlier is None:
        return ""
    source = "uit de gepubliceerde rapportage" if isinstance(earlier, Published) else "opnieuw geteld"
    return f"De cijfers over de vorige periode ({earlier.period.name}) zijn {source}."


def _not_compared(previous: Period, barred: InTheWay) -> str:
    """Why there is nothing to compare with."""
    kind = per_kind(barred.shown)
    return (
        f"De cijfers zijn niet vergeleken met {the_period(previous)}. Over {previous.year} staan in de rapportages van dit "
        f"gebied cijfers {kind}. Naast cijfers {per_kind(previous)} zijn daaruit verborgen aantallen uit te rekenen."
    )


def _chart(half_years: list[tuple[Period, Shown]]) -> Chart | None:
    if not half_years:
        return None
    (last, figure), rest = half_years[-1], half_years[:-1]
    message = f"{amount(figure, 'signaal', 'signalen').capitalize()} {in_period(last)}"
    if rest:
        period, value = rest[-1]
        message = f"{message}, {compared(figure, value, in_period(period))}"
    return Chart(message, tuple(Bar(period.axis_lines, value) for period, value in half_years))


def _changes(now: At, earlier: At | None) -> list[str]:
    """Per municipality which of the items shown differ from the end of the period before."""
    if earlier is None or not earlier.cells:
        return []
    lines = []
    for place in now.municipalities:
        said = {item: readiness.words(now.cells, earlier.cells, place, item) for item in readiness.ITEMS}
        words = [f"{HEADINGS[item].lower()} {text}" for item, text in said.items() if "(was" in text]
        if words:
            lines.append(f"{place}: {', '.join(words)}")
    return lines


def _day(at: At) -> str:
    return date_format(at.day, "j F Y")
