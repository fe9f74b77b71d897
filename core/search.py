"""What the search field of the frame finds. `core` knows no app, so each app brings its own in `AppConfig.ready()`:

    search.add_finder(find)   # find(actor, words) -> what of its kind this actor may see, or None

A finder asks the policy and the gate of its own app, so that a number that is not there and one that is not the actor's
give the same answer. Another kind of thing that can be searched is another finder; the page knows none of them.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format

from .access import Actor

# The label of the field for who finds by words too, and what the page of the search says then.
BY_NUMBER_OR_TEXT = "Zoeken op nummer of tekst"
BY_ANYTHING = (
    "Op nummer, op de werknaam van een casus, op woorden in een signaal (het verhaal, de plaats, het bedrijf of het voertuig), of "
    "op een heel kenteken, telefoonnummer, adres, zaaknummer van een ander of een hele naam. Staat het er niet precies zo? Dan vindt u "
    "een nummer, bedrijf, plaats of straat die erop lijkt."
)
# Why a number that was misread found this one.
NEARLY = "nummer lijkt op wat u typte"
# More of one kind than this is a matter for its list, with filters.
MOST = 10
# Nobody reads more than this, and counting every row with a common word takes longer than finding the first ones.
MOST_COUNTED = 200

# What the database puts around a word that was found. Nobody types these, and who does marks a word of her own text.
OPENS, CLOSES = "\ue000", "\ue001"
_MARKED = re.compile(f"{OPENS}([^{OPENS}{CLOSES}]*){CLOSES}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of a text; `found`: it is one of the words that were looked for."""

    text: str
    found: bool


def pieces(marked: str) -> tuple[Piece, ...]:
    """A text with its found words between `OPENS` and `CLOSES`, in bits; () when no word was found in it."""
    bits = _MARKED.split(marked)
    if len(bits) == 1:
        return ()
    cleaned = (bit.replace(OPENS, "").replace(CLOSES, "") for bit in bits)
    return tuple(Piece(bit, number % 2 == 1) for number, bit in enumerate(cleaned) if bit)


def count_some(rows: QuerySet[Any, Any], most: int = MOST_COUNTED) -> int:
    """How many rows there are, and one more than `most` for whatever is more. One query."""
    return rows.order_by()[: most + 1].count()


def in_words(count: int, most: int = MOST_COUNTED) -> int | str:
    """What `count_some` found, as a page says it: 12, "meer dan 200"."""
    return count if count <= most else f"meer dan {number_format(most, force_grouping=True)}"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing: its number or name, the page, and what a line says of it. `by_number`: what was typed is its number.

    `why`: in what it was found ("bedrijf"); `excerpt`: where in a story, none when that is not shown.
    """

    title: str
    url: str
    about: Sequence[str]
    by_number: bool
    why: str = ""
    excerpt: Sequence[Piece] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one kind; `count` may be more than `hits`, and then `list_url` (if there is one) shows the rest."""

    heading: str
    hits: list[Hit]
    count: int
    list_url: str

    @property
    def counted(self) -> int | str:
        """How many, as a page says it."""
        return in_words(self.count)


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
