"""Words that point to data that may not go on by themselves: Bibob, a report to M., police data, a criminal intelligence team.

The data themselves have marks of their own (`Provenance`, `Usual.stays`); these are words that somebody typed into a story all
the same. The one list of them. A word is found in each of its forms, also as part of a compound with or without a hyphen. An
abbreviation that is a word of every day in small letters ("Janssen & Cie") counts in capitals, or before a hyphen. Spelt letter by
letter ("T.C.I.", "B I B O B") it is found in any case.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .spelling import readable


class Pointing(StrEnum):
    """To what a word points."""

    BIBOB = "bibob"
    MMA = "mma"
    POLICE = "police"
    INTELLIGENCE = "intelligence"


POINTING_WORDS: Mapping[Pointing, str] = {
    Pointing.BIBOB: "Bibob: dat onderzoek is geheim",
    Pointing.MMA: "een melding bij M. (Meld Misdaad Anoniem)",
    Pointing.POLICE: "politiegegevens of justitiële gegevens",
    Pointing.INTELLIGENCE: "een inlichtingenteam van de politie (TCI, CIE)",
}

# In small letters; "…" is where a word may go on, "_" where a blank, a hyphen or nothing may stand.
_PHRASES: Mapping[Pointing, tuple[str, ...]] = {
    Pointing.BIBOB: ("…bibob…", "landelijk bureau bibob", "bevordering integriteitsbeoordelingen"),
    Pointing.MMA: (
        "meld_misdaad_anoniem…",
        "misdaad_anoniem",
        "m.melding…",
        "melding… bij m.",
        "melding… van m.",
        "melding… via m.",
        "mma_melding…",
        "mma_tip…",
    ),
    Pointing.POLICE: (
        "wpg…",
        "wjsg…",
        "politie_mutatie…",
        "mutatie_rapport…",
        "mutatie_nummer…",
        "politie_gegeven…",
        "politie_syste…",
        "politie_register…",
        "politie_registratie…",
        "politie_informatie…",
        "politie_info",
        "strafblad…",
        "antecedent…",
        "strafvorderlijke gegeven…",
        "justitiële documentatie…",
        "justitiële gegeven…",
        "justitieel documentatie…",
    ),
    Pointing.INTELLIGENCE: (
        "criminele inlichting…",
        "team criminele inlichtingen",
        "criminele_inlichtingeneenhe…",
        "inlichtingeneenhe…",
        "cie_informatie…",
        "cie_info",
        "tci_informatie…",
        "tci_info",
    ),
}
_ABBREVIATIONS: Mapping[Pointing, tuple[str, ...]] = {
    Pointing.BIBOB: ("LBB",),
    Pointing.MMA: ("MMA",),
    Pointing.POLICE: ("BVH", "BVI", "HKS", "JDS", "CIOT"),
    Pointing.INTELLIGENCE: ("CIE", "TCI", "CID"),
}


def _phrase(words: str) -> str:
    told = re.escape(words).replace("…", r"\w*").replace("_", r"[\s-]?").replace(r"\ ", r"[\s-]+")
    # "M.-melding", "M. melding", "M-melding"; "ë" is typed as "e" too.
    return told.replace("ë", "[ëe]").replace(r"m\.m", r"m(?:\s?\.[\s-]*|-)m").replace(r"m\.", r"m\s?\.")


# Words that are known by their letters too.
_SPELT: Mapping[Pointing, tuple[str, ...]] = {
    Pointing.BIBOB: ("bibob",),
    Pointing.POLICE: ("wpg", "wjsg"),
}
# What may stand between two letters of a word that is spelt: a dot, a blank or a hyphen, or a few of them.
_BETWEEN = r"[\s.·-]{1,3}"


def _pattern(kind: Pointing) -> re.Pattern[str]:
    phrases = "|".join(map(_phrase, _PHRASES[kind]))
    short = "|".join(_ABBREVIATIONS[kind])
    spelt = "|".join(_BETWEEN.join(word) for word in (*_ABBREVIATIONS[kind], *_SPELT.get(kind, ())))
    # What goes on behind a hyphen belongs to the word: "Bibob-advies".
    return re.compile(
        rf"(?<!\w)(?:(?i:{phrases})|(?:{short})(?!\w)|(?i:{short})(?=-\w)|(?i:{spelt})(?!\w)\.?)(?:-\w+)*(?!\w)",
    )


_PATTERNS = {kind: _pattern(kind) for kind in Pointing}
_AND_COMPANY = re.compile(r"&\s*$")


@dataclass(frozen=True, slots=True)
class Pointed:
    """`text` is exactly what stands from `start` to `end` (offsets in characters)."""

    start: int
    end: int
    text: str
    kind: Pointing

    @property
    def words(self) -> str:
        """To what it points, for the officer."""
        return POINTING_WORDS[self.kind]


def pointing_in(text: str) -> list[Pointed]:
    """The words in `text` that point to data that may not go on by themselves, in order, not overlapping."""
    found: list[Pointed] = []
    for one in sorted(_every(text), key=lambda one: (one.start, -one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def _every(text: str) -> Iterator[Pointed]:
    read = readable(text)
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(read.text):
            if match.group() == "CIE" and _AND_COMPANY.search(read.text[: match.start()]):
                continue
            start, end = read.span(*match.span())
            yield Pointed(start, end, text[start:end], kind)
