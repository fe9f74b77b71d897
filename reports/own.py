"""The figures of an officer's own municipality: exact, of the signals that stand in her lists, over a quarter or a year.

Whoever reads them could count the rows herself, so nothing is hidden; they are hers and no report of the municipality.
Each number leads to its list (signals/period_sets.py). What partners answered is counted as in a report.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from core.access import Actor
from core.workdays import today
from municipalities.models import Municipality
from signals.models import Handover, Signal
from signals.period_sets import PERIOD_SETS, Span

from .figures.handovers import PassedOn, all_of, by_partner
from .periods import EARLIEST, Period, PeriodKind

_KINDS = (PeriodKind.QUARTER, PeriodKind.YEAR)
_MOST = {PeriodKind.QUARTER: 8, PeriodKind.YEAR: 3}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, with the list of exactly what it counts."""

    label: str
    means: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """Of one municipality in one period. `partners`: by name what went there; `together`: to all of them."""

    figures: Sequence[Figure]
    partners: Sequence[tuple[str, PassedOn]]
    together: PassedOn


def periods() -> list[Period]:
    """The quarter and the year that run, and those before: the newest first, quarters before years."""
    return [period for kind in _KINDS for period in _backwards(kind)]


def _backwards(kind: PeriodKind) -> Iterator[Period]:
    period = Period.holding(today(), kind)
    for _ in range(_MOST[kind]):
        if period.start < EARLIEST:
            return
        yield period
        period = period.previous


def own_figures(actor: Actor, municipality: Municipality, period: Period) -> OwnFigures:
    """Three queries."""
    span = Span(actor, period.start, period.end)
    signals = Signal.objects.listed_for(actor).counted().filter(municipality=municipality)
    wanted = {f"n{place}": one.condition(span) for place, one in enumerate(PERIOD_SETS.values())}
    counts = signals.aggregate(**{name: Count("pk", filter=condition) for name, condition in wanted.items()})
    figures = [
        Figure(one.label, one.means, counts[f"n{place}"], _list_of(actor, municipality, period, code))
        for place, (code, one) in enumerate(PERIOD_SETS.items())
    ]
    sent = Handover.objects.listed_for(actor).filter(municipality=municipality)
    lines = [(partner, all_of(places.values())) for partner, places in by_partner(sent, period).items()]
    return OwnFigures(figures, lines, all_of(line for _, line in lines))


def _list_of(actor: Actor, municipality: Municipality, period: Period, code: str) -> str:
    chosen = {"tab": "alles", "cijfer": code, "van": period.start.isoformat(), "tot": period.end.isoformat()}
    chosen |= {"gemeente": municipality.gm_code} if len(actor.content) > 1 else {}
    return f"{reverse('signals:list')}?{urlencode(chosen)}"
