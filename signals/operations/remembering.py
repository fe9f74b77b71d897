"""What the columns and words of a list meant, remembered for the next list of that municipality.

Column by column and word by word, so that a list with one column more, or in another order, asks for that one alone, and a
colleague, a deputy or a successor is not asked again. What holds for a whole list (its source, its standing, why it was
closed) is proposed to its author only, for a list that is like it: what is right for one list may be wrong for another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils import timezone

from core.access import Actor
from signals.columns import COLUMNS, EMPTY, Choice, folded, proposed
from signals.fingerprints import keyed
from signals.models import ColumnMemory, ListWord

_MOST_COMPARED = 20  # lists of hers that a new one is compared with, the newest first


def remember(municipality_id: int, actor: Actor, headings: Sequence[str], choice: Choice) -> None:
    """Keep what was chosen; what is said now counts from now on. A step of an operation."""
    columns = _columns(municipality_id, headings, choice.columns)
    told: dict[str, str] = {}
    for place, digest in enumerate(columns):
        told[digest] = choice.columns.get(place, "") or told.get(digest, "")
    for code, words in choice.values.items():
        told |= {_word(municipality_id, code, word): meaning for word, meaning in words.items()}
    now = timezone.now()
    # In one order, whoever else takes over a list at this moment.
    ListWord.objects.bulk_create(
        [
            ListWord(municipality_id=municipality_id, digest=digest, code=code, used_at=now)
            for digest, code in sorted(told.items())
        ],
        update_conflicts=True,
        unique_fields=["municipality", "digest"],
        update_fields=["code", "used_at"],
    )
    whole = keyed(municipality_id, "headings", *sorted(columns))
    mine = ColumnMemory.objects.visible_to(actor).filter(municipality=municipality_id)
    mine.filter(headings=whole).delete()
    ColumnMemory.objects.create(
        author_id=actor.person_id,
        municipality_id=municipality_id,
        headings=whole,
        each=sorted(set(columns)),
        choice=choice.kept() | {"no_bsn": [], "columns": {}, "values": {}},
    )


def suggested(
    municipality_id: int,
    actor: Actor,
    sheet: int,
    heading: int,
    headings: Sequence[str],
    below: Mapping[int, str] = EMPTY,
) -> Choice:
    """For this sheet: what its columns were the last time, else what their names say. Two statements.

    `below`: what stands in a column (`proposed`).
    """
    return replace(
        _like_it(municipality_id, actor, headings),
        sheet=sheet,
        heading=heading,
        columns=_meant(municipality_id, actor, headings, below),
    )


def understood(municipality_id: int, actor: Actor, choice: Choice, words: Mapping[str, Mapping[str, str]]) -> Choice:
    """With what the words of its columns meant the last time, as far as nothing was chosen for them. One statement.

    `words`: by column each word, folded (signals/importing.py:values_to_choose).
    """
    asked = {
        _word(municipality_id, code, word): (code, word)
        for code, found in words.items()
        for word in found
        if word not in choice.values.get(code, {})
    }
    if not asked:
        return choice
    values = {code: dict(chosen) for code, chosen in choice.values.items()}
    for digest, meaning in _known(municipality_id, actor, list(asked)).items():
        code, word = asked[digest]
        values.setdefault(code, {})[word] = meaning
    return replace(choice, values=values)


def _meant(municipality_id: int, actor: Actor, headings: Sequence[str], below: Mapping[int, str]) -> dict[int, str]:
    digests = _columns(municipality_id, headings)
    known = _known(municipality_id, actor, digests)
    newest = list(known)
    found: dict[int, str] = {}
    for place in sorted(range(len(digests)), key=lambda place: _place_in(newest, digests[place])):
        _take(found, place, known.get(digests[place], ""))
    for place, code in proposed(headings, below).items():
        if digests[place] not in known:
            _take(found, place, code)
    return found


def _take(found: dict[int, str], place: int, code: str) -> None:
    """Unless another column is it already, and only one can be."""
    if code in COLUMNS and (COLUMNS[code].joins or code not in found.values()):
        found[place] = code


def _place_in(newest: Sequence[str], digest: str) -> int:
    return newest.index(digest) if digest in newest else len(newest)


def _known(municipality_id: int, actor: Actor, digests: Sequence[str]) -> dict[str, str]:
    """The code of each that is known, what was said last first."""
    rows = ListWord.objects.visible_to(actor).filter(municipality=municipality_id, digest__in=digests)
    return dict(rows.order_by("-used_at", "digest").values_list("digest", "code"))


def _like_it(municipality_id: int, actor: Actor, headings: Sequence[str]) -> Choice:
    """What she chose for the list of hers that this one is most like: half of the columns at least are the same."""
    here = set(_columns(municipality_id, headings))
    mine = ColumnMemory.objects.visible_to(actor).filter(municipality=municipality_id).order_by("-used_at")
    rows = list(mine[:_MOST_COMPARED])
    best = max(rows, key=lambda row: len(here.intersection(row.each)), default=None)
    if best is None or 2 * len(here.intersection(best.each)) < max(len(here), len(best.each)):
        return Choice()
    return Choice.told(best.choice)


def _columns(municipality_id: int, headings: Sequence[str], chosen: Mapping[int, str] | None = None) -> list[str]:
    """A hash of the name of each column; one without a name is known by its place."""
    named = [*headings, *[""] * (max(chosen or {}, default=-1) + 1 - len(headings))]
    return [keyed(municipality_id, "column", folded(name) or f"#{place}") for place, name in enumerate(named)]


def _word(municipality_id: int, code: str, word: str) -> str:
    return keyed(municipality_id, "word", code, word)
