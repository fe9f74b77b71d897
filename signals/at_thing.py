"""Where one company, plate, telephone number or file number of others comes up: the signals and cases of the actor's lists that hold it, by its keys.

As the page of an address (at_address.py). What it is stands in a link only sealed, for whoever looks; a person has no such page.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from core.access import Actor, may
from core.reading import read_together
from core.words import FIELD, LONGEST, seal_words

from .models import SignalThing
from .normal.keys import thing_keys
from .policies import SignalAction
from .related import Asked, Related, digests_of, sets_of, told
from .things import ThingKind

KINDS = (ThingKind.COMPANY, ThingKind.VEHICLE, ThingKind.PHONE, ThingKind.REFERENCE)
# Between the kind, the number and the name; nobody writes it in one.
_APART = " | "


def words_of(kind: str, value: str, name: str = "") -> str:
    """A thing as it is sealed."""
    return _APART.join((kind, value, name) if name else (kind, value))


def thing_of(words: str) -> tuple[str, str, str]:
    """Kind, number and name of what was sealed; the kind is "" for what is no such thing."""
    kind, _, rest = words.partition(_APART)
    value, _, name = rest.partition(_APART)
    return (kind, value.strip(), name.strip()) if kind in KINDS else ("", "", "")


def keys_of(words: str) -> Sequence[str]:
    """The contents of its keys; none for what is no such thing."""
    kind, value, name = thing_of(words)
    return sorted(thing_keys(kind, value=value, name=name)) if kind else ()


def url_of(actor: Actor, thing: SignalThing) -> str:
    """The page of this thing; "" for who has no lists, and for what has nothing to be found by or is too long for one."""
    words = words_of(thing.kind, thing.value or "", thing.name)
    if thing.kind not in KINDS or len(words) > LONGEST or not may(actor, SignalAction.LIST) or not keys_of(words):
        return ""
    return f"{reverse('signals:at-thing')}?{urlencode({FIELD: seal_words(words, actor)})}"


def found_of(actor: Actor, words: str) -> Related:
    """All that holds it, the newest first; excluded and restricted rows are not there. One query."""
    asked = Asked(actor, [], digests_of(keys_of(words)))
    return told(asked, read_together(sets_of(asked)))
