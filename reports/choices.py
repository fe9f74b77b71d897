"""Of what a coordinator can make a report: the areas she follows as a whole, and the periods that are over."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from core.access import Actor
from municipalities.areas import AREA_MODELS, MEMBERSHIPS, AnyArea, code_of

from .beside import Told, in_the_way, told_of
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


def period_groups(on: date, told: Sequence[Told] = ()) -> Groups:
    """The closed periods for a select, by length, the newest first.

    Of those with a report it says so, of those that cannot stand beside what the reports show that there can be none.
    """
    labels, taken = dict(_PERIODS), _taken(told)

    def words(period: Period) -> str:
        said = f"{period.name} ({period.label})"
        if period in taken:
            return f"{said} – is er al"
        other = in_the_way(period, told)
        return f"{said} – kan niet naast {labels[other.shown.kind].lower()}" if other else said

    return [
        (label, [(period.code, words(period)) for period in closed_periods(on, kinds=[kind])[:_MOST]])
        for kind, label in _PERIODS
    ]


def likely_period(on: date, told: Sequence[Told]) -> Period:
    """What one most likely wants: the newest half-year that can have a report and has none, else another period."""
    taken = _taken(told)
    found = [*closed_periods(on, kinds=[PeriodKind.HALF_YEAR]), *closed_periods(on)]
    return next((period for period in found if period not in taken and not in_the_way(period, told)), found[0])


def _taken(told: Sequence[Told]) -> set[Period]:
    return {one.period for one in told}


def told_to(actor: Actor, areas: Sequence[AnyArea]) -> list[Told]:
    """What the reports show that are there already, where only one area can be meant. One query."""
    if len(areas) != 1:
        return []
    return told_of(Report.objects.visible_to(actor).filter(area_kind=areas[0].kind, area_id=areas[0].pk))
