"""What was typed, as the database looks for it. No text makes it fail, and one without words finds nothing."""

import re
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery, TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Value
from django.db.models.functions import Greatest

from core.words import tidy

if TYPE_CHECKING:
    from .querysets import SignalQuerySet

# How much of the letters of a name must be the same, in threes: "roosenhof" finds "Kwekerij De Rozenhof".
ALIKE = 0.4
# The same of numbers: one wrong sign leaves 0.5 or more, two signs that changed places 0.38.
NUMBER_ALIKE = 0.37


# Signs that the database reads as operators of its own, and a minus that stands before no word. It keeps all that still
# wait for a word on a stack of a fixed size, and fails ("tsquery stack too small") on a row of some thirty of them.
_OPERATORS = re.compile(r"[!&|():*<>\\]")
_LONE_MINUS = re.compile(r"-(?!\w)")


def asked_for(words: str) -> SearchQuery:
    """The words as a search in Dutch text: "woorden naast elkaar", -zonder, dit or dat."""
    readable = _LONE_MINUS.sub(" ", _OPERATORS.sub(" ", tidy(words)))
    return SearchQuery(readable, config="pg_catalog.dutch", search_type="websearch")


def resembling(signals: "SignalQuerySet", words: str) -> "SignalQuerySet":
    """Signals of which a company or the place is spelt nearly as `words`; of a set that passed its gate.

    It compares each row that the set holds, so the gate's own WHERE on the municipality is what keeps it quick.
    """
    names = (TrigramWordSimilarity(tidy(words), name) for name in ("company", "place"))
    alike: SignalQuerySet = signals.annotate(alike=Greatest(*names)).filter(alike__gte=ALIKE)
    return alike


def numbered_nearly(signals: "SignalQuerySet", *numbers: str) -> "SignalQuerySet":
    """Signals of which the number is nearly one of these, the nearest first; of a set that passed its gate. As `resembling`."""
    degrees = (TrigramSimilarity("reference", number) for number in numbers)
    near: SignalQuerySet = signals.annotate(alike=Greatest(Value(0.0), *degrees))
    return near.filter(alike__gte=NUMBER_ALIKE).order_by("-alike", "reference")
