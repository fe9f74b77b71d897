"""The days that somebody's list says, in the ways in which Dutch lists write them."""

import datetime as dt
import re

from core.workdays import AMSTERDAM

from .not_known import is_not_known

_MONTHS = {
    name[:3]: number
    for number, name in enumerate(
        [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
        start=1,
    )
} | {"mrt": 3}
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_IN_WORDS = re.compile(r"(\d{1,2})[ -]([a-z]{3})[a-z]*\.?[ -](\d{2}|\d{4})")
_HOUR = re.compile(r"[ T]\d{1,2}[:.]\d{2}(?:[:.]\d{2})?$")
# Meant as a day, whatever is wrong with it: "ma 5 marrt 2024".
_LIKE_A_DAY = re.compile(r"\w*\W*\d{1,2}\W+\w+\W+\d{2,4}")
_LEAST_WORD = 4  # letters: "ja" and "x" say nothing of when
_CENTURY = 2000


def day_of(text: str) -> dt.date | None:
    """The day that a cell says; None when it says none. "3-5-24" is 3 May 2024: a list of ours is Dutch."""
    bare = _HOUR.sub("", text.strip()).lower()
    if match := _ISO.fullmatch(bare):
        year, month, day = match.groups()
    elif match := _NUMBERS.fullmatch(bare):
        day, month, year = match.groups()
    elif (match := _IN_WORDS.fullmatch(bare)) and match.group(2) in _MONTHS:
        day, month, year = match.group(1), str(_MONTHS[match.group(2)]), match.group(3)
    else:
        return None
    try:
        return dt.date(int(year) + (_CENTURY if len(year) == len("24") else 0), int(month), int(day))
    except ValueError:
        return None


def tells_when(text: str) -> bool:
    """Whether a cell says in words when it was ("eind vorige zomer"), and is no day that somebody mistyped."""
    letters = sum(sign.isalpha() for sign in text)
    return letters >= _LEAST_WORD and not is_not_known(text) and not _LIKE_A_DAY.fullmatch(text.strip())


def noon_of(day: dt.date) -> dt.datetime:
    """The moment that stands for a day of which no hour is known."""
    return dt.datetime.combine(day, dt.time(12), AMSTERDAM)
