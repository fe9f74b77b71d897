"""Why a signal was found: in which of its fields the words stand, and a line of its story around them.

The database marks the words in the few rows that a page shows; only what tells the story is quoted, the other fields are
named. Whoever finds a signal may read it: both stand on its page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery

from core.references import number_of
from core.search import CLOSES, OPENS, Piece, pieces

from .models import Signal
from .querysets import SignalQuerySet
from .searching import asked_for

_STORIES: Mapping[str, str] = {
    "facts": "wat er gezien of gehoord is",
    "interpretation": "wat de melder denkt",
    "already_done": "wat er al gedaan is",
}
_NAMED: Mapping[str, str] = {"place": "plaats", "company": "bedrijf", "vehicle": "voertuig"}
# Of a story one piece, in words; of a short field the whole of it.
_EXCERPT: Mapping[str, int] = {"max_words": 18, "min_words": 8, "max_fragments": 1}


@dataclass(frozen=True, slots=True)
class Explanation:
    """`why`: the fields, as a page names them; `excerpt`: a line of the story, or nothing."""

    why: str
    excerpt: tuple[Piece, ...] = ()


def explained(signals: SignalQuerySet, words: str) -> SignalQuerySet:
    """Each with the texts in which `words` are marked; for `explain`."""
    query = asked_for(words)
    marked = {_marked(name): _headline(name, query, **_EXCERPT) for name in _STORIES}
    marked |= {_marked(name): _headline(name, query, highlight_all=True) for name in _NAMED}
    rows: SignalQuerySet = signals.annotate(**marked)
    return rows


def explain(signal: Signal, words: str, keys: Sequence[str] = ()) -> Explanation:
    """Why this row of `explained` was found; `keys`: in what it was found by key (by_key.py)."""
    if number_of("S", words) == signal.reference:
        return Explanation("nummer")
    found = {name: pieces(getattr(signal, _marked(name))) for name in (*_STORIES, *_NAMED)}
    fields = [label for name, label in (*_STORIES.items(), *_NAMED.items()) if found[name]]
    fields += [label for label in keys if label not in fields]
    excerpt = next((found[name] for name in _STORIES if found[name]), ())
    return Explanation(", ".join(fields), excerpt)


def _marked(name: str) -> str:
    return f"marked_{name}"


def _headline(name: str, query: SearchQuery, **how_much: Any) -> SearchHeadline:
    return SearchHeadline(name, query, config="pg_catalog.dutch", start_sel=OPENS, stop_sel=CLOSES, **how_much)
