"""Where a signal plays: looking an address up for who types it, and which municipality it lies in.

Nothing waits for the look-up: when nobody answers, or somebody asked too often, a plain sentence says that the address
was not checked, and the signal goes on as it was typed. What is found never changes whose signal it is (the holder is
fixed when the draft is made); the page says so when the address lies elsewhere.

A request waits for another server here (core/outgoing.py), so a person has an allowance, and a server that did not answer
or took long is left alone for half a minute by each process, which asks one thing at a time.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.core.cache import cache

from accounts.throttle import Rule, spend
from core.access import Actor
from core.addresses import Found, TypedAddress, Unreadable, address_book, read
from core.outgoing import Unreachable
from municipalities.models import Municipality

from .models import Signal

ALLOWANCE = Rule(20, memory=60, waits=())  # look-ups of one person in a minute
REST = 30  # seconds in which a server that did not answer is not asked again
SLOW = 1.5  # seconds; a server that takes longer rests too: each thread that waits for it serves nobody else
_RESTS = "signals.whereabouts.rests"
# One look-up at a time in each process, so that a slow register never holds all threads of a server.
_LINE = threading.BoundedSemaphore(1)
_SALT = "signals.whereabouts|%s"

UNCHECKED = "Adres niet gecontroleerd: "
GO_ON = "U kunt gewoon verder met wat u typte."
OUT_OF_REACH = f"{UNCHECKED}het adressenregister geeft nu geen antwoord. {GO_ON}"
TOO_OFTEN = f"{UNCHECKED}u hebt kort achter elkaar vaak gezocht. Probeer het over een minuut opnieuw. {GO_ON}"
NO_REGISTER = f"{UNCHECKED}hier is geen adressenregister aangesloten. De schrijfwijze klopt. {GO_ON}"
NONE_FOUND = f"{UNCHECKED}het register kent dit adres niet. Kijk de spelling en het huisnummer na. {GO_ON}"
CHOOSE = "Staat het er niet bij? Dan kunt u gewoon verder met wat u typte."
MORE = "Er zijn meer adressen dan hier staan. Vul de postcode in om ze te zien, of ga verder met wat u typte."


@dataclass(frozen=True, slots=True)
class Checked:
    """An address out of the register as a form carries it: what goes into its fields, and what a signal keeps of it."""

    line: str
    place: str
    id: str
    gm_code: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a look-up gives the page: a sentence, addresses to choose from; `problem`: what was typed is no address."""

    text: str = ""
    choices: tuple[Checked, ...] = ()
    problem: str = ""


def has_book() -> bool:
    """Whether there is a register to ask."""
    return address_book().is_connected


def look_up(actor: Actor, address: str, place: str) -> Answer:
    """The addresses that this may be, for who typed it. At most one call to another server, and one query."""
    try:
        typed = read(address, place)
    except Unreadable as problem:
        return Answer(problem=str(problem))
    if not has_book():
        return Answer(" ".join(filter(None, (NO_REGISTER, _by_name(typed.place)))))
    if spend(f"address|{actor.user_id}", ALLOWANCE):
        return Answer(TOO_OFTEN)
    found = _asked(typed)
    if found is None:
        return Answer(OUT_OF_REACH)
    if not found.addresses:
        return Answer(NONE_FOUND)
    return Answer(MORE if found.more else CHOOSE, choices=_named(found))


def _asked(typed: TypedAddress) -> Found | None:
    if cache.get(_RESTS) or not _LINE.acquire(blocking=False):
        return None
    began = time.monotonic()
    try:
        return address_book().find(typed)
    except Unreachable:
        cache.set(_RESTS, 1, REST)
        return None
    finally:
        _LINE.release()
        if time.monotonic() - began > SLOW:
            cache.set(_RESTS, 1, REST)


def _named(found: Found) -> tuple[Checked, ...]:
    """With each municipality under the name that it has here."""
    codes = {address.gm_code for address in found.addresses}
    names = dict(Municipality.objects.filter(gm_code__in=codes).values_list("gm_code", "name"))
    return tuple(
        Checked(one.line, one.place, one.id, one.gm_code, names.get(one.gm_code, one.municipality))
        for one in found.addresses
    )


def _by_name(place: str) -> str:
    """Without a register all that is known of a place is whether a municipality bears its name."""
    name = Municipality.objects.filter(name__iexact=place, successor=None).values_list("name", flat=True).first()
    return f"Er is een gemeente die {name} heet." if name else ""


def lies_in(municipality: str, gm_code: str, holder: Municipality | None) -> str:
    """In which municipality an address lies, and that this changes nothing when it is another one than the holder."""
    sentence = f"Ligt in gemeente {municipality}."
    if holder is None or holder.gm_code == gm_code:
        return sentence
    return f"{sentence} Dat is een andere gemeente. Het signaal blijft bij gemeente {holder}."


def token(address: Checked, actor: Actor) -> str:
    """The address as a form carries it for this person; nobody else, and no other hand, can make one."""
    return signing.dumps(asdict(address), salt=_SALT % actor.user_id, compress=True)


def opened(carried: str, actor: Actor) -> Checked | None:
    """The address in a token of this person; None when it is none."""
    try:
        return Checked(**signing.loads(carried, salt=_SALT % actor.user_id))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def token_of(signal: Signal, actor: Actor) -> str:
    """The token of the address that a signal has; "" when it was not checked."""
    if not signal.address_found:
        return ""
    return token(Checked(line=signal.address or "", place=signal.place, **signal.address_found), actor)


def stored(address: Checked | None) -> Mapping[str, Any] | None:
    """What a signal keeps, sealed, of an address that was checked: its number in the BAG and where it lies."""
    if address is None:
        return None
    return {"id": address.id, "gm_code": address.gm_code, "municipality": address.municipality}
