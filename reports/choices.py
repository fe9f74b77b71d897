"""Of what a coordinator can make a report: the areas she follows as a whole, and the periods that are over."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from core.access import Actor
from municipalities.areas import AREA_MODELS, MEMBERSHIPS, AnyArea, code_of

from .models import REPORT_KINDS, Report
from .periods import Period, PeriodKind, closed_periods

_MOST = 12  # of each kind; older ones have their reports
_PERIODS = ((PeriodKind.HALF_YEAR, "Halfjaren"), (PeriodKind.QUARTER, "Kwartalen"), (PeriodKind.YEAR, "Jaren"))

type Groups = list[tuple[str, list[tuple[str, str]]]]


def areas_of(actor: Actor, on: date) -> list[AnyArea]:
    """The areas whose municipalities of that day are all in the actor's governance. Two queries for each kind."""
    found: list[AnyArea] = []
    for kind in REPORT_KINDS:
        places: dict[int, set[int]] = defaultdict(set)
        for area, place in MEMBERSHIPS[kind].objects.on(on).values_list("area_id", "municipality_id"):
            places[area].add(place)
        whole = [area for area, inside in places.items() if inside <= actor.governance]
        found.extend(AREA_MODELS[kind].objects.filter(pk__in=whole))
    return found


def area_groups(areas: Sequence[AnyArea]) -> Groups:
    """Those areas for a select, by kind."""
    kinds = dict.fromkeys(area.kind for area in areas)
    return [
        (str(kind.label).capitalize(), [(code_of(area), str(area)) for area in areas if area.kind == kind])
        for kind in kinds
    ]


def period_groups(on: date, taken: Collection[Period] = ()) -> Groups:
    """The closed periods for a select, by length, the newest first.

    Of those `taken` it says that there is a report, of those of another length in the same year that there can be none.
    """
    labels = dict(_PERIODS)

    def words(period: Period) -> str:
        said = f"{period.name} ({period.label})"
        if period in taken:
            return f"{said} – is er al"
        beside = _beside(period, taken)
        return f"{said} – kan niet naast {labels[beside.kind].lower()}" if beside else said

    return [
        (label, [(period.code, words(period)) for period in closed_periods(on, kinds=[kind])[:_MOST]])
        for kind, label in _PERIODS
    ]


def likely_period(on: date, taken: Collection[Period]) -> Period:
    """What one most likely wants: the newest half-year that can have a report and has none, else another period."""
    found = [*closed_periods(on, kinds=[PeriodKind.HALF_YEAR]), *closed_periods(on)]
    return next((period for period in found if period not in taken and not _beside(period, taken)), found[0])


def _beside(period: Period, taken: Collection[Period]) -> Period | None:
    """A taken one of the same year and another length, which rules this period out (docs/adr/0018)."""
    return next((other for other in taken if other.year == period.year and other.kind != period.kind), None)


def taken_periods(actor: Actor, areas: Sequence[AnyArea]) -> list[Period]:
    """Of which periods there is a report already, where only one area can be meant. One query."""
    if len(areas) != 1:
        return []
    rows = Report.objects.visible_to(actor).filter(area_kind=areas[0].kind, area_id=areas[0].pk, edition=1)
    return [report.period for report in rows.for_list()]
