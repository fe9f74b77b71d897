"""The business card of a municipality: where it lies, who does what, what is agreed, what is missing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.access import Actor
from core.reading import read_together

from . import areas, readiness, roles
from .areas import Placed
from .codes import CARD_ORDER
from .matrix import MatrixCell
from .models import Absence, Mandate, Municipality, MunicipalityFallBack, RegionFallBack
from .readiness import Score
from .readiness_items import ITEMS
from .roles import Holding


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a role, and the absence of today if there is one."""

    holding: Holding
    absence: Absence | None

    @property
    def function(self) -> str:
        """ "Aandachtsfunctionaris (vervanger)"."""
        label = str(self.holding.role.label).capitalize()
        return f"{label} (vervanger)" if self.holding.deputy else label


@dataclass(frozen=True, slots=True)
class Card:
    """What the page shows."""

    placed: Placed
    people: tuple[Person, ...]
    mandates: tuple[Mandate, ...]
    fall_back: MunicipalityFallBack | None
    gaps: tuple[str, ...]

    @property
    def needs_officer(self) -> bool:
        """Whether nobody, no deputy either, is there as focal officer: then the fall-back appoints."""
        return not any(person.holding.is_officer and person.absence is None for person in self.people)


def card(municipality: Municipality, on: date) -> Card:
    """The card as it is on that day. Three queries."""
    placed = areas.placed([municipality], on)[0]
    around = (placed.municipality, placed.service_area, placed.district, placed.region)
    holders = roles.rows_around([area for area in around if area is not None], on)
    rows = read_together(
        {
            **holders,
            "mandates": Mandate.objects.on(on).filter(municipality=municipality).select_related("organisation"),
            "wide": RegionFallBack.objects.on(on)
            .filter(region__in=[placed.region.pk] if placed.region else [])
            .values_list("pk"),
            "named": MunicipalityFallBack.objects.on(on).filter(municipality=municipality).select_related("user"),
        }
    )
    people = _people([roles.holding_of(row) for kind in holders for row in rows[kind]], on)
    mandates = tuple(rows["mandates"])
    named = next(iter(rows["named"]), None)
    missing = _gaps(people, mandates, has_fall_back=bool(named or rows["wide"]))
    return Card(placed, people, mandates, named, tuple(missing))


def to_call(places: Collection[int], on: date) -> list[tuple[Municipality, list[Person]]]:
    """Of each municipality its focal officers that day as its card shows them; deputies when all of these are away or none is.

    Where everybody is away all of them, with who deputises. Three queries; none for no municipalities.
    """
    if not places:
        return []
    chosen = list(Municipality.objects.filter(pk__in=places).order_by("sort_name"))
    people: defaultdict[int, list[Person]] = defaultdict(list)
    rows = read_together(roles.rows_around(chosen, on))
    officers = [holding for found in rows.values() for holding in map(roles.holding_of, found) if holding.is_officer]
    for person in _people(officers, on):
        people[person.holding.area.pk].append(person)
    return [(place, _first_to_call(people[place.pk])) for place in chosen]


def _first_to_call(people: list[Person]) -> list[Person]:
    there = [person for person in people if person.absence is None]
    return [person for person in there if not person.holding.deputy] or there or people


@dataclass(frozen=True, slots=True)
class Basis:
    """How far the municipality is: the basis as a whole, each theme, each item."""

    score: Score
    themes: Mapping[str, Score]
    cells: tuple[MatrixCell, ...]


def basis(municipality: Municipality, on: date, actor: Actor) -> Basis | None:
    """What the actor may see of it; None for who may not see the municipality's plans."""
    if municipality.pk not in actor.governance:
        return None
    cells = readiness.cells_on([municipality.pk], on, actor)
    return Basis(
        score=readiness.score_of_municipality(municipality, cells),
        themes=readiness.scores_by_theme(municipality, cells),
        cells=tuple(
            MatrixCell(municipality, item, cells.get((municipality.pk, item.code.value)), is_open=False)
            for item in ITEMS
        ),
    )


def _people(holdings: Iterable[Holding], on: date) -> tuple[Person, ...]:
    shown = [holding for holding in holdings if holding.role in CARD_ORDER]
    absences = Absence.objects.on(on).filter(user__in=[holding.user.pk for holding in shown]).select_related("deputy")
    away = {(absence.user_id, absence.role): absence for absence in absences}
    shown.sort(key=lambda holding: (CARD_ORDER.index(holding.role), holding.deputy, holding.user.full_name))
    return tuple(Person(holding, away.get((holding.user.pk, holding.role.value))) for holding in shown)


def _gaps(people: tuple[Person, ...], mandates: tuple[Mandate, ...], *, has_fall_back: bool) -> list[str]:
    officers = [person.holding for person in people if person.holding.is_officer]
    gaps = []
    if officers and all(person.absence for person in people if person.holding.is_officer):
        gaps.append("Er is nu niemand aanwezig: aandachtsfunctionaris en vervangers zijn afwezig.")
    if not has_fall_back:
        gaps.append("Er is geen achtervang: is niemand aanwezig, dan wacht wat binnenkomt.")
    if all(holding.deputy for holding in officers):
        gaps.append("Er is geen aandachtsfunctionaris.")
    if not any(holding.deputy for holding in officers):
        gaps.append("Er is geen vervanger van de aandachtsfunctionaris.")
    if not mandates:
        gaps.append("Er is geen afspraak over zorgcoördinatie (mandaat).")
    return gaps
