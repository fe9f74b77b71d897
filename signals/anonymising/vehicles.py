"""Licence plates in a text: Dutch ones in any grouping, others as one word of letters and digits."""

import re
from collections.abc import Iterator

from signals.plates import BARE, SIGNS

from .spelling import skeleton

# "In 2025" has the shape of a plate of before 1978, and so has "12 jaar". One with a vowel is taken for words when they are these.
_WORDS_IN_PLATE_TEXT = (
    "aan als bed bus de en die dit een elk er het hij in is ja je jaar keer km kg los man mee met na nu of om op per tot "
    "uit uur van was we wel zo ze"
)
_WORDS_IN_PLATE = frozenset(_WORDS_IN_PLATE_TEXT.split())
_MEASURES = {"kg", "km"}
_DASHED = re.compile(r"\w+-\w+-\w+")
# No plate since 1978 has a vowel: "huis 12" is none.
_SPOKEN_WORD = re.compile(r"(?=[a-z]*[aeiou])[a-z]{3,4}")
_MIXED = re.compile(r"(?<![\w-])(?=[\w-]*\d[\w-]*\d)(?=[\w-]*[A-Z])[A-Z\d]+(?:-[A-Z\d]+)*(?![\w-])")


def plates_at(text: str) -> Iterator[tuple[int, int]]:
    """Where a plate stands (offsets in characters)."""
    whole = skeleton(text)
    for start in range(len(whole.signs) - SIGNS + 1):
        end = start + SIGNS
        if not (whole.begins_word(start) and whole.ends_word(end)):
            continue
        if not BARE.fullmatch(whole.signs[start:end].upper()):
            continue
        span = whole.span(start, end)
        stands = text[slice(*span)].lower()
        words = re.findall(r"[a-z]+", stands)
        # "12-kg-34" is a plate and "12 kg" a weight: nobody writes a measure between dashes.
        ordinary = set(words) - (_MEASURES if _DASHED.fullmatch(stands) else set())
        if not ordinary & _WORDS_IN_PLATE and not any(_SPOKEN_WORD.fullmatch(word) for word in words):
            yield span
    yield from (match.span() for match in _MIXED.finditer(text))
