"""By what a person, a thing or the place of a signal is found again: the contents of its keyed hashes (core/keyed.py).

A person is found by name, by how it sounds, and by initials with the year of birth; what was moved out of a text as a name
may be a telephone number, and is found as one. A thing is found by its number, and a company by its name too.
"""

import re
from collections.abc import Iterable

from core.keyed import keyed_content
from signals.things import MatchKind, Platform, ThingKind

from .names import company, initials, person, sounding
from .numbers import company_number, phone, plate, plates_in, reference
from .places import address, addresses, profile, street

# With the number of a house behind the name; "1e Kruisstraat" has none.
_NUMBERED = re.compile(r"[^\W\d]{2}\W+\d")
_LONGEST_STREET = 60  # signs, with a house and a place


def person_keys(name: str, alias: str = "", birth_year: str = "") -> set[str]:
    """Of somebody's name and each of what else somebody is called: those stand between commas."""
    found: set[str] = set()
    for called in (name, *(part.strip() for part in alias.split(","))):
        number = phone(called)
        if number:
            found |= _keys([(MatchKind.PHONE, number)])
            continue
        ways = (MatchKind.PERSON, person(called)), (MatchKind.PERSON_SOUND, sounding(called))
        found |= _keys([*ways, (MatchKind.PERSON_INITIALS, initials(called, birth_year))])
    return found


def thing_keys(kind: str, *, value: str, name: str = "", place: str = "", platform: str = "") -> set[str]:
    """Of a thing as `SignalThing` holds it; empty for one that has nothing to be found by."""
    match kind:
        case ThingKind.COMPANY:
            return _keys([(MatchKind.COMPANY, company(name)), (MatchKind.COMPANY_NUMBER, company_number(value))])
        case ThingKind.VEHICLE:
            return _keys([(MatchKind.PLATE, plate(value))])
        case ThingKind.PHONE:
            return _keys([(MatchKind.PHONE, phone(value))])
        case ThingKind.PROFILE:
            return _keys([(MatchKind.PROFILE, profile(value, platform))])
        case ThingKind.REFERENCE:
            return _keys([(MatchKind.REFERENCE, reference(value))])
        case _:
            return _keys(_where(value, place))


def place_keys(*, company_name: str, vehicle: str, address_line: str, place: str) -> set[str]:
    """Of where it happened: what stands in the signal itself. A vehicle is described there in words.

    A note on the phone asks in one line where it was: without an address the place is read as one ("Nergensweg 12, Goes").
    """
    plates = [(MatchKind.PLATE, found) for found in plates_in(vehicle)]
    where = _where(address_line, place) if address_line else _where(place, "")
    return _keys([(MatchKind.COMPANY, company(company_name)), *where, *plates])


def address_keys(address_line: str, place: str = "") -> set[str]:
    """Of an address alone."""
    return _keys(_where(address_line, place))


def _where(address_line: str, place: str) -> list[tuple[MatchKind, str]]:
    houses = [(MatchKind.ADDRESS, one) for one in addresses(address_line, place)]
    name, core, sound = street(address_line, place)
    streets = [(MatchKind.STREET_NAME, name), (MatchKind.STREET_CORE, core), (MatchKind.STREET, sound)]
    return [*houses, *streets]


def street_keys(words: str, place: str = "") -> set[str]:
    """Of a street as somebody types it who looks for it, "Nergensweg", "Nergensweg 12" or "Nergensweg, Goes"; {} without a place."""
    if len(words) > _LONGEST_STREET:
        return set()
    street, _, behind = words.partition(",")
    numbered = words if _NUMBERED.search(street) else f"{street} 1, {behind}"
    return {key for key in address_keys(numbered, place) if kind_of(key) != MatchKind.ADDRESS}


def searched_keys(words: str) -> set[str]:
    """What somebody types who looks for one of these, as the keys it may stand under; a person by the exact name alone."""
    whole: list[tuple[MatchKind, str]] = [
        (MatchKind.PERSON, person(words)),
        (MatchKind.PHONE, phone(words)),
        (MatchKind.PLATE, plate(words)),
        (MatchKind.COMPANY, company(words)),
        (MatchKind.COMPANY_NUMBER, company_number(words)),
        (MatchKind.ADDRESS, address(words)),
        (MatchKind.REFERENCE, reference(words)),
    ]
    # The name of an account is typed without saying where it is.
    written = (words, f"@{words}") if len(words.split()) == 1 else ()
    profiles = {profile(one, platform) for one in written for platform in ("", *Platform.values)}
    return _keys([*whole, *((MatchKind.PROFILE, one) for one in profiles)])


def kind_of(content: str) -> MatchKind:
    """Which kind of key a content is."""
    return MatchKind(content.partition("|")[0])


def _keys(pairs: Iterable[tuple[MatchKind, str]]) -> set[str]:
    return {keyed_content(kind.value, value) for kind, value in pairs if value}
