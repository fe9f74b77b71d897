"""Names that a text may not hold and that nobody here may know: found by keyed hashes of how they are spelled.

A dossier that came from another municipality is searched for the names that were protected there. It keeps a random key
and, for each name, each of its words, and each number, how many signs it has and a hash of them. Without the names at hand
they are found as words of their own only, in any case, with any accent and with signs between the letters (`spelling`).
"""

import hashlib
import hmac
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from .spelling import Skeleton

_FEWEST = 2  # signs; one letter says nobody
_LENGTH = 16  # bytes


@dataclass(frozen=True, slots=True)
class Hidden:
    """`digests`: hexadecimal, by how many signs they are of."""

    key: bytes = b""
    digests: Mapping[int, frozenset[str]] = field(default_factory=dict)


def digests_of(spelled: Collection[str], key: bytes) -> list[tuple[int, str]]:
    """Each once: (signs, hash). `spelled`: letters and digits, small and plain, as `spelling.signs_of` gives them."""
    return sorted({(len(signs), _digest(key, signs)) for signs in spelled if len(signs) >= _FEWEST})


def hidden_in(whole: Skeleton, hidden: Hidden) -> Iterator[tuple[int, int]]:
    """Where one of them stands as a word, or words, of its own."""
    for start in range(len(whole.signs) if hidden.digests else 0):
        if not whole.begins_word(start):
            continue
        for length, known in hidden.digests.items():
            end = start + length
            fits = end <= len(whole.signs) and whole.ends_word(end)
            if fits and _digest(hidden.key, whole.signs[start:end]) in known:
                yield whole.span(start, end)


def _digest(key: bytes, signs: str) -> str:
    return hmac.digest(key, signs.encode(), hashlib.sha256)[:_LENGTH].hex()
