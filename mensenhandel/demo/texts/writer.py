"""Putting texts together so that none stands in the world more than three times."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product

from mensenhandel.demo import plan
from mensenhandel.demo.plan import Kind

from . import observations
from .openings import OPENINGS, Group, Opening
from .phrases import PARTS
from .places import PLACES

MOST = 3
LONGEST = 60  # words

OBSERVATIONS: dict[Kind, tuple[str, ...]] = {
    plan.LABOUR: observations.LABOUR,
    plan.CRIMINAL: observations.CRIMINAL,
    plan.SEXUAL_DOMESTIC: observations.SEXUAL_DOMESTIC,
    plan.SEXUAL_OTHER: observations.SEXUAL_OTHER,
    plan.SERVICES: observations.FORCED_SERVICES,
    plan.BEGGING: observations.FORCED_BEGGING,
    plan.OTHER: observations.OTHER,
    plan.UNKNOWN: observations.UNKNOWN,
}


@dataclass
class Writer:
    """Draws texts; a stack of all combinations per kind of text is used up before it begins again."""

    chance: random.Random
    parts: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=lambda: PARTS)
    most: int = MOST
    _stacks: dict[object, list[object]] = field(default_factory=dict)
    _used: Counter[object] = field(default_factory=Counter)

    def facts(self, kind: Kind, group: Group) -> tuple[Opening, str]:
        """An opening with the text of a signal."""
        opening = self._draw(("opening", group), OPENINGS[group])
        place = self._draw("place", PLACES)
        seen = self._draw(("seen", kind), OBSERVATIONS[kind])
        text = f"{opening.text.format(p=place)} {seen}"
        self._used[text] += 1
        return (opening, text) if self._used[text] <= MOST else self.facts(kind, group)

    def phrase(self, name: str) -> str:
        """A text of this kind. LookupError when its combinations are used up: the parts need more lines."""
        stack = ("phrase", name)
        if not self._stacks.get(stack):
            self._used[stack] += 1
            if self._used[stack] > self.most:
                message = f"All combinations of {name!r} were used three times: add lines to PARTS."
                raise LookupError(message)
        return " ".join(self._draw(stack, tuple(product(*self.parts[name]))))

    def _draw[T](self, stack: object, choices: tuple[T, ...]) -> T:
        left = self._stacks.get(stack)
        if not left:
            left = self._stacks[stack] = list(choices)
            self.chance.shuffle(left)
        drawn: T = left.pop()  # type: ignore[assignment]  # a stack holds what its own choices held
        return drawn
