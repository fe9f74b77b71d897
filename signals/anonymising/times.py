"""Days, hours and ages in a text, and the same said coarser: "3 november 2025" becomes "begin november 2025"."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905  as one reads it
)
_MONTH = r"(?P<month>jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d|['’]?\d\d)"
_WRITTEN = re.compile(
    rf"(?<!\w)(?:op )?(?P<day>\d{{1,2}})(?:e|ste|de)? {_MONTH}(?!\w)(?: {_YEAR}(?!\w))?", re.IGNORECASE
)
_NUMBERS = re.compile(
    r"(?<![\w-])(?P<day>\d{1,2}) ?[-/.] ?(?P<number>\d{1,2})(?: ?[-/.] ?(?P<year>(?:19|20)?\d\d))(?!\w)"
)
_ISO = re.compile(r"(?<![\w-])(?P<year>(?:19|20)\d\d)[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?!\w)")
_PART = r"(?P<part>ochtend|morgen|middag|avond|nacht)"
_WEEKDAY = re.compile(
    rf"(?<!\w)(?:(?:afgelopen|vorige|komende|op) )*(?P<weekday>maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag){_PART}?s?(?!\w)",
    re.IGNORECASE,
)
_LATELY = re.compile(
    rf"(?<!\w)(?:(?:eer)?gister(?:en)?|vandaag|van){_PART}?(?!\w)|(?<!\w)(?:(?:eer)?gisteren|vandaag)(?!\w)",
    re.IGNORECASE,
)
_CLOCK = r"\d{1,2}[.:]\d{2}"
_RANGE = re.compile(
    r"(?<![\w.,])(?:van )?(?P<from>\d{1,2})(?:[.:]\d{2})? ?(?:uur )?(?:-|–|tot) ?(?P<until>\d{1,2})(?:[.:]\d{2})?(?: ?uur)(?!\w)"
    r"|(?<![\w.,])(?:van )?(?P<from2>\d{1,2})[.:]\d{2} ?(?:-|–|tot) ?(?P<until2>\d{1,2})[.:]\d{2}(?!\w)",
    re.IGNORECASE,
)
_DURATION = r"(?! (?:per|lang|achter|aan|in de|om de|reizen|werk))"
_HOUR = re.compile(
    r"(?<![\w.,])(?:(?P<before>om|rond|tegen|na|voor|vanaf|tot) )?(?P<hour>\d{1,2})(?:(?:[.:]\d{2})? ?(?:uur|u)(?:\d{2})?(?!\w)"
    rf"{_DURATION}|:\d{{2}}(?!\w)|h\d{{2}}(?!\w))"
    r"|(?<!\w)(?P<before2>om|rond|tegen|na|vanaf|tot) (?P<dotted>\d{1,2})\.\d{2}(?!\w)",
    re.IGNORECASE,
)
_TWELVE = r"(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)"
_SPOKEN = re.compile(
    rf"(?<!\w)(?:(?:om|rond|tegen|na|vanaf|tot) )?(?:(?:(?:vijf|tien|kwart) (?:voor|over) )?half {_TWELVE}|(?:vijf|tien|kwart) (?:voor|over) {_TWELVE}"
    rf"|(?:(?<=om )|(?<=rond )|(?<=tegen )|(?<=vanaf )){_TWELVE} uur)(?!\w)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?<!\w)(?P<age>\d{1,2})(?:[ -]?jarige?n?(?!\w)| jaar(?: oud)?(?!\w)(?! (?:geleden|lang|later|werkzaam|ervaring)))",
    re.IGNORECASE,
)
_SPOKEN_AGE = re.compile(
    r"(?<!\w)(?P<word>twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien|(?:een|één|twee|drie|vier|vijf|zes|zeven|acht"
    r"|negen)?(?:en|ën)?(?:twintig|dertig|veertig|vijftig|zestig))(?:[ -]?jarige?n?(?!\w)| jaar(?: oud)?(?!\w)(?! (?:geleden|lang|later)))",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"(?<!\w)(?:geboren|geb\.?|geboortejaar|bouwjaar)(?: (?:is|in|op|te \w+ in))*:? ?(?P<year>(?:19|20)\d\d)(?!\w)|(?<=uit )(?:19|20)\d\d(?!\w)",
    re.IGNORECASE,
)
_TEENS = ("twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien")
_MIDDLE, _END = 11, 21
_AT = ("'s nachts", "'s ochtends", "'s middags", "'s avonds")
_PART_OF_DAY = ("de nacht", "de ochtend", "de middag", "de avond")
_ADULT, _GROWN, _OLD = 18, 27, 65
_PART_WORDS = {
    "ochtend": "'s ochtends",
    "morgen": "'s ochtends",
    "middag": "'s middags",
    "avond": "'s avonds",
    "nacht": "'s nachts",
}
# Of "until 6.00" "until" stays; "at" does not.
_KEPT_BEFORE = frozenset({"na", "voor", "vanaf", "tot"})
_WEEKEND = frozenset({"zaterdag", "zondag"})
# What it is called where the day alone is written, and the hour behind it.
_LAST_MONTH, _LAST_DAY, _LAST_HOUR = 12, 31, 24


@dataclass(frozen=True, slots=True)
class Time:
    """One moment or age in a text (offsets in characters) and what can stand there instead."""

    start: int
    end: int
    coarser: str
    is_age: bool = False
    is_hour: bool = False
    is_weekday: bool = False


def times_in(text: str) -> list[Time]:
    """The days, hours and ages in `text`, in order, not overlapping."""
    found: list[Time] = []
    for time in _all(text):
        if all(time.end <= other.start or time.start >= other.end for other in found):
            found.append(time)
    return sorted(found, key=lambda time: time.start)


def coarsened(text: str) -> str:
    """`text` with its dates and hours said coarser. Weekdays stay: "vrijdagavond" is a shift, not the day it was seen."""
    for time in reversed(times_in(text)):
        if not time.is_weekday and not time.is_age:
            text = text[: time.start] + time.coarser + text[time.end :]
    return text


def coarse_moment(day: dt.date, said: str) -> str:
    """About when that was: the part of the month, and of what was `said` about it the part of the day.

    Its weekday does not go along: beside the part of the month few days would be left.
    """
    parts = dict.fromkeys(time.coarser for time in times_in(said) if time.is_hour)
    return ", ".join([_about(day.day, day.month, str(day.year)), *parts])


def _all(text: str) -> Iterator[Time]:
    """The longest shapes first."""
    for shape in (_WRITTEN, _ISO, _NUMBERS):
        yield from (time for match in shape.finditer(text) if (time := _date(match)))
    for match in _BORN.finditer(text):
        yield Time(*match.span(), "", is_age=True)
    for shape in (_AGE, _SPOKEN_AGE):
        yield from (Time(*match.span(), _of_age(match), is_age=True) for match in shape.finditer(text))
    for match in _RANGE.finditer(text):
        first, last = match["from"] or match["from2"], match["until"] or match["until2"]
        yield Time(
            *match.span(), f"van {_PART_OF_DAY[_part_of(first)]} tot {_PART_OF_DAY[_part_of(last)]}", is_hour=True
        )
    for match in _HOUR.finditer(text):
        before = (match["before"] or match["before2"] or "").lower()
        part = _part_of(match["hour"] or match["dotted"])
        words = f"{before} {_PART_OF_DAY[part]}" if before in _KEPT_BEFORE else _AT[part]
        yield Time(*match.span(), words, is_hour=True)
    yield from (Time(*match.span(), "op enig moment", is_hour=True) for match in _SPOKEN.finditer(text))
    yield from _days(text)


def _days(text: str) -> Iterator[Time]:
    """Weekdays, and days told from the day of telling."""
    for match in _WEEKDAY.finditer(text):
        day = "in het weekend" if match["weekday"].lower() in _WEEKEND else "doordeweeks"
        yield Time(*match.span(), _with_part(day, match["part"]), is_weekday=True)
    for match in _LATELY.finditer(text):
        if match.group().lower() != "van":
            yield Time(*match.span(), _with_part("onlangs", match["part"]))


def _date(match: re.Match[str]) -> Time | None:
    groups = match.groupdict()
    day, number = int(groups["day"]), int(groups.get("number") or _number(groups["month"]))
    if not 1 <= day <= _LAST_DAY or not 1 <= number <= _LAST_MONTH:
        return None
    year = (groups.get("year") or "").lstrip("'’")
    year = f"20{year}" if len(year) == 2 else year
    return Time(*match.span(), _about(day, number, year))


def _about(day: int, month: int, year: str) -> str:
    part = "begin" if day < _MIDDLE else "midden" if day < _END else "eind"
    return f"{part} {_MONTHS[month - 1]} {year}".strip()


def _number(month: str) -> int:
    short = {"mrt": "maart"}.get(month.lower(), month.lower())
    return next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(short[:3]))


def _part_of(hour: str) -> int:
    """Which quarter of the day: night, morning, afternoon, evening."""
    return int(hour) % _LAST_HOUR // 6


def _of_age(match: re.Match[str]) -> str:
    groups = match.groupdict()
    word = groups.get("word")
    if word:
        age = _ADULT - 1 if word.lower() in _TEENS else _ADULT if word.lower() in {"achttien", "negentien"} else _GROWN
        age = _ADULT if word.lower().endswith("twintig") else age
    else:
        age = int(groups["age"])
    name = (
        "minderjarig"
        if age < _ADULT
        else "jongvolwassen"
        if age < _GROWN
        else "volwassen"
        if age < _OLD
        else "op leeftijd"
    )
    return f"{name}e" if "jarige" in match.group().lower() and name != "op leeftijd" else name


def _with_part(words: str, part: str | None) -> str:
    return f"{words} {_PART_WORDS[part.lower()]}" if part else words
