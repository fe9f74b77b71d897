"""In which dossiers stands a street with nearly the same name: asked of everything that is listed, by keyed hashes.

Addresses are sealed, so no letters are compared (normal/streets.py). An app with keys of its own registers them.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from core.access import Actor
from core.keyed import hashes_of

from .models import MatchKey, Signal
from .normal.keys import street_keys
from .normal.streets import near_contents
from .things import MatchKind

# The name of the set, and by what it is told (related.py).
STREET = "street"
# More dossiers than this are not looked at.
_MOST = 300

# The keys that an actor lists, and the column with the dossier each is of; None for who lists none.
type Keys = Callable[[Actor], tuple[QuerySet[Any, Any], str] | None]


def _of_signals(actor: Actor) -> tuple[QuerySet[Any, Any], str]:
    return MatchKey.objects.listed_for(actor), "signal_id"


@dataclass
class _Registered:
    """Whose keys are looked at. One instance, filled while Django starts."""

    keys: list[Keys] = field(default_factory=lambda: [_of_signals])


_registered = _Registered()


def add_keys(keys: Keys) -> None:
    """The keys of one more app."""
    if keys not in _registered.keys:
        _registered.keys.append(keys)


def streets_alike(actor: Actor, contents: Collection[str]) -> Mapping[str, QuerySet[Any, Any]]:
    """The keys of dossiers, listed for this actor, with nearly the street of one of these contents; {} when none is a street."""
    digests = [digest for content in near_contents(contents) for digest in hashes_of(content)]
    if not digests:
        return {}
    found = []
    for keys in _registered.keys:
        if told := keys(actor):
            rows, dossier = told
            found.append(rows.filter(digest__among=digests).order_by().values_list(dossier, flat=True))
    return {STREET: found[0].union(*found[1:]).order_by()[:_MOST]}


# A street is one with its place. Who types none means one of those of which most of her signals are.
_MOST_PLACES = 5
SAME, ALIKE = "straat", "straat lijkt op wat u typte"


def streets_found(actor: Actor, words: str) -> Mapping[uuid.UUID, str]:
    """For the search field: per signal, listed for this actor, with the street of `words` or nearly that one, which of the two.

    `words`: as people write an address, also without the number of the house and without a place.
    """
    contents = street_keys(words)
    if not contents:
        places = Signal.objects.listed_for(actor).exclude(place="").order_by().values_list("place")
        often = places.annotate(times=Count("pk")).order_by("-times", "place")[:_MOST_PLACES]
        contents = {key for place, _ in often for key in street_keys(words, place)}
    if not contents:
        return {}
    same = {digest for one in contents if one.startswith(f"{MatchKind.STREET_NAME}|") for digest in hashes_of(one)}
    digests = [digest for one in (*contents, *near_contents(contents)) for digest in hashes_of(one)]
    keys = MatchKey.objects.listed_for(actor).filter(digest__among=digests).order_by()
    found: dict[uuid.UUID, str] = {}
    for signal_id, digest in keys.values_list("signal_id", "digest")[:_MOST]:
        if found.get(signal_id) != SAME:
            found[signal_id] = SAME if bytes(digest) in same else ALIKE
    return found
