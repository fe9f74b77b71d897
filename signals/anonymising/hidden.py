"""Names that a text may not hold and that nobody here may know: found by keyed hashes of how they are spelled.

A dossier that came from another municipality is searched for the names that were protected there. It keeps a random key
and, for each name, each of its words, and each number, how many signs it has and a hash of them. Without the names at hand
they are found as words of their own only, in any case, with any accent and with signs between the letters (`spelling`).
A number is found inside more digits too: what is dialled before it may be written in several ways, or in words.
"""

import hashlib
import hmac
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from .spelling import DISGUISED_FROM, TO_DIGITS, Skeleton, undrawn
from .spoken import spoken_numbers

_FEWEST = 2  # signs; one letter says nobody
_LENGTH = 16  # bytes
_NUMBER = 6  # digits; a number of fewer is a word like another
_DIGITS = re.compile(rf"[0-9]{{{_NUMBER},}}")


@dataclass(frozen=True, slots=True)
class Hidden:
    """`digests`: hexadecimal, by how many signs they are of."""

    key: bytes = b""
    digests: Mapping[int, frozenset[str]] = field(default_factory=dict)


def digests_of(spelled: Collection[str], key: bytes) -> list[tuple[int, str]]:
    """Each once: (signs, hash). `spelled`: letters and digits, small and plain, as `spelling.signs_of` gives them."""
    return sorted({(len(signs), _digest(key, signs)) for signs in spelled if len(signs) >= _FEWEST})


def hidden_in(whole: Skeleton, hidden: Hidden) -> Iterator[tuple[int, int]]:
    """Where one of them stands: a name as a word, or words, of its own, a number also inside more digits."""
    if hidden.digests:
        yield from _words(whole, hidden)
        yield from _numbers(whole, hidden)


def _words(whole: Skeleton, hidden: Hidden) -> Iterator[tuple[int, int]]:
    for start in range(len(whole.signs)):
        if not whole.begins_word(start):
            continue
        for length, known in hidden.digests.items():
            end = start + length
            if (
                end <= len(whole.signs)
                and whole.ends_name(end)
                and _is_known(whole.signs[start:end], hidden.key, known)
            ):
                yield whole.span(start, end)


def _is_known(signs: str, key: bytes, known: Collection[str]) -> bool:
    """As it stands, or read through the digits that are drawn for letters."""
    readings = undrawn(signs) if len(signs) >= DISGUISED_FROM else ()
    return any(_digest(key, one) in known for one in (signs, *readings))


def _numbers(whole: Skeleton, hidden: Hidden) -> Iterator[tuple[int, int]]:
    for run in _DIGITS.finditer(whole.signs.translate(TO_DIGITS)):
        yield from (whole.span(run.start() + start, run.start() + end) for start, end in _inside(run.group(), hidden))
    for spoken in spoken_numbers(whole.text):
        if any(_inside(spoken.digits, hidden)):
            yield spoken.start, spoken.end


def _inside(digits: str, hidden: Hidden) -> Iterator[tuple[int, int]]:
    for length, known in hidden.digests.items():
        for start in range(len(digits) - length + 1 if length >= _NUMBER else 0):
            if _digest(hidden.key, digits[start : start + length]) in known:
                yield start, start + length


def _digest(key: bytes, signs: str) -> str:
    return hmac.digest(key, signs.encode(), hashlib.sha256)[:_LENGTH].hex()
