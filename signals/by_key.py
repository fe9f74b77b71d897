"""Which signals hold a plate, number, account, address, company or person that was typed whole: found by keyed hashes.

What is sealed holds no words to search (docs/adr/0034), so only the whole of it is found, in any way of writing it. A
person is found by the exact name alone: how a name sounds is for comparing two signals, not for typing names until one fits.
Only of signals of which the actor may see the people and things.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from core.access import Actor
from core.search import MOST_COUNTED

from .models import MatchKey
from .normal.keys import searched_keys
from .things import MatchKind

# As a page says in what it was found.
_FOUND_IN: Mapping[str, str] = {
    MatchKind.PERSON: "naam van een persoon",
    MatchKind.COMPANY: "bedrijf",
    MatchKind.COMPANY_NUMBER: "KvK-nummer",
    MatchKind.PLATE: "kenteken",
    MatchKind.PHONE: "telefoonnummer",
    MatchKind.PROFILE: "website of profiel",
    MatchKind.ADDRESS: "adres",
}

type FoundByKey = Mapping[uuid.UUID, Sequence[str]]


def found_by_key(actor: Actor, words: str) -> FoundByKey:
    """Per signal in what it was found, of signals that stand in the actor's lists. One query; none when `words` are no key."""
    contents = searched_keys(words)
    if not contents:
        return {}
    keys = MatchKey.objects.listed_for(actor).with_same_keys(contents)
    kinds: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
    for signal_id, kind in keys.order_by().values_list("signal_id", "kind")[:MOST_COUNTED]:
        kinds[signal_id].add(kind)
    return {one: [label for kind, label in _FOUND_IN.items() if kind in found] for one, found in kinds.items()}
