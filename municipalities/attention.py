"""What the start page shows of municipalities: how far their basis op orde is, who stands in for whom and, to who follows
an area, where nobody is.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format

from core.access import Actor, may
from core.attention import Attention, Panel
from core.reading import read_together
from core.workdays import today

from . import duty, readiness, roles, signs
from .models import (
    Absence,
    Mandate,
    Municipality,
    MunicipalityFallBack,
    RegionFallBack,
    RegionMembership,
)
from .policies import MunicipalityAction
from .readiness_items import ReadinessItem

# Of an area the two questions that come first: who can be called, and who helps.
_OF_AREA = (
    (ReadinessItem.FOCAL_OFFICER, "met een aandachtsfunctionaris"),
    (ReadinessItem.CARE_COORDINATION, "met zorgcoördinatie"),
)


NOBODY_THERE = "Vandaag niemand aanwezig"
NO_MANDATE = "Geen afspraak over zorgcoördinatie"
NO_FALL_BACK = "Geen achtervang aangewezen"
UNMANNED = "Niemand aanwezig en geen achtervang: wat binnenkomt, wacht"
NO_CARE_THERE = "Vandaag geen zorgcoördinator aanwezig"
# From so long before it starts both are told of a cover.
_TOLD_BEFORE = dt.timedelta(days=14)


def cover(actor: Actor) -> Iterator[Attention]:
    """To the deputy and to who is away: from when until when the one stands in for the other. To who was appointed while all are
    away: where, and until when. One query.
    """
    if not may(actor, MunicipalityAction.SET_ABSENCE):
        return
    day = today()
    rows = Absence.objects.not_ended(day).filter(role=actor.hat, valid_from__lte=day + _TOLD_BEFORE)
    involved = rows.filter(Q(user=actor.user_id) | Q(deputy=actor.user_id))
    absences = involved.select_related("user", "deputy", "registered_by").order_by("valid_from", "pk")
    appointed = roles.standing_in(actor, day)
    found = read_together({"absences": absences, "appointed": appointed})
    for row in found["appointed"]:
        text = f"U neemt waar in {row.content_object} tot en met {_in_full(row.valid_until)}, of tot iemand eerder terug is"
        yield Attention(
            text, reverse("municipalities:detail", args=[row.content_object.gm_code]), link="gemeente", order=80
        )
    for absence in found["absences"]:
        last_day = cast("dt.date", absence.valid_until)  # an absence has one: absence_has_last_day
        when = f"van {_in_full(absence.valid_from)} tot en met {_in_full(last_day)}"
        if absence.deputy_id == actor.user_id:
            text = f"U neemt waar voor {absence.user} {when}"
        else:
            text = (
                f"{absence.deputy} neemt voor u waar {when}"
                if absence.deputy
                else f"U bent zonder vervanger afwezig {when}"
            )
            if absence.by_another:
                text = f"{text}, geregeld door {absence.registered_by}"
        yield Attention(text, reverse("municipalities:absence"), link="afwezigheid", order=80)


def _in_full(day: dt.date) -> str:
    return date_format(day, "j F Y")


def basis(actor: Actor) -> Panel | None:
    """The line "Basis op orde": "14 van 16 onderdelen", or of an area "10 van 12 gemeenten met …". Two queries."""
    if not may(actor, MunicipalityAction.SET_READINESS):
        return None
    places = _places(actor)
    if not places:
        return None
    cells = readiness.cells_on([place.pk for place in places], today(), actor)
    follows_an_area = may(actor, MunicipalityAction.VIEW_GAPS)
    items = _of_area(places, cells) if follows_an_area else _of_each(places, cells)
    return Panel("pages/parts/figures.html", {"heading": "Basis op orde", "items": items})


def gaps(actor: Actor) -> Panel | None:
    """The municipalities of an area that give a sign, lack focal officer, deputy or mandate, or where all (of care) are away.

    Each has the way to its page.
    """
    if not may(actor, MunicipalityAction.VIEW_GAPS):
        return None
    places = _places(actor)
    found = [(words, [place for place in places if place.pk not in have]) for words, have in _have(places).items()]
    signalled = [
        (one.sign.question, [place for place in places if place.pk in one.places]) for one in signs.readings(actor)
    ]
    rows = [(words, where) for words, where in (*signalled, *found) if where]
    return Panel("municipalities/parts/gaps.html", {"rows": rows}, asks=True) if rows else None


def unmanned(actor: Actor) -> Iterator[Attention]:
    """To who names a fall-back: where nobody is there today and none was named, so that what comes in waits. Two queries."""
    if not may(actor, MunicipalityAction.NAME_FALL_BACK):
        return
    places = list(duty.where_administrator(actor.user_id, today()))
    if not places:
        return
    have = _have(places)[UNMANNED]
    for place in places:
        if place.pk not in have:
            text = f"In {place} is vandaag niemand aanwezig en er is geen achtervang. Wat binnenkomt, wacht: wijs iemand aan"
            url = reverse("municipalities:fall-backs")
            yield Attention(text, url, link="achtervang", tone="danger", order=5)


def _places(actor: Actor) -> list[Municipality]:
    return list(Municipality.objects.filter(successor=None, pk__in=actor.governance))


def _have(places: Sequence[Municipality]) -> Mapping[str, frozenset[int]]:
    """What a municipality can lack, and the ids of those that have it. One query."""
    mandates = Mandate.objects.on(today()).filter(municipality__in=places).values_list("municipality", flat=True)
    officers = roles.officers_among(places, today())
    away = duty.absent_among(officers, today()).values_list("user", flat=True)
    care = duty.care_and_away(places, today())
    named = MunicipalityFallBack.objects.on(today()).filter(municipality__in=places, user__is_active=True)
    wide = RegionFallBack.objects.on(today()).filter(user__is_active=True).values("region")
    near = RegionMembership.objects.on(today()).filter(municipality__in=places, area__in=wide)
    fall_backs = {
        "named": named.values_list("municipality", flat=True),
        "wide": near.values_list("municipality", flat=True),
    }
    found = read_together({"officers": officers, "away": away, "mandates": mandates, **care, **fall_backs})
    cared = {place for place, user in found["care"] if user not in dict(found["care_away"])}
    no_care = {place for place, _ in found["care"]} - cared
    named_for = frozenset(found["named"]) | frozenset(found["wide"])
    held, away_now = {place for place, *_ in found["officers"]}, set(found["away"])
    manned = {place for place, _, user in found["officers"] if user not in away_now}
    return {
        # Where nobody has the role care coordination reads what came in, under a mandate.
        UNMANNED: named_for | manned | (cared - held),
        # Where nobody is appointed the next line says so.
        NOBODY_THERE: frozenset({place.pk for place in places} - held | manned),
        NO_CARE_THERE: frozenset({place.pk for place in places} - no_care),
        "Geen aandachtsfunctionaris": frozenset(place for place, deputy, _ in found["officers"] if not deputy),
        "Geen vervanger van de aandachtsfunctionaris": frozenset(
            place for place, deputy, _ in found["officers"] if deputy
        ),
        NO_MANDATE: frozenset(found["mandates"]),
        NO_FALL_BACK: named_for,
    }


def _of_each(places: Sequence[Municipality], cells: readiness.Cells) -> list[dict[str, Any]]:
    return [
        {
            "count": str(readiness.score_of_municipality(place, cells)),
            "label": "onderdelen van de basis" if len(places) == 1 else str(place),
            "url": f"{reverse('municipalities:detail', args=[place.gm_code])}#basis",
        }
        for place in places
    ]


def _of_area(places: Sequence[Municipality], cells: readiness.Cells) -> list[dict[str, Any]]:
    whole = sum(1 for place in places if readiness.score_of_municipality(place, cells).is_complete)
    ids = [place.pk for place in places]
    scores = [(readiness.Score(whole, len(places)), "gemeenten met de hele basis")]
    scores += [(readiness.score_of_item(item.value, ids, cells), words) for item, words in _OF_AREA]
    url = reverse("municipalities:readiness")
    return [{"count": str(score), "label": words, "url": url} for score, words in scores]
