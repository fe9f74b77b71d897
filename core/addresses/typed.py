"""What somebody typed as an address, taken apart by its shape alone.

Needed are a house number and a street or postcode. What has another shape ("parkeerplaats bij het station, acht mannen")
is not read, so it is never asked of another server either.
"""

import re
from dataclasses import dataclass

LONGEST = 320  # characters of address and place together
_POSTCODE = re.compile(r"(?<!\w)(\d{4})\s?([A-Za-z]{2})(?!\w)")
# The last number of the text; before it the street, behind it a letter or addition and perhaps the place.
_PARTS = re.compile(
    r"(?:(?P<street>.+)[\s,]+)?(?P<number>\d{1,5})(?:\s?[A-Za-z](?!\w)|-?\w{1,4}(?!\w))?(?:-\w{1,4}(?!\w))?"
    r"(?:[\s,]+(?P<rest>[^\d]*))?"
)
_NAME = re.compile(r"(?!.*\d{5})[\w’'./() -]{2,80}")
_MOST_WORDS = 6
_NUMBER_OF_ANOTHER_KIND = re.compile(r"\b(?:bsn|tel|telefoon|mobiel|kenteken|paspoort)\b", re.IGNORECASE)
_COMMANDS = {"AND", "OR", "NOT"}
_NOT_ASKED = re.compile(r"[^\w’'. -]")

NO_ADDRESS = (
    "Zoeken kan met een straat en huisnummer, of met een postcode en huisnummer. Anders kunt u dit zo laten staan."
)
NO_POSTCODE = "Deze postcode bestaat niet: een postcode is vier cijfers, niet beginnend met 0, en twee letters."
NO_PLACE = "Vul ook de plaats in, of de postcode. Een straat met deze naam kan in veel plaatsen zijn."


class Unreadable(ValueError):
    """No address by its shape; the message says why, for who typed it."""


@dataclass(frozen=True, slots=True)
class TypedAddress:
    """The parts. `street` or `postcode` ("4461AB") may be "", `number` is the house number without letter or addition."""

    street: str
    number: int
    postcode: str
    place: str

    @property
    def words(self) -> str:
        """Street, number and place for a search in words, without what a search engine reads as a command."""
        words = _NOT_ASKED.sub(" ", f"{self.street} {self.number} {self.place}").split()
        plain = (word.strip("-.") for word in words)
        return " ".join(word.lower() if word in _COMMANDS else word for word in plain if word)


def read(address: str, place: str) -> TypedAddress:
    """The parts of what was typed; what stands in `place` goes before a place within `address`. Raises Unreadable."""
    if len(address) + len(place) > LONGEST:
        raise Unreadable(NO_ADDRESS)
    text, postcode = _without_postcode(" ".join(address.split()))
    found = _PARTS.fullmatch(text.strip(" ,"))
    if found is None or int(found["number"]) == 0:
        raise Unreadable(NO_ADDRESS)
    street = (found["street"] or "").strip(" ,")
    town = " ".join((place or found["rest"] or "").split()).strip(" ,")
    if not ((_is_street(street) if street else postcode) and (not town or _is_name(town))):
        raise Unreadable(NO_ADDRESS)
    if not (postcode or town):
        raise Unreadable(NO_PLACE)
    return TypedAddress(street, int(found["number"]), postcode, town)


def _without_postcode(text: str) -> tuple[str, str]:
    found = list(_POSTCODE.finditer(text))
    if not found:
        return text, ""
    last = found[-1]
    if last[1].startswith("0"):
        raise Unreadable(NO_POSTCODE)
    # A comma stays in its place: "12, 4461 AB Goes" is number 12 in Goes.
    return f"{text[: last.start()]}, {text[last.end() :]}", last[1] + last[2].upper()


def _is_street(text: str) -> bool:
    """A name with at most one short number in it ("Plein 1944"): no telephone number, and none that is called by its name."""
    return _is_name(text) and len(re.findall(r"\d+", text)) <= 1 and not _NUMBER_OF_ANOTHER_KIND.search(text)


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and len(text.split()) <= _MOST_WORDS and any(map(str.isalpha, text))
