"""What the search field of the frame finds. `core` knows no app, so each app brings its own in `AppConfig.ready()`:

    search.add_finder(find)   # find(actor, words) -> what of its kind this actor may see, or None

A finder asks the policy and the gate of its own app, so that a number that is not there and one that is not the actor's
give the same answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .access import Actor

# More of one kind than this is a matter for its list, with filters.
MOST = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing: its number or name, the page, and what a line says of it. `by_number`: what was typed is its number."""

    title: str
    url: str
    about: Sequence[str]
    by_number: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one kind; `count` may be more than `hits`, and then `list_url` shows the rest."""

    heading: str
    hits: list[Hit]
    count: int
    list_url: str


type Finder = Callable[[Actor, str], Found | None]


@dataclass
class _Registered:
    """What the apps registered. One instance, filled while Django starts."""

    finders: list[Finder] = field(default_factory=list)


_registered = _Registered()


def add_finder(finder: Finder) -> None:
    """What one app finds."""
    if finder not in _registered.finders:
        _registered.finders.append(finder)


def found_for(actor: Actor, words: str) -> list[Found]:
    """Per kind what `words` finds for this actor; a kind without hits is left out."""
    answers = (finder(actor, words) for finder in _registered.finders)
    return [found for found in answers if found is not None and found.count]
