"""Words that somebody typed to search stand in an address only sealed, and mean something to that person alone.

People search for names. An address is kept where nobody watches over it: in the history of a shared computer, in the
log of a proxy, behind `next=` of the sign-in page, in a bookmark. So a search form is sent by POST and answered with the
address of what it asks for: the filters legible, the words sealed. Pages, tabs and the way back work as with any address.
"""

import base64
import binascii
from collections.abc import Collection

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from .access import Actor
from .characters import visible
from .sealed import SealBroken, open_bytes, seal_bytes

FIELD = "q"
LONGEST = 100  # characters


def seal_words(words: str, actor: Actor) -> str:
    """What stands for `words` in an address."""
    return base64.urlsafe_b64encode(seal_bytes(tidy(words).encode(), _bound_to(actor))).decode().rstrip("=")


def open_words(text: str, actor: Actor) -> str:
    """The words; "" for what this person did not seal."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        return open_bytes(data, _bound_to(actor)).decode()
    except (SealBroken, binascii.Error, ValueError):
        return ""


def unreadable(address: QueryDict, actor: Actor) -> bool:
    """Whether words stand there that this person did not seal: what is shown is then not what was asked."""
    sealed = address.get(FIELD)
    return isinstance(sealed, str) and bool(sealed) and not open_words(sealed, actor)


def opened(address: QueryDict, actor: Actor) -> QueryDict:
    """The fields of an address with the words as they were typed; without them when they cannot be opened."""
    if FIELD not in address:
        return address
    legible = address.copy()
    words = open_words(legible.pop(FIELD)[-1], actor)
    if words:
        legible[FIELD] = words
    return legible


def asked(request: HttpRequest, actor: Actor, *, kept: Collection[str] = ()) -> HttpResponse:
    """The answer to a search form: this page's address with its words sealed and the fields named in `kept` as they are."""
    address = QueryDict(mutable=True)
    for name in kept:
        if value := request.POST.get(name, ""):
            address[name] = value
    if words := tidy(request.POST.get(FIELD, "")):
        address[FIELD] = seal_words(words, actor)
    return HttpResponseRedirect(f"{request.path}?{address.urlencode()}" if address else request.path)


def tidy(words: str) -> str:
    """What can be looked for in what was typed: nothing unseen, no half of a character, not too much."""
    return visible(words).encode(errors="ignore").decode().strip()[:LONGEST]


def _bound_to(actor: Actor) -> str:
    return f"core.words|{actor.user_id}"
