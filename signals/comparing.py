"""What of a signal can be asked about in other municipalities, where that is possible, and what came of it."""

import json
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import ProgrammingError, connection, transaction
from django.db.models import Q

from core.access import Actor
from core.errors import WrongState
from core.keyed import hashes_of, keyed_content
from core.sealed import raw_keys
from core.workdays import today

from .comparable import KINDS, NEEDS_OWNER, NEVER_OF, OF_SIGNAL, THINGS, tells_one_place
from .held import merged_into
from .models import Comparison, MatchKey, Reporter, Signal, SignalThing
from .models.people import standing
from .normal.numbers import phones_in, plate, plates_in
from .plates import with_dashes
from .things import MatchKind, ThingKind, Whose

_WORDS = {
    ThingKind.COMPANY: "Bedrijf",
    ThingKind.VEHICLE: "Kenteken",
    ThingKind.PHONE: "Telefoonnummer",
    ThingKind.ADDRESS: "Adres",
}

OFF = "Vergelijken met andere gemeenten staat in uw regio niet aan. De functioneel beheerder zet het aan, met een DPIA."
_WHY = "of a signal that passed its gate and of what was merged into it, only to keep it out of a question; shown to nobody"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be asked about. `key`: as a form sends it; `signal`: in which it stands; `contents`: by what it is found (signals/normal/keys.py)."""

    key: str
    words: str
    signal: uuid.UUID
    about: str
    number: int
    contents: Collection[str] = field(repr=False)

    @property
    def tries(self) -> int:
        """What it counts for in a day: what its value is hashed to under other keys of the ring cannot be told from a guess."""
        return 1 + (len(raw_keys()) - 1) * len(set(self.contents))

    def as_asked(self) -> dict[str, Any]:
        """As the function of the database takes it: its hash under each key of the ring."""
        digests = [found.hex() for content in self.contents for found in hashes_of(content)]
        return {"signal": str(self.signal), "about": self.about, "number": self.number, "digests": digests}


@dataclass(frozen=True, slots=True)
class Answer:
    """`places`: per item, by its place in what was asked, the ids of the municipalities where it is known.

    `room`: None, or when nothing was asked: how many more can be asked today.
    """

    places: Mapping[int, Collection[int]]
    room: int | None = None


def running_for(signal: Signal) -> bool:
    """Whether the region in which the signal's municipality lies lets municipalities ask each other today."""
    return Comparison.objects.running_at(signal.municipality_id, today()).exists()


def names_something(signal: Signal, things: Iterable[SignalThing]) -> bool:
    """Whether anything stands there of a kind that can be asked about; `items_of` reads which of it may be."""
    mentioned = (thing for thing in standing(list(things)) if thing.kind in THINGS)
    told = bool(signal.company or signal.address or plates_in(signal.vehicle))
    return told or any(_may_be_asked(thing) for thing in mentioned)


def plate_in_words(signal: Signal, actor: Actor) -> str:
    """A plate that stands among the words of the report and is no vehicle of its own; "" when there is none.

    Of words nobody can say whose the car is, so only a vehicle that was put down is asked about.
    """
    plates = plates_in(signal.vehicle)
    if not plates:
        return ""
    rows = SignalThing.objects.visible_to(actor).filter(signal=signal, kind=ThingKind.VEHICLE)
    noted = {plate(row.value or "") for row in rows}
    return next((with_dashes(one) for one in plates if one not in noted), "")


def items_of(signal: Signal, actor: Actor) -> list[Item]:
    """What of a signal that passed its gate can be asked about, as it stands: first what stands in the signal itself.

    Then what stands in the signals that were merged into it, as far as she sees them, and not what was there already.
    """
    into = merged_into(signal)
    either = Q(signal=signal) | Q(signal__in=into)
    theirs = _of_sources(either)
    found = list(MatchKey.objects.visible_to(actor).filter(either, kind__in=KINDS))
    # A house is known by its postcode and by its street: what is theirs by one of these is theirs.
    kept = {_of_what(key) for key in found if key.content in theirs}
    keys = [key for key in found if _of_what(key) not in kept]
    things = list(SignalThing.objects.visible_to(actor).filter(either, kind__in=THINGS))
    items = list(_of_one(signal, keys, things))
    for one in Signal.objects.visible_to(actor).filter(pk__in=into).order_by("received_at", "reference"):
        there = {content for item in items for content in item.contents}
        more = [item for item in _of_one(one, keys, things) if not there.issuperset(item.contents)]
        items += [_from(one, item) for item in more]
    return items


def _of_what(key: MatchKey) -> tuple[uuid.UUID, str, int, str]:
    return key.signal_id, key.about, key.number, key.kind


def _of_one(one: Signal, keys: Iterable[MatchKey], things: Iterable[SignalThing]) -> Iterable[Item]:
    usable = [
        key
        for key in keys
        if key.signal_id == one.pk and (key.kind != MatchKind.ADDRESS or tells_one_place(key.content))
    ]
    yield from _of_signal(one, usable)
    yield from _of_things(one, standing([thing for thing in things if thing.signal_id == one.pk]), usable)


def _from(merged: Signal, item: Item) -> Item:
    return replace(item, key=f"{item.key}-{merged.reference}", words=f"{item.words} (uit {merged.reference})")


def _of_sources(parts: Q) -> set[str]:
    """By what the things of a possible victim or the reporter are found, here or in what was merged into it, and the numbers
    by which the reporter is reached: whatever else stands under the same is theirs too."""
    standing_of: dict[uuid.UUID, list[SignalThing]] = {}
    for thing in SignalThing.objects.unscoped(reason=_WHY).filter(parts, kind__in=THINGS):
        standing_of.setdefault(thing.signal_id, []).append(thing)
    theirs = {
        (thing.signal_id, thing.kind, thing.number)
        for things in standing_of.values()
        for thing in standing(things)
        if thing.whose in NEVER_OF
    }
    keys = MatchKey.objects.unscoped(reason=_WHY).filter(parts, kind__in=KINDS) if theirs else ()
    reporters = Reporter.objects.unscoped(reason=_WHY).filter(parts)
    return {key.content for key in keys if (key.signal_id, key.about, key.number) in theirs} | {
        keyed_content(MatchKind.PHONE.value, number)
        for reporter in reporters
        for number in phones_in(f"{reporter.contact or ''}\n{reporter.call_back or ''}")
    }


def _of_signal(signal: Signal, keys: Iterable[MatchKey]) -> Iterable[Item]:
    own = [key for key in keys if key.about == OF_SIGNAL]
    for kind, thing in (
        (MatchKind.COMPANY, ThingKind.COMPANY),
        (MatchKind.ADDRESS, ThingKind.ADDRESS),
    ):
        contents = [key.content for key in own if key.kind == kind]
        if contents:
            told = {
                MatchKind.COMPANY: signal.company,
                MatchKind.ADDRESS: _told_address(signal.address or "", signal.place),
            }
            yield Item(f"{OF_SIGNAL}-{kind.value}", f"{_WORDS[thing]}: {told[kind]}", signal.pk, OF_SIGNAL, 0, contents)


def _told_address(address: str, place: str) -> str:
    return address if not place or place.casefold() in address.casefold() else f"{address}, {place}"


def _of_things(signal: Signal, things: Iterable[SignalThing], keys: Collection[MatchKey]) -> Iterable[Item]:
    for thing in things:
        contents = [key.content for key in keys if (key.about, key.number) == (thing.kind, thing.number)]
        if contents and _may_be_asked(thing):
            kind = ThingKind(thing.kind)
            yield Item(
                f"{kind.value}-{thing.number}",
                f"{_WORDS[kind]}: {thing.bare}",
                signal.pk,
                kind.value,
                thing.number,
                contents,
            )


def _may_be_asked(thing: SignalThing) -> bool:
    """The database asks the same (`walls.is_comparable`); here it decides what a page shows."""
    if thing.whose in NEVER_OF:
        return False
    return thing.kind != NEEDS_OWNER or thing.whose != Whose.UNKNOWN


def look_up(inquiry: uuid.UUID, signal: Signal, items: Collection[Item]) -> Answer:
    """Ask the database, which writes down that this was asked, and with each dossier where it is known that somebody asked.

    Any number of keys in the ring will do; from the second on less can be asked in a day, until those that are left are dropped.
    Raises WrongState when it was switched off a moment ago.
    """
    asked = json.dumps([item.as_asked() for item in items])
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT item, place, room FROM walls.ask_elsewhere(%s, %s, %s::jsonb)", [inquiry, signal.pk, asked]
            )
            rows = cursor.fetchall()
    except ProgrammingError as error:
        # Switched off since this request looked.
        if "comparing is off" in str(error):
            raise WrongState(OFF) from None
        raise
    places: dict[int, list[int]] = {}
    for item, place, room in rows:
        if item is None:
            return Answer({}, room=room // max(one.tries for one in items))
        places.setdefault(item, []).append(place)
    return Answer(places)
