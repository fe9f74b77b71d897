"""What the commands about the keys have in common: who they are, and how they say what stands under which key."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DatabaseError, connections

from core import resealing
from core.sealed import key_ring


@contextmanager
def as_sealer() -> Iterator[None]:
    """Around everything that asks the database: what is in the way is one sentence."""
    if resealing.ALIAS not in connections:
        message = "Set DATABASE_SEALER_URL to the database's address for the role sealer; see docs/configuration.md."
        raise CommandError(message)
    try:
        yield
    except DatabaseError as error:
        said = str(error).strip().splitlines()[0]
        message = f"The sealed values cannot be reached: {said}"
        raise CommandError(message) from error


def counted() -> dict[resealing.Place, dict[int, int]]:
    """Per place how many values stand under which key."""
    return {place: resealing.counts(place) for place in resealing.places()}


def verdicts(found: dict[resealing.Place, dict[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Of each key of the ring, and of each number that no key has: number, values left, and what that means."""
    left: Counter[int] = Counter()
    for numbers in found.values():
        left.update(numbers)
    newest, *older = key_ring()
    yield newest, left[newest], f"Key {newest} is the newest: {left[newest]} values."
    for number in older:
        if left[number]:
            yield number, left[number], f"Key {number}: {left[number]} values left. It must stay."
        else:
            yield number, 0, f"No value under key {number} left: it may be dropped from SEAL_KEYS."
    for number in sorted(left.keys() - key_ring().keys()):
        yield (
            number,
            left[number],
            f"{left[number]} values name key {number}, which is not in SEAL_KEYS: they do not open.",
        )
