"""What plays at one address: the signals and cases of the actor's lists that hold it, by keyed hash of the address alone.

An address stands in a link only sealed (core/words.py), for whoever looks; `words_of` and `address_of` say how.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from core.access import Actor, may
from core.reading import read_together
from core.words import FIELD, LONGEST, seal_words

from .models import MatchKey
from .normal.keys import address_keys, kind_of
from .policies import SignalAction
from .related import Asked, Related, digests_of, sets_of, told
from .things import MatchKind

# Between an address and its place; nobody writes it in either.
_APART = " | "


def words_of(line: str, place: str = "") -> str:
    """An address as it is sealed: with its place apart, for that may stand in the line too."""
    return f"{line}{_APART}{place}" if place else line


def address_of(words: str) -> tuple[str, str]:
    """The address and its place, "" when that is not said apart."""
    line, _, place = words.partition(_APART)
    return line.strip(), place.strip()


def keys_at(words: str) -> Sequence[str]:
    """The contents of the keys of this address; none for what is no address."""
    return sorted(key for key in address_keys(*address_of(words)) if kind_of(key) == MatchKind.ADDRESS)


def url_at(actor: Actor, line: str, place: str = "") -> str:
    """The page of this address; "" for who has no lists, and for what is no address or too long for one."""
    words = words_of(line, place)
    if len(words) > LONGEST or not may(actor, SignalAction.LIST) or not keys_at(words):
        return ""
    return f"{reverse('signals:at-address')}?{urlencode({FIELD: seal_words(words, actor)})}"


def found_at(actor: Actor, words: str) -> Related:
    """All that holds this address, the newest first; excluded and restricted rows are not there. One query."""
    asked = Asked(actor, [], digests_of(keys_at(words)))
    return told(asked, read_together(sets_of(asked)))


def is_known(actor: Actor, words: str) -> bool:
    """Whether any signal in the actor's lists holds it. One query; none when `words` are no address."""
    contents = keys_at(words)
    return bool(contents) and MatchKey.objects.listed_for(actor).with_same_keys(contents).exists()
