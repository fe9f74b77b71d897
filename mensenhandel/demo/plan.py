"""How many signals, where, of which form, from whom, when: the figures of the demo world, written down by hand.

Everything that a page adds up follows from the tables here, so that a reader can check a figure with a pencil. The told
stories are part of these numbers: generated rows fill what the stories leave.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.workdays import add_months
from signals.codes import Form, Route

from .texts.openings import Group

MONTHS = 36


class Area:
    """The six parts in which the demo counts; the first four are districts."""

    ZEELAND = "Zeeland"
    MARKIEZATEN = "De Markiezaten"
    BARONIE = "De Baronie"
    HART = "Hart van Brabant"
    UNASSIGNED = "niet ingedeeld"
    LIMBURG = "Zuid-Limburg"


# Signals in three years per municipality. Larger ones more; eighteen have none or one, so that small figures are hidden.
SIGNALS: Mapping[str, Mapping[str, int]] = {
    Area.ZEELAND: {
        "Goes": 18,
        "Vlissingen": 17,
        "Reimerswaal": 9,
        "Kapelle": 1,
        "Middelburg": 19,
        "Terneuzen": 20,
        "Schouwen-Duiveland": 11,
        "Hulst": 9,
        "Sluis": 7,
        "Borsele": 5,
        "Veere": 3,
        "Noord-Beveland": 1,
    },
    Area.MARKIEZATEN: {
        "Roosendaal": 26,
        "Bergen op Zoom": 23,
        "Moerdijk": 12,
        "Halderberge": 9,
        "Tholen": 7,
        "Rucphen": 6,
        "Steenbergen": 6,
        "Woensdrecht": 1,
    },
    Area.BARONIE: {
        "Breda": 44,
        "Oosterhout": 17,
        "Etten-Leur": 12,
        "Altena": 11,
        "Drimmelen": 5,
        "Zundert": 5,
        "Geertruidenberg": 1,
    },
    Area.HART: {
        "Tilburg": 51,
        "Waalwijk": 15,
        "Oisterwijk": 9,
        "Gilze en Rijen": 7,
        "Dongen": 6,
        "Goirle": 5,
        "Loon op Zand": 1,
        "Hilvarenbeek": 1,
    },
    Area.UNASSIGNED: {"Baarle-Nassau": 4, "Alphen-Chaam": 2},
    Area.LIMBURG: {
        "Maastricht": 4,
        "Sittard-Geleen": 3,
        "Heerlen": 3,
        "Kerkrade": 2,
        "Landgraaf": 1,
        "Beek": 1,
        "Eijsden-Margraten": 0,
        "Gulpen-Wittem": 0,
        "Meerssen": 0,
        "Vaals": 0,
        "Valkenburg aan de Geul": 0,
        "Stein": 0,
        "Beekdaelen": 0,
        "Brunssum": 0,
        "Simpelveld": 0,
        "Voerendaal": 0,
    },
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A form with the route that the figures count apart."""

    form: Form
    route: Route = Route.UNKNOWN


LABOUR = Kind(Form.LABOUR, Route.CROSSBORDER)
CRIMINAL = Kind(Form.CRIMINAL, Route.DOMESTIC)
SEXUAL_DOMESTIC = Kind(Form.SEXUAL, Route.DOMESTIC)
SEXUAL_OTHER = Kind(Form.SEXUAL)
SERVICES = Kind(Form.FORCED_SERVICES)
BEGGING = Kind(Form.FORCED_BEGGING)
OTHER = Kind(Form.OTHER)
UNKNOWN = Kind(Form.UNKNOWN)
KINDS = (LABOUR, CRIMINAL, SEXUAL_DOMESTIC, SEXUAL_OTHER, SERVICES, BEGGING, OTHER, UNKNOWN)

# Of 420: 38 % labour, 24 % criminal, 16 % domestic sexual, 8 % other sexual, 5 % services, 3 % begging, 2 % other,
# 4 % unknown. Each district has a little more of its own theme: criminal and youth, labour, undermining, sexual.
FORMS: Mapping[str, Mapping[Kind, int]] = {
    area: dict(zip(KINDS, counts, strict=True))
    for area, counts in {
        Area.ZEELAND: (43, 34, 18, 9, 6, 3, 2, 5),
        Area.MARKIEZATEN: (39, 19, 13, 6, 4, 4, 2, 3),
        Area.BARONIE: (36, 26, 13, 7, 4, 3, 2, 4),
        Area.HART: (34, 19, 21, 10, 4, 2, 1, 4),
        Area.UNASSIGNED: (1, 1, 1, 1, 1, 0, 0, 1),
        Area.LIMBURG: (6, 2, 1, 1, 2, 1, 1, 0),
    }.items()
}

# Who brings which form. Of 420: enforcement 28 %, counter 14 %, social and youth 16 %, school 9 %, care 11 %,
# police 8 %, residents 6 %, others 8 %.
SOURCES: Mapping[Kind, Mapping[Group, int]] = {
    kind: dict(zip(Group, counts, strict=True))
    for kind, counts in {
        LABOUR: (90, 25, 8, 0, 4, 8, 10, 14),
        CRIMINAL: (8, 10, 33, 22, 8, 12, 3, 5),
        SEXUAL_DOMESTIC: (0, 4, 16, 16, 21, 4, 2, 4),
        SEXUAL_OTHER: (10, 3, 2, 0, 6, 6, 3, 4),
        SERVICES: (2, 8, 4, 0, 5, 0, 1, 1),
        BEGGING: (6, 0, 1, 0, 0, 3, 3, 0),
        OTHER: (0, 4, 1, 0, 1, 0, 0, 2),
        UNKNOWN: (2, 5, 2, 0, 1, 1, 3, 3),
    }.items()
}

# Signals per calendar month in the district Zeeland: this year, last year, and the two before. Quiet in August, more
# after the training of September, one bulk of controls in April. A half-year adds up to what the report shows.
#            jan feb mrt apr mei jun   jul aug sep okt nov dec
ZEELAND_MONTHS: Mapping[int, tuple[int, ...]] = {
    0: (3, 3, 4, 7, 4, 3, 3, 1, 4, 6, 5, 3),  # 24 and 22
    1: (3, 2, 4, 6, 3, 3, 3, 1, 4, 5, 4, 2),  # 21 and 19
    2: (2, 3, 3, 5, 3, 3, 2, 1, 3, 5, 4, 2),  # 19 and 17
    3: (2, 2, 3, 4, 3, 2, 2, 1, 3, 4, 3, 2),  # 16 and 15
}
# The other districts: how heavy a month weighs against the others.
SEASON = (3, 3, 4, 6, 3, 3, 3, 1, 4, 5, 4, 2)


def months_back(day: date) -> list[date]:
    """The first days of the months of the world that `day` closes, oldest first; `day`'s own month is the last."""
    first = day.replace(day=1)
    return [add_months(first, -back) for back in range(MONTHS - 1, -1, -1)]


def last_of(month: date, day: date) -> date:
    """The last day of `month` that the world knows: its end, or the day before `day` in the running month."""
    return min(add_months(month, 1), day) - timedelta(days=1)


def zeeland_per_month(day: date, told: Mapping[date, int]) -> dict[date, int]:
    """Signals of the district Zeeland per month, never fewer than are `told` in it.

    The oldest half-year takes what is left of the total.
    """
    months = months_back(day)
    counts = {month: ZEELAND_MONTHS[min(day.year - month.year, 3)][month.month - 1] for month in months}
    _begin(counts, months[-1], day, told)
    _fit(counts, months[:6], told, sum(SIGNALS[Area.ZEELAND].values()))
    return counts


def per_month(day: date, total: int, told: Mapping[date, int]) -> dict[date, int]:
    """`total` signals spread over the months by season, never fewer than are `told` in one."""
    months = months_back(day)
    weight = sum(SEASON) * MONTHS // len(SEASON)
    counts = {month: total * SEASON[month.month - 1] // weight for month in months}
    _begin(counts, months[-1], day, told)
    by_weight = sorted(months[:-1], key=lambda month: (-(total * SEASON[month.month - 1] % weight), month))
    _fit(counts, by_weight, told, total)
    return counts


def _begin(counts: dict[date, int], running: date, day: date, told: Mapping[date, int]) -> None:
    """Only part of the running month is over; what is told happened in any case."""
    counts[running] = counts[running] * day.day // 31
    for month, number in told.items():
        counts[month] = max(counts.get(month, 0), number)


def _fit(counts: dict[date, int], movable: list[date], told: Mapping[date, int], total: int) -> None:
    """Add to or take from the `movable` months, in turn, until the counts add up to `total`."""
    turn = 0
    while (short := total - sum(counts.values())) != 0:
        month = movable[turn % len(movable)]
        counts[month] = max(told.get(month, 0), counts[month] + (1 if short > 0 else -1))
        turn += 1
