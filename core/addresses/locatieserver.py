"""The Locatieserver of PDOK (Kadaster), version 3.1: https://api.pdok.nl/bzk/locatieserver/search/v3_1/ui/.

One call: `free`, filtered to addresses (`fq=type:adres`) with this house number. It knows no other method than GET, so
the address stands in the query of a call that goes there under TLS, from this server and never from a browser. Parameters
that its description does not name are refused there, so none is sent.

Nothing of an answer is believed before its shape was looked at: a document that is no address with this house number is
left out, and an answer of which nothing can be read is none.
"""

import re
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from core import outgoing
from core.outgoing import NotAllowed, Refused, Unreachable

from .found import Address, Found
from .typed import TypedAddress

MOST = 10  # addresses to choose from
_FIELDS = (
    "type",
    "nummeraanduiding_id",
    "straatnaam",
    "huisnummer",
    "huisletter",
    "huisnummertoevoeging",
    "postcode",
    "woonplaatsnaam",
    "gemeentecode",
    "gemeentenaam",
)
_LONGEST_NAME = 80
_SHAPES = {
    "nummeraanduiding_id": re.compile(r"\d{4}20\d{10}", re.ASCII),
    "huisletter": re.compile(r"[A-Za-z]?", re.ASCII),
    "huisnummertoevoeging": re.compile(r"[0-9A-Za-z]{0,4}", re.ASCII),
    "postcode": re.compile(r"([1-9]\d{3}[A-Z]{2})?", re.ASCII),
    "gemeentecode": re.compile(r"\d{4}", re.ASCII),
}
_NAMES = ("straatnaam", "woonplaatsnaam", "gemeentenaam")
_MAY_BE_LEFT_OUT = ("huisletter", "huisnummertoevoeging", "postcode")


class Locatieserver:
    """The register behind `base`, the address up to and with the version."""

    is_connected = True

    def __init__(self, base: str) -> None:
        self.base = base

    def find(self, typed: TypedAddress) -> Found:
        """The addresses with this house number in this street or postcode. Raises Unreachable."""
        asked = [("fq", "type:adres"), ("fq", f"huisnummer:{typed.number}")]
        asked += [("fq", f"postcode:{typed.postcode}")] if typed.postcode else [("q", typed.words)]
        asked += [("fl", ",".join(_FIELDS)), ("rows", str(MOST))]
        try:
            told = outgoing.fetch_json(f"{self.base.rstrip('/')}/free?{urlencode(asked)}")
        except Refused as refused:
            if refused.status != HTTPStatus.BAD_REQUEST:
                raise
            return Found(())  # these words it does not read; another's it may
        except NotAllowed:
            message = "PDOK_ADDRESS is no address that we call"  # without the address: what was asked stands in it
            raise Unreachable(message) from None
        return _found(told, typed)


def _found(told: dict[str, Any], typed: TypedAddress) -> Found:
    answer = told.get("response")
    documents = answer.get("docs") if isinstance(answer, dict) else None
    number = answer.get("numFound") if isinstance(answer, dict) else None
    if not isinstance(documents, list) or type(number) is not int:
        message = "an answer of another shape"
        raise Unreachable(message)
    read = [_address(document) for document in documents[:MOST]]
    if read and not any(read):
        message = "no address that can be read"
        raise Unreachable(message)
    by_id = {address.id: address for address in read if address is not None and _fits(address, typed)}
    return Found(tuple(by_id.values()), more=bool(by_id) and number > len(documents[:MOST]))


def _address(document: Any) -> Address | None:
    if not isinstance(document, dict) or document.get("type") != "adres":
        return None
    number = document.get("huisnummer")
    texts: dict[str, Any] = {name: document.get(name) for name in (*_NAMES, *_SHAPES)}
    texts |= {name: "" for name in _MAY_BE_LEFT_OUT if texts[name] is None}
    if type(number) is not int or not 0 < number < 100_000 or not all(map(_is_told_well, texts, texts.values())):
        return None
    addition = f"-{texts['huisnummertoevoeging']}" if texts["huisnummertoevoeging"] else ""
    return Address(
        id=texts["nummeraanduiding_id"],
        street=texts["straatnaam"],
        number=f"{number}{texts['huisletter']}{addition}",
        postcode=texts["postcode"],
        place=texts["woonplaatsnaam"],
        gm_code=f"GM{texts['gemeentecode']}",
        municipality=texts["gemeentenaam"],
    )


def _is_told_well(name: str, value: Any) -> bool:
    if not isinstance(value, str):
        return False
    if name in _SHAPES:
        return bool(_SHAPES[name].fullmatch(value))
    return 0 < len(value) <= _LONGEST_NAME and value.isprintable() and value == value.strip()


def _fits(address: Address, typed: TypedAddress) -> bool:
    """Whether it is what was asked: a register that answers something near is not believed in that."""
    same_number = re.match(r"\d+", address.number)
    return (
        same_number is not None
        and int(same_number[0]) == typed.number
        and (not typed.postcode or address.postcode == typed.postcode)
    )
