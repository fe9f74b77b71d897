"""The last check of what is about to leave in a handover by name: what was found in it, and what the officer said of each find.

What is looked for, and where, stands in withheld.py.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from .anonymising import Piece, Pointed, Pointing, Protected, pointing_in, put_instead
from .disclosure import Content
from .sharing_codes import STAYS_AGREED, Provenance


class Settled(StrEnum):
    """What to do with one find."""

    TICK = "tick"
    REMOVE = "remove"
    NEEDED = "needed"
    OTHER = "other"
    AGREED = STAYS_AGREED


_FILE_STAYS = "Deze bijlage niet meegeven"
SETTLED_WORDS: dict[Settled, str] = {
    Settled.TICK: "Toch meegeven: {}",
    Settled.REMOVE: "Weghalen uit wat de ontvanger leest",
    Settled.NEEDED: "Laten staan: de ontvanger kan niet zonder",
    Settled.OTHER: "Laten staan: dit gaat over iets of iemand anders",
    Settled.AGREED: "Laten staan: wie deze gegevens gaf, vond goed dat ze verder gaan",
}
_STAYING = (Settled.NEEDED, Settled.OTHER)
# Of a word that points to data that stay: of these the need of the receiver is no reason.
POINTING_STAYS = (Settled.OTHER, Settled.AGREED)


POINTING_REASONS = [(one.value, SETTLED_WORDS[one].partition(": ")[2].capitalize()) for one in POINTING_STAYS]
# The field in which it is said of all of them at once, where each is not asked about by itself.
POINTING_WHY = "pointing_why"
NEVER_AGREED = (
    "Wat bij een Bibob-onderzoek is gevonden, mag nooit mee, ook niet als iemand dat goed vindt. Haal het weg uit de tekst. Gaat het "
    "woord over iets anders, kies dat dan."
)


# What says of itself whose data it is, goes by the rule for those.
_OF_ITSELF: Mapping[str, frozenset[Pointing]] = {
    Provenance.WPG: frozenset({Pointing.POLICE, Pointing.INTELLIGENCE}),
    Provenance.WJSG: frozenset({Pointing.POLICE, Pointing.INTELLIGENCE}),
    Provenance.MMA: frozenset({Pointing.MMA}),
}


def pointing_of(text: str, origin: str) -> list[Pointed]:
    """The words of a text that point to data that stay, and are not of whom it says that it is."""
    return [one for one in pointing_in(text) if one.kind not in _OF_ITSELF.get(origin, ())]


def why_not_left(found: Collection[tuple[str, Pointed]], why: str) -> str:
    """Of words that were found, each with where: what is still to be said or done, in words; "" when `why` is enough."""
    if why not in {one.value for one in POINTING_STAYS}:
        return _told(found)
    barred = why == Settled.AGREED and any(one.kind is Pointing.BIBOB for _, one in found)
    return NEVER_AGREED if barred else ""


def _told(found: Collection[tuple[str, Pointed]]) -> str:
    words = dict.fromkeys(f"“{one.text}” in “{where}” ({one.words})" for where, one in found)
    one = len(words) == 1
    which, it, may = ("Dit woord wijst", "het", "mag") if one else ("Deze woorden wijzen", "ze", "mogen")
    ways = f"Haal {it} weg uit de tekst, of kies waarom {it} {may} blijven staan"
    return f"{which} op gegevens die niet mee mogen: {'; '.join(words)}. {ways}."


@dataclass(frozen=True, slots=True)
class Withheld:
    """One person, thing or source that does not go along. `code`: of its box, "" when it has none that may be ticked.

    `may_be_typed`: whether it may stand in what the officer types beside the lines. `points`: it is no such thing but a word
    that points to data that may not go along by themselves (signals/anonymising/pointing.py).
    """

    words: str
    known: Protected
    code: str = ""
    may_stay: bool = True
    is_source: bool = False
    may_be_typed: bool = False
    points: bool = False


@dataclass(frozen=True, slots=True)
class Find:
    """`piece` stands in the line `code` ("" for a field that is typed beside the lines), called `where`, and names `of`.

    `in_file`: it stands within the file of that line, out of which nobody can take a word: the file goes, or stays.
    """

    code: str
    where: str
    piece: Piece
    of: Sequence[Withheld]
    in_file: bool = False

    @property
    def key(self) -> str:
        """The same for the same words in the same line, of the same people: what was settled stays settled."""
        told = "\n".join((self.code, self.piece.text, *(one.words for one in self.of)))
        return hashlib.sha256(told.encode()).hexdigest()[:20]

    @property
    def words(self) -> str:
        """Whom or what it names, for the officer."""
        return ", ".join(one.words for one in self.of)

    @property
    def may_go_along(self) -> bool:
        """Whether it can be ticked, or left standing with a reason."""
        return len(self.ways) > 1

    @property
    def points(self) -> bool:
        """Whether it is a word that points to data that stay."""
        return any(one.points for one in self.of)

    @property
    def why(self) -> str:
        """Why it is asked about, for the officer."""
        if self.points:
            return f"Dit woord wijst op gegevens die niet mee mogen: {self.words}."
        return f"Dit is van wat u niet meegeeft: {self.words}."

    @property
    def ways(self) -> list[tuple[str, str]]:
        """How it can be settled: (code, words)."""
        ways = [(Settled.TICK, self.words)] if all(one.code for one in self.of) else []
        ways += [(Settled.REMOVE, "")]
        if all(one.may_stay for one in self.of):
            ways += [(one, "") for one in (POINTING_STAYS if self.points else _STAYING)]
        elif self.points:
            ways += [(Settled.OTHER, "")]
        told = SETTLED_WORDS | {Settled.REMOVE: _FILE_STAYS} if self.in_file else SETTLED_WORDS
        return [(way.value, told[way].format(words)) for way, words in ways]


@dataclass(frozen=True, slots=True)
class LastCheck:
    """What was found in what is about to leave, and what the officer said of it (`answers`: by the key of the find)."""

    finds: Sequence[Find] = ()
    answers: Mapping[str, str] = field(default_factory=dict)

    def answer_to(self, find: Find) -> str:
        """Its answer, when it is one that this find can have."""
        answer = self.answers.get(find.key, "")
        return answer if answer in dict(find.ways) else ""

    @property
    def left(self) -> list[Find]:
        """What is still to be settled."""
        return [find for find in self.finds if not self.answer_to(find)]

    @property
    def ticked(self) -> set[str]:
        """Which boxes are ticked by it."""
        return {one.code for find in self.finds if self.answer_to(find) == Settled.TICK for one in find.of}

    @property
    def dropped(self) -> set[str]:
        """Which files do not go along after all."""
        return {find.code for find in self.finds if find.in_file and self.answer_to(find) == Settled.REMOVE}

    @property
    def kept(self) -> list[list[str]]:
        """What stays, as it is stored: [line, words, whom it names, why]."""
        return [
            [find.where, find.piece.text, find.words, self.answer_to(find)]
            for find in self.finds
            if self.answer_to(find) in {*_STAYING, *POINTING_STAYS}
        ]

    def applied(self, content: Content) -> Content:
        """The lines with what was to go taken out."""
        gone: dict[str, list[Piece]] = defaultdict(list)
        for find in self.finds:
            if self.answer_to(find) == Settled.REMOVE:
                gone[find.code].append(find.piece)
        return [
            [code, label, put_instead(text, [(piece, "") for piece in gone[code]])] for code, label, text in content
        ]


def kept_in_words(kept: Collection[Sequence[str]]) -> list[str]:
    """What stayed with its reason, for the officer."""
    return [
        f"“{text}” in “{where}” ({words}). {SETTLED_WORDS[Settled(why)].partition(': ')[2].capitalize()}."
        for where, text, words, why in kept
    ]


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is about to leave in a handover by name: the lines, the boxes that are ticked for it, and its last check."""

    content: Content
    ticked: Collection[str]
    check: LastCheck
