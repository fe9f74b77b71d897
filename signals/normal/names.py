"""Names of people and companies."""

import re

from .letters import folded

# What Dutch surnames begin with; left out, since people and registers write it in many ways or not at all.
BETWEEN = frozenset(
    "van von vd v d de den der des het t ten ter te s op in aan bij vande vanden vander".split()  # noqa: SIM905  a line to read
)
# How a company is organised, which people leave out: Dutch forms, and those of countries that many employers come from.
_LEGAL = frozenset(
    "bv nv vof cv ua ba eenmanszaak maatschap cooperatie gmbh kg ag ug sprl srl sarl sa ltd limited llc inc spzoo zoo sp ood eood".split()  # noqa: SIM905  a line to read
)
# Spelled out with dots or spaces they come as letters.
_SPELLED = (("b", "v"), ("n", "v"), ("v", "o", "f"), ("c", "v"), ("z", "o", "o"))

# Longest first: what sounds alike in Dutch, or is one sound written after another language.
_SOUNDS = (
    ("tsch", "s"),
    ("tsj", "s"),
    ("sch", "s"),
    ("tch", "s"),
    ("dzj", "j"),
    ("dj", "j"),
    ("sj", "s"),
    ("sh", "s"),
    ("sz", "s"),
    ("cz", "s"),
    ("ts", "s"),
    ("ph", "f"),
    ("th", "t"),
    ("dt", "t"),
    ("ck", "k"),
    ("kh", "g"),
    ("ch", "g"),
    ("gh", "g"),
    ("ij", "i"),
    ("qu", "kw"),
    ("x", "ks"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "si"),
)
_ONE_SOUND = str.maketrans({"c": "k", "q": "k", "v": "f", "w": "f", "z": "s", "d": "t", "b": "p", "y": "j"})
_SHORTEST = 3  # sounds: of fewer everybody is found


def person(text: str) -> str:
    """The words of a name, without what stands between them, in alphabetical order: "Jan van der Berg" and "Berg, J.A.N."
    differ, "Berg, Jan v.d." and "jan van den berg" do not. A name of such words alone keeps them.
    """
    words = folded(text).split()
    return " ".join(sorted([word for word in words if word not in BETWEEN] or words))


def sounding(text: str) -> str:
    """How a name sounds, roughly, for who spells it as she hears it: "Kowalski" and "Kovalsky", "Jansen" and "Janssen".

    It finds too much: it is for a list that a person looks through. "" for a name that is too short to tell anything.
    """
    words = sorted(filter(None, (_sound(word) for word in person(text).split())))
    return " ".join(words) if sum(map(len, words)) >= _SHORTEST else ""


def _sound(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    word = word.translate(_ONE_SOUND)
    # Vowels come and go between spellings; at the beginning there is one, whichever it is.
    first, rest = ("a" if word[0] in "aeiou" else word[0]), re.sub(r"[aeiouhj]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", first + rest)


def initials(text: str, birth_year: str) -> str:
    """The first letters of a name's words with the year of birth: "bj 1998". "" without a year, or of one word."""
    words, year = person(text).split(), folded(birth_year)
    if len(words) < 2 or not re.fullmatch(r"(?:19|20)\d\d", year, re.ASCII):
        return ""
    return f"{''.join(word[0] for word in words)} {year}"


def company(text: str) -> str:
    """The name of a company in one word, without its legal form: "Voorbeeld B.V." and "VOORBEELD" are one."""
    words = folded(text.replace("&", " en ").replace(".", "")).split()
    while len(words) > 1 and (cut := _legal(words)):
        words = words[:-cut]
    return "".join(words)


def _legal(words: list[str]) -> int:
    """How many words at the end say how it is organised."""
    if words[-1] in _LEGAL:
        return 1
    return next((len(form) for form in _SPELLED if len(words) > len(form) and tuple(words[-len(form) :]) == form), 0)
