"""Which signals hold a plate, number, account, address, company or person that was typed whole: found by keyed hashes.

So is the number that the police or a partner has for the matter, and the one that a signal had in the list it was taken over from.

What is sealed holds no words to search (docs/adr/0034), so only the whole of it is found, in any way of writing it. A
person is found by the exact name alone: how a name sounds is for comparing two signals, not for typing names until one fits.
Only of signals of which the actor may see the people and things.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from core.access import Actor
from core.reading import read_together
from core.search import MOST_COUNTED

from .fingerprints import print_of_number
from .models import ImportedFrom, MatchKey
from .normal.keys import searched_keys
from .things import MatchKind

OF_LIST = "list"
LONGEST_NUMBER = 60  # characters; of a row in a list
# As a page says in what it was found.
_FOUND_IN: Mapping[str, str] = {
    MatchKind.PERSON: "naam van een persoon",
    MatchKind.COMPANY: "bedrijf",
    MatchKind.COMPANY_NUMBER: "KvK-nummer",
    MatchKind.PLATE: "kenteken",
    MatchKind.PHONE: "telefoonnummer",
    MatchKind.PROFILE: "website of profiel",
    MatchKind.ADDRESS: "adres",
    MatchKind.REFERENCE: "zaaknummer bij een ander",
    OF_LIST: "nummer in de oude lijst",
}

type FoundByKey = Mapping[uuid.UUID, Sequence[str]]


def found_by_key(actor: Actor, words: str) -> FoundByKey:
    """Per signal in what it was found, of signals that stand in the actor's lists. One query; none when `words` are no key."""
    sets: dict[str, QuerySet[Any, Any]] = {}
    if contents := searched_keys(words):
        keys = MatchKey.objects.listed_for(actor).with_same_keys(contents)
        sets["keys"] = keys.order_by().values_list("signal_id", "kind")[:MOST_COUNTED]
    if any(sign.isdigit() for sign in words) and len(words) <= LONGEST_NUMBER:
        prints = [print_of_number(municipality_id, words) for municipality_id in actor.content]
        rows = ImportedFrom.objects.listed_for(actor).filter(municipality__in=actor.content, fingerprint__in=prints)
        sets["lists"] = rows.order_by().values_list("signal_id")[:MOST_COUNTED]
    found = read_together(sets) if sets else {}
    kinds: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
    for signal_id, kind in (*found.get("keys", ()), *((pk, OF_LIST) for (pk,) in found.get("lists", ()))):
        kinds[signal_id].add(kind)
    return {one: [label for kind, label in _FOUND_IN.items() if kind in told] for one, told in kinds.items()}
