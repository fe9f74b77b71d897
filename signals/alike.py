"""Whose names are spelt nearly the same: companies, and places and numbers as somebody typed them.

What is sealed is compared by keyed hashes alone (related.py). Like every comparison of letters this one looks at each row that
the actor lists, so the gate's own WHERE on the municipality keeps it quick; an index gives those with a company.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, FloatField, Func, QuerySet, Value
from django.db.models.functions import Greatest

from core.access import Actor

from .models import Signal, SignalThing
from .normal.letters import folded
from .searching import numbered_nearly
from .things import ThingKind

# "Kwekerij de Rozenhof" and "Kwekerij de Roosenhof"; a name that stands whole in the other: "Rozenhof". Two companies that
# share a first word alone stay below it.
ENOUGH = 0.6
_OF_PART = 0.3
_SHORTEST = 4  # letters
_MOST_NAMES = 4
# More rows than this are not looked at: the page shows few, and says that there are more.
MOST = 50

type Sets = Mapping[str, QuerySet[Any, Any]]


def names_alike(
    actor: Actor,
    apart_from: Collection[Any],
    companies: Collection[str],
    places: Collection[str],
    numbers: Collection[str],
) -> Sets:
    """The keys of signals, listed for this actor, of which a company, the place or the number is spelt nearly as one of these."""
    signals = Signal.objects.listed_for(actor).exclude(pk__in=apart_from)
    things = SignalThing.objects.listed_for(actor).filter(kind=ThingKind.COMPANY).exclude(signal__in=apart_from)
    found: dict[str, QuerySet[Any, Any]] = {}
    if names := _comparable(companies):
        found["company"] = _nearest(signals.exclude(company=""), "company", names).values_list("pk", flat=True)
        found["thing"] = _nearest(things.standing(), "name", names).values_list("signal_id", flat=True)
    if names := _comparable(places):
        # Of a place that is the municipality's own name every address there would hold it.
        told = signals.exclude(place="").exclude(place__iexact=F("municipality__name"))
        found["place"] = _nearest(told, "place", names).values_list("pk", flat=True)
    if few := sorted(numbers)[:_MOST_NAMES]:
        found["number"] = numbered_nearly(signals, *few).values_list("pk", flat=True)[:MOST]
    return found


def _comparable(names: Collection[str]) -> list[str]:
    """Each once, without those that are too short to be compared."""
    once = {folded(name): name for name in names}
    return [name for bare, name in sorted(once.items()) if len(bare) >= _SHORTEST][:_MOST_NAMES]


def _nearest(rows: Any, column: str, names: Collection[str]) -> Any:
    degrees = [degree for name in names for degree in _degrees(column, name)]
    near = rows.annotate(near=Greatest(*degrees)).filter(near__gte=ENOUGH)
    return near.order_by("-near")[:MOST]


def _degrees(column: str, name: str) -> tuple[Any, ...]:
    """How near: as a whole, and (which says less) one within the other; from 0 to 1."""
    one, other = Value(name), column
    whole: Any = TrigramSimilarity(column, name)
    within = (
        Func(*pair, function="WORD_SIMILARITY", output_field=FloatField()) - Value(_OF_PART)
        for pair in ((one, other), (other, one))
    )
    return (whole, *within)
