"""Telephone numbers, plates and numbers of companies."""

import re

from signals.plates import IN_TEXT, shape_of, with_dashes

from .letters import digits, folded

# E.164: at most 15 digits with the country; shorter than 8 is a service or a typing error.
_SHORTEST, _LONGEST = 8, 15
_PHONE_SIGNS = re.compile(r"[\s\d+()./\-‐‑–—]*")
_PHONES = re.compile(r"(?<![\w+])\+?\d(?:[\d ()./\-‐‑–—]*\d)")
_TRUNK = re.compile(r"\(\s*0\s*\)")
_DUTCH_LENGTH = 9  # digits after +31

_PLATE = range(2, 13)  # signs on a plate of any country


def phone(text: str) -> str:
    """A telephone number as E.164 ("+31612345678"); without a country it is Dutch.

    "06-12 34 56 78", "0031 6 12345678" and "+31 (0)6 12345678" are one. "" for what holds more than a number, and for what
    is too short or too long to be one.
    """
    if not _PHONE_SIGNS.fullmatch(text):
        return ""
    number = digits(_TRUNK.sub("", text))
    if not text.strip().startswith("+"):
        number = _abroad(number)
    if number.startswith("31"):
        number = "31" + number[2:].lstrip("0")
    fits = _SHORTEST <= len(number) <= _LONGEST and not number.startswith("0")
    return f"+{number}" if fits else ""


def phones_in(text: str) -> list[str]:
    """The telephone numbers in a text, each once, as `phone` gives them: "alleen appen 06-12 34 56 78, ma tot do"."""
    return list(dict.fromkeys(number for found in _PHONES.findall(text) if (number := phone(found))))


def is_short(text: str) -> bool:
    """Whether a Dutch number misses digits: it has nine after +31, but for a service (0800, 0900, 14) and the like."""
    number = phone(text)
    national = number.removeprefix("+31")
    return number.startswith("+31") and len(national) < _DUTCH_LENGTH and not national.startswith(("800", "90", "14"))


def _abroad(number: str) -> str:
    """As it would be dialled with a country: of a number without + in front."""
    if number.startswith("00"):
        return number[2:]
    if number.startswith("0"):
        return f"31{number[1:]}"
    # "612345678": the mobile number without its zero. Anything else without + or 0 says its country already.
    return f"31{number}" if len(number) == _DUTCH_LENGTH and number.startswith("6") else number


def plate(text: str) -> str:
    """The plate of a car of any country: its letters and digits, capital ("GB-001-B" is "GB001B")."""
    found = re.sub(r"[^A-Z0-9]", "", folded(text).upper())
    return found if len(found) in _PLATE and any(sign.isdigit() for sign in found) else ""


def dutch_plate(text: str) -> str:
    """As `plate`, when it is in one of the Dutch shapes."""
    found = plate(text)
    return found if shape_of(found) else ""


def shown_plate(text: str) -> str:
    """A plate as it stands on the car: a Dutch one with its dashes, another one as it was written, in capitals."""
    found = dutch_plate(text)
    return with_dashes(found) if found else " ".join(text.upper().split())


def plates_in(text: str) -> list[str]:
    """The Dutch plates in a text, each once, as `plate` gives them; only with their dashes: "12 ab 34" may be anything."""
    return list(dict.fromkeys(plate(found.group()) for found in IN_TEXT.finditer(text.upper())))


def company_number(text: str) -> str:
    """The number of a company in the register of the Chamber of Commerce (KvK): 8 digits, also with spaces or dots."""
    found = digits(text)
    return found if len(found) == 8 and re.fullmatch(r"[\s\d.]*", text) else ""


_OF_OTHERS = range(5, 41)  # signs; fewer are the same at many


def reference(text: str) -> str:
    """The number that somebody else has for the matter (of a report to the police, a file): letters and digits, capital.

    However it is spaced: "PL-2026.000 123" is "PL2026000123". "" for what has no digit, or too few or too many signs.
    """
    found = re.sub(r"[^A-Z0-9]", "", folded(text).upper())
    return found if len(found) in _OF_OTHERS and any(sign.isdigit() for sign in found) else ""
