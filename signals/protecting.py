"""Whom an anonymous tip about a signal may not lead to: everybody in it, who reported it and who works on it.

Also of the signals that were merged into it: their people and reporters are in the same matter.

Who reported is found by each part of what was written down about reaching her: her names, the name in her mail address,
her number as anybody may dial it.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from typing import Any, cast

from municipalities.areas import every_name

from .anonymising import Hidden, Protected, digests_of, readable, says_nobody
from .held import held_rows
from .models import Reporter, Signal, SignalPerson, SignalThing
from .models.people import label_of
from .normal.letters import digits
from .normal.places import ways_to_say
from .seeing import workers_at
from .things import ThingKind, Whose

_COLLEAGUE = "iemand"


def protected_in(signal: Signal) -> Protected:
    """The names and words of this signal that may stand in no anonymous tip. A handful of queries."""
    rows = held_rows(signal)
    signals = [signal, *cast("list[Signal]", rows["merged"])]
    people = {
        name: label_of(person.number)
        for person in cast("list[SignalPerson]", [*rows["merged_people"], *rows["people"]])
        for name in (person.name, person.alias)
        if name
    }
    # Also as they were before they were corrected: somebody may have written so.
    things = cast("list[SignalThing]", [*rows["things"], *rows["merged_things"]])
    colleagues = dict.fromkeys(_colleagues(signal, signals), _COLLEAGUE)
    reporters = cast("list[Reporter]", [*rows["reporters"], *rows["merged_reporters"]])
    reported = dict.fromkeys((name for row in reporters for name in names_of_reporter(row)), _COLLEAGUE)
    # Free words of a place may hold somebody's name; a place that is not known here is for the officer to leave standing.
    companies = [*(one.company for one in signals), *(thing.name for thing in things)]
    return Protected(
        names={**colleagues, **reported, **people},
        whole=[
            *(said for row in reporters for said in ways_to_reporter(row)),
            *(said for thing in things if leads_to_somebody(thing) for said in said_of(thing)),
        ],
        source=[
            *(row.function for row in reporters if row.function),
            *(str(one.sender) for one in signals if one.sender),
        ],
        nobody=[*every_name(), *filter(None, companies)],
        hidden=hidden_of(signal),
    )


def hidden_of(signal: Signal) -> list[Hidden]:
    """Who was protected in the municipality that it came from, or that a signal merged into it came from: each under its key."""
    return [_readied(one) for one in _kept(signal)]


def _readied(kept: Mapping[str, Any]) -> Hidden:
    digests: dict[int, set[str]] = {}
    for signs, digest in kept["names"]:
        digests.setdefault(signs, set()).add(digest)
    return Hidden(bytes.fromhex(kept["key"]), {signs: frozenset(found) for signs, found in digests.items()})


def hidden_names(source: Signal, taken: Signal) -> list[dict[str, Any]]:
    """What the dossier that a move made of `source` keeps of whom that one protects: nobody reads a name in it.

    Without those whom it knows itself, because they went along. What `source` has of municipalities before it goes along as it is, under its keys.
    """
    key = secrets.token_hex(_KEY)
    spelled = protected_in(source).spelled() - protected_in(taken).spelled()
    own = {"key": key, "names": [list(one) for one in digests_of(spelled, bytes.fromhex(key))]}
    return [own, *_kept(source)]


def _kept(signal: Signal) -> list[dict[str, Any]]:
    rows = held_rows(signal)
    return [one for row in (*rows["hidden"], *rows["merged_hidden"]) for one in row.digests]


_KEY = 32  # bytes


def _colleagues(signal: Signal, signals: list[Signal]) -> list[str]:
    known = [person.full_name for one in signals for person in (one.author, one.owner) if person]
    return [*workers_at(signal.municipality).values(), *known]


def leads_to_somebody(thing: SignalThing) -> bool:
    """Whether its number or address is of somebody whom a tip must hide."""
    return thing.kind in {ThingKind.PHONE, ThingKind.PROFILE, ThingKind.REFERENCE} or thing.whose in {
        Whose.VICTIM,
        Whose.REPORTER,
    }


def said_of(thing: SignalThing) -> list[str]:
    """Its number or address in each way in which a text may hold it."""
    if not thing.value:
        return []
    return [*written(thing.value), *(ways_to_say(thing.value) if thing.kind == ThingKind.ADDRESS else ())]


def names_of_reporter(row: Reporter) -> list[str]:
    """Her name, and what else is a name in how she can be reached."""
    said = [row.name or "", *(name for text in (row.contact, row.call_back) if text for name in _names_in(text))]
    return [name for name in said if name]


def ways_to_reporter(row: Reporter) -> list[str]:
    """How she can be reached: as it was written down, and each mail address and number in it by itself."""
    return [said for text in (row.contact, row.call_back) if text for said in written(text)]


def written(text: str) -> list[str]:
    """A number, an address or a note with these in it, in each way in which a text may hold it."""
    numbers = [_NATIONAL.sub("", digits(found)) for found in _NUMBERS.findall(text)]
    return list(dict.fromkeys([text, *_MAILS.findall(text), *(one for one in numbers if len(one) >= _FEWEST)]))


_MAILS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBERS = re.compile(r"\+?\d(?:[\d\s()./‐‑–-]*\d)?")
# What is dialled before the number itself; without it the number stands in each way of writing it.
_NATIONAL = re.compile(r"^(?:0031|31(?=\d{9})|00)?0?")
_FEWEST = 6  # digits; fewer stand in many numbers
_WORD = re.compile(r"[^\W\d_][\w'’-]+")
_SHORTEST = 3  # letters of a word without a capital, or of a mail address


def _names_in(text: str) -> Iterator[str]:
    """The words with a capital; of a text without any, every word that is not an ordinary one. And who a mail address names."""
    for mail in _MAILS.findall(text):
        yield from (word for word in re.findall(r"[^\W\d_]+", mail.partition("@")[0]) if len(word) >= _SHORTEST)
    words = [word for word in _WORD.findall(readable(_MAILS.sub(" ", text)).text) if not says_nobody(word)]
    capitals = [word for word in words if word[0].isupper()]
    yield from capitals or (word for word in words if len(word) >= _SHORTEST)
