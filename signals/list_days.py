"""The days that somebody's list says, in the ways in which Dutch lists write them."""

import datetime as dt
import re

from core.workdays import AMSTERDAM

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


def noon_of(day: dt.date) -> dt.datetime:
    """The moment that stands for a day of which no hour is known."""
    return dt.datetime.combine(day, dt.time(12), AMSTERDAM)
