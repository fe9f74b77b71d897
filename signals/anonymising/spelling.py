"""A text as it sounds to the eye: letters and digits only, without case, accents and disguises, each with where it stood."""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

# Letters of other alphabets that look like ours (Cyrillic, Greek, and Latin ones that do not fall apart by themselves).
_CAPITALS = str.maketrans("АВЕЅІЈКМНОРСТХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧԁ", "ABESIJKMHOPCTXYABEZHIKMNOPTYXd")
_SMALL = str.maketrans("авекмнорстухіѕјһԁԛԝαεικνορτυχγøłđıħŧŀɑɡ", "abekmhopctyxisjhdqwaeikvoptuxyoldihtlag")
# Capitals as small as small letters; nothing takes them apart.
_SMALL_CAPITALS = str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "ABCDEFGHIJKLMNOPQRSTUVWYZ")
# Letters that look like a digit, and so like each other.
TO_DIGITS = str.maketrans("oil", "011")
# In a name also those that a digit is written for on purpose: "K4rel", "Bar7el5".
DRAWN = str.maketrans("oilaestbg", "011435789")
# Signs that are drawn for a letter on purpose ("$ara", "M@rtin"), with the digit that is drawn for the same one.
_SIGNS = str.maketrans("$€@＄＠﹩﹫", "5345454")
_SIGN_IN_WORD = re.compile("(?<=[^\\W_])[$€@]+(?=[^\\W_])")
DISGUISED_FROM = 4  # letters from which a name may have digits for some of them
_READ_AS = {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g"}
_MOST_READINGS = 32
_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cc"})


@dataclass(frozen=True, slots=True)
class Skeleton:
    """`signs`: the letters and digits of `text`, small and plain; `at`: for each the offset in `text` it came from."""

    text: str
    signs: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the signs from `start` to `end` stand in the text, with what belongs to their last letter."""
        last = self.at[end - 1] + 1
        while last < len(self.text) and is_invisible(self.text[last]):
            last += 1
        return self.at[start], last

    def begins_word(self, start: int) -> bool:
        """Whether no letter or digit stands directly before this sign."""
        return start == 0 or not _touch(self.text, self.at[start - 1], self.at[start])

    def ends_word(self, end: int) -> bool:
        """Whether no letter or digit stands directly behind the sign before `end`."""
        return end == len(self.signs) or not _touch(self.text, self.at[end - 1], self.at[end])

    def ends_name(self, end: int) -> bool:
        """As `ends_word`, and also before the "s" of a possessive."""
        return self.ends_word(end) or (self.signs[end : end + 1] == "s" and self.ends_word(end + 1))


@dataclass(frozen=True, slots=True)
class Readable:
    """A text as plain rules can read it: `text` has each letter as one plain character, with its accent and its case.

    `starts`, `ends`: for each character of `text` where what it stands for begins and ends in the original.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from `start` to `end` stand in the original; `end` lies behind `start`."""
        return self.starts[start], self.ends[end - 1]


def readable(text: str) -> Readable:
    """Letters that fell apart into letter and accent, wide, small and drawn ones, and what nobody sees between them."""
    if text.isascii():
        return Readable(text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))
    found = [
        (sign, start, end) for start, end in _clusters(text) for sign in _as_written(text[start], text[start + 1 : end])
    ]
    signs, starts, ends = zip(*found, strict=True) if found else ((), (), ())
    return Readable("".join(signs), starts, ends)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Where each character stands with the accents and the invisible signs that belong to it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not is_invisible(text[at]):
            yield start, at
            start = at


def _as_written(sign: str, behind: str) -> str:
    if not sign.isalnum():
        return sign
    accents = "".join(mark for mark in behind if unicodedata.category(mark) == "Mn")
    whole = unicodedata.normalize("NFKC", sign + accents).translate(_SMALL_CAPITALS)
    return "".join(one for one in whole if not is_invisible(one))


def skeleton(text: str) -> Skeleton:
    """Read `text` through its disguises."""
    found = [(sign, at) for at, char in enumerate(text) for sign in plain(char)]
    return Skeleton(text, "".join(sign for sign, _ in found), tuple(at for _, at in found))


def readings(text: str) -> Iterator[Skeleton]:
    """As it stands, and with the signs that are drawn for letters as such: a mail address is no word, "M@rtin" is one."""
    yield skeleton(text)
    if (drawn := text.translate(_SIGNS)) != text:
        yield skeleton(drawn)


def with_signs_in_words(text: str) -> str:
    """The text with a digit for each sign that stands between two letters or digits, so that it reads as one word."""
    return _SIGN_IN_WORD.sub(lambda sign: sign.group().translate(_SIGNS), text)


def signs_of(text: str) -> str:
    """The letters and digits of a text, small and plain."""
    return "".join(sign for char in text for sign in plain(char))


def undrawn(signs: str) -> Iterator[str]:
    """What a word with digits drawn for some of its letters may be read as; nothing for one without, or of digits alone."""
    if signs.isalpha() or signs.isdigit():
        return
    ways = [_READ_AS.get(sign, sign) for sign in signs]
    if math.prod(map(len, ways)) <= _MOST_READINGS:
        yield from filter(str.isalpha, map("".join, product(*ways)))


def plain(char: str) -> Iterator[str]:
    """What one character stands for: none (a dash, a soft hyphen), one or more letters or digits."""
    for part in unicodedata.normalize("NFKD", char.translate(_SMALL_CAPITALS)):
        digit = unicodedata.decimal(part, None)
        for sign in str(digit) if digit is not None else part.translate(_CAPITALS).casefold().translate(_SMALL):
            if sign.isalnum():
                yield sign


def is_invisible(char: str) -> bool:
    """Whether nothing stands there for the eye, or only an accent on the letter before."""
    return unicodedata.category(char) in _INVISIBLE and char not in "\n\r\t"


def digit_runs(text: str, *, least: int, gap: int) -> Iterator[tuple[int, int]]:
    """Where at least `least` digits stand in a row, with at most `gap` signs that are no letter between two of them.

    A letter that looks like a digit counts where it stands between digits.
    """
    whole = skeleton(text)
    digits = whole.signs.translate(TO_DIGITS)
    sure = [sign.isdigit() for sign in whole.signs]
    start = 0
    while start < len(digits):
        end = _run(whole, digits, sure, start, gap)
        if sum(one.isdigit() for one in digits[start:end]) >= least:
            yield whole.span(start, end)
        start = max(end, start + 1)


def _run(whole: Skeleton, digits: str, sure: list[bool], start: int, gap: int) -> int:
    """Behind the last digit of the row that begins at `start`; a row begins and ends with a real digit."""
    if not sure[start]:
        return start
    end = at = start + 1
    while at < len(digits) and digits[at].isdigit() and _seen_between(whole, at) <= gap:
        at += 1
        if sure[at - 1]:
            end = at
    return end


def _seen_between(whole: Skeleton, at: int) -> int:
    between = whole.text[whole.at[at - 1] + 1 : whole.at[at]]
    return sum(not is_invisible(char) for char in between)


def _touch(text: str, before: int, after: int) -> bool:
    return all(is_invisible(char) for char in text[before + 1 : after])
