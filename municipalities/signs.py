"""Signs of a municipality that a higher app brings: yes or no to who follows its area, never a number and never a row.

    signs.add(Sign("Oudste niet-opgepakte signaal ...", badge="...", advice="...", places=...))

They stand on the page of the municipality, in the list of municipalities and on Start.
"""

from collections.abc import Callable
from dataclasses import dataclass

from core.access import Actor


@dataclass(frozen=True, slots=True)
class Sign:
    """One question about a municipality.

    `badge`: its yes in a list; `advice`: what to do then; `places(actor)`: the ids of the municipalities where it is so,
    of those that the actor follows, or None for an actor who is not told.
    """

    question: str
    badge: str
    advice: str
    places: Callable[[Actor], frozenset[int] | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """A sign with the municipalities where it is so now."""

    sign: Sign
    places: frozenset[int]


@dataclass(frozen=True, slots=True)
class Answer:
    """A sign of one municipality."""

    sign: Sign
    is_so: bool


_signs: list[Sign] = []


def add(sign: Sign) -> None:
    """Bring a sign, in `AppConfig.ready()`."""
    if sign not in _signs:
        _signs.append(sign)


def readings(actor: Actor) -> list[Reading]:
    """The signs that this actor is told."""
    found = ((sign, sign.places(actor)) for sign in _signs)
    return [Reading(sign, places & actor.governance) for sign, places in found if places is not None]


def answers_of(municipality_id: int, actor: Actor) -> list[Answer]:
    """The signs of one municipality; none when the actor does not follow it."""
    if municipality_id not in actor.governance:
        return []
    return [Answer(reading.sign, municipality_id in reading.places) for reading in readings(actor)]
