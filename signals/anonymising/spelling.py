"""A text as it sounds to the eye: letters and digits only, without case, accents and disguises, each with where it stood."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Letters of other alphabets that look like ours (Cyrillic, Greek, and Latin ones that do not fall apart by themselves).
_CAPITALS = str.maketrans("АВЕЅІЈКМНОРСТХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧԁ", "ABESIJKMHOPCTXYABEZHIKMNOPTYXd")
_SMALL = str.maketrans("авекмнорстухіѕјһԁԛԝαεικνορτυχγøłđıħŧŀɑɡ", "abekmhopctyxisjhdqwaeikvoptuxyoldihtlag")
_TO_DIGITS = str.maketrans("oil", "011")
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


def skeleton(text: str) -> Skeleton:
    """Read `text` through its disguises."""
    found = [(sign, at) for at, char in enumerate(text) for sign in plain(char)]
    return Skeleton(text, "".join(sign for sign, _ in found), tuple(at for _, at in found))


def signs_of(text: str) -> str:
    """The letters and digits of a text, small and plain."""
    return "".join(sign for char in text for sign in plain(char))


def plain(char: str) -> Iterator[str]:
    """What one character stands for: none (a dash, a soft hyphen), one or more letters or digits."""
    for part in unicodedata.normalize("NFKD", char):
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
    digits = whole.signs.translate(_TO_DIGITS)
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
