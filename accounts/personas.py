"""The people of the demo world, for the page where one click signs in. That page exists in a demo only.

The shell owns the list; `settings.DEMO_PERSONAS` names the function that gives it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Persona:
    """An invented person: the address is the sign-in name; `try_this` says in one line what to try."""

    email: str
    name: str
    role: str
    area: str
    try_this: str


def is_demo() -> bool:
    """Whether one click is proof enough here."""
    return settings.DEMO and not settings.PRODUCTION


@lru_cache(maxsize=1)
def personas() -> tuple[Persona, ...]:
    """The personas of the demo world, in the order of the page."""
    listed = cast("Callable[[], Sequence[Persona]]", import_string(settings.DEMO_PERSONAS))
    return tuple(listed())
