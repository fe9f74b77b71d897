"""What is told in words and leads to somebody as a number or a name would: a number as one says it, a relative."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_TEENS = ("tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien")
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_VALUES = {
    **{word: str(number) for number, word in enumerate((*_ONES, *_TEENS))},
    **{word: str(number) for number, word in zip(range(20, 100, 10), _TENS, strict=True)},
    **{
        f"{one}en{ten}": str(number + first)
        for number, ten in zip(range(20, 100, 10), _TENS, strict=True)
        for first, one in list(enumerate(_ONES))[1:]
    },
}
# The longest first: "achttien" is no eight.
_TOKEN = "|".join(sorted([*_VALUES, "dubbele?"], key=len, reverse=True)) + r"|\d"
_RUN = re.compile(rf"(?<!\w)(?:{_TOKEN})(?:[\s,.;:/+·–-]{{0,3}}(?:{_TOKEN}))+(?!\w)")
_TOKENS = re.compile(_TOKEN)
_ACCENTS = str.maketrans("éèëï", "eeei")
_FEWEST = 6  # digits: as many as of a number in digits


@dataclass(frozen=True, slots=True)
class SpokenNumber:
    """A number with words in it (offsets in characters); `digits`: as one would dial it."""

    start: int
    end: int
    digits: str


def spoken_numbers(text: str) -> Iterator[SpokenNumber]:
    """Numbers of six digits or more that are told in words, or half in words: "nul zes twaalf 34 ..."."""
    plain = text.lower().translate(_ACCENTS)
    if len(plain) != len(text):
        plain = "".join(sign.lower() if len(sign.lower()) == 1 else "x" for sign in text).translate(_ACCENTS)
    for match in _RUN.finditer(plain):
        digits, in_words = _dialled(match.group())
        if in_words and len(digits) >= _FEWEST:
            yield SpokenNumber(*match.span(), digits)


def _dialled(told: str) -> tuple[str, bool]:
    digits, in_words, twice = "", False, 1
    for token in _TOKENS.findall(told):
        in_words = in_words or not token.isdigit()
        if token.startswith("dubbel"):
            twice = 2
            continue
        digits, twice = digits + _VALUES.get(token, token) * twice, 1
    return digits, in_words


_WHOSE = r"(?:haar|zijn|z['’]n|d['’]r|mijn|m['’]n|hun|onze|jouw|uw|diens|wiens)"
_WHICH = r"(?:(?:oud|jong)(?:ste|ere|e)|kleine?|grote|tweede|eigen|vorige|huidige|nieuwe|vroegere|toenmalige)"
_FAMILY = (
    r"(?:(?:schoon|stief|half|groot|klein|pleeg|achter|ex-?)?"
    r"(?:moeder|vader|ouders|broers?|broertjes?|zus|zussen|zusjes?|zusters?|zoon|zonen|zoontje|dochters?|dochtertje)"
    r"|nicht|nichtjes?|neef|neven|neefjes?|tante|oom|oma|opa|tweelingbroer|tweelingzus)"
)
_CLOSE = (
    r"(?:man|vrouw|ex|ex-?man|ex-?vrouw|ex-?vriend(?:in)?|echtgeno(?:ot|te)|verloofde|partner|vriend|vriendin|vriendje|"
    r"vriendinnetje|buurman|buurvrouw|buurmeisje|buurjongen|huisgeno(?:ot|te)|kamergeno(?:ot|te)|klasgeno(?:ot|te))"
)
_RELATIVE = re.compile(
    rf"(?<!\w){_WHOSE} (?:{_WHICH} )?(?:{_FAMILY}|{_CLOSE})(?!\w)"
    rf"|(?<!\w)(?:(?:de|een|die) )?{_FAMILY} van (?:hem|haar|hen|(?:de|het|een|die|dat) \w+|\w+)(?!\w)",
    re.IGNORECASE,
)


def relatives_in(text: str) -> Iterator[tuple[int, int]]:
    """Where somebody is told of as a relative, a partner or a neighbour of another: "haar nicht", "de oom van de chauffeur"."""
    yield from (match.span() for match in _RELATIVE.finditer(text))
