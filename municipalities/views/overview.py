"""The municipalities: a list with a tile map, and the business card of one."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone

from core.access import Actor
from core.pages import Request, page, show, visible_or_404
from core.pagination import MOST_UNFOLDED
from municipalities import areas, cards, duty, readiness, signs
from municipalities.areas import Placed
from municipalities.forms.areas import AreaFilter
from municipalities.models import Municipality
from municipalities.policies import MunicipalityAction as Action
from municipalities.readiness import Score
from municipalities.tilemap import Tile, tiles


@dataclass(frozen=True, slots=True)
class Line:
    """A municipality with its score and the signs that it gives now, which only those see who may see its plans."""

    placed: Placed
    score: Score | None
    tile: Tile
    badges: list[str]


@dataclass(frozen=True, slots=True)
class Group:
    """The municipalities of one district, or those of a region that lie in none."""

    title: str
    lines: list[Line]
    is_open: bool

    @property
    def summary(self) -> str:
        """The title with how many they are."""
        return f"{self.title} ({len(self.lines)})"


@page(Action.LIST)
def listing(request: Request) -> HttpResponse:
    """Every municipality of the chosen area, by district and as a tile map."""
    filters = AreaFilter(request.GET)
    lines = _lines(filters, request.actor)
    width = max((line.tile.column for line in lines), default=0) + 1
    height = max((line.tile.row for line in lines), default=0) + 1
    context = {
        "filters": filters,
        "lines": lines,
        "groups": _groups(lines, request.actor),
        "width": width,
        "height": height,
    }
    return show(request, "municipalities/list.html", context)


@page(Action.VIEW)
def detail(request: Request, gm_code: str) -> HttpResponse:
    """Who does what in one municipality, what is agreed and what is missing."""
    municipality = visible_or_404(Municipality.objects.select_related("successor"), gm_code=gm_code)
    today = timezone.localdate()
    context = {
        "municipality": municipality,
        "card": cards.card(municipality, today),
        "basis": cards.basis(municipality, today, request.actor),
        "signs": signs.answers_of(municipality.pk, request.actor),
        "fall_backs": duty.fall_back_rows(request.actor.user_id, municipality, today),
    }
    return show(request, "municipalities/detail.html", context)


def _lines(filters: AreaFilter, actor: Actor) -> list[Line]:
    found = areas.placed(filters.municipalities(), filters.day)
    places = [line.municipality for line in found]
    cells = readiness.cells_on([place.pk for place in places if place.pk in actor.governance], filters.day, actor)
    readings = signs.readings(actor)
    squares = {tile.municipality: tile for tile in tiles(places)}
    return [
        Line(
            placed=line,
            score=readiness.score_of_municipality(line.municipality, cells)
            if line.municipality.pk in actor.governance
            else None,
            tile=squares[line.municipality],
            badges=[reading.sign.badge for reading in readings if line.municipality.pk in reading.places],
        )
        for line in found
    ]


def _groups(lines: list[Line], actor: Actor) -> list[Group]:
    """The lines by district. Unfolded is what a screen can hold: all of it, or else what the reader works for."""
    own = actor.content | actor.governance | actor.oversees
    theirs = {line.placed.municipality.pk for line in lines} & own
    unfolded = own if len(theirs) <= MOST_UNFOLDED else frozenset()
    by_title: dict[str, list[Line]] = {}
    for line in lines:
        by_title.setdefault(_title(line.placed), []).append(line)
    return [
        Group(
            title=title,
            lines=inside,
            is_open=len(lines) <= MOST_UNFOLDED or any(line.placed.municipality.pk in unfolded for line in inside),
        )
        for title, inside in sorted(by_title.items())
    ]


def _title(placed: Placed) -> str:
    if placed.district:
        return f"District {placed.district}"
    return f"{placed.region}, niet ingedeeld bij een district" if placed.region else "Niet ingedeeld bij een regio"
