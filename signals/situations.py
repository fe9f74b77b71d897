"""Of a situation (form x place x period x role x source): who is suspected in it, how sure it is, why it ended, vague days.

A signal often tells of more than one matter: this house in spring, that field since 2024. Whoever told it seldom knows the
day, so a period is kept as exactly as it is known and no more: a year, a month of a year, or a day (ISO 8601 with reduced
precision: "2026", "2026-03", "2026-03-14"), beside words of one's own ("elke zondag").
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

from django.utils.formats import date_format

from core.codes import Codes

from .when import EARLIEST, known_when

EARLIEST_YEAR = EARLIEST.year
# As the database checks it.
STORED = r"^$|^\d{4}(-\d\d(-\d\d)?)?$"
_STORED = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_TYPED = re.compile(r"(?:(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ])?(\d{4})", re.ASCII)


class Confidence(Codes):
    """How sure a situation is."""

    CERTAIN = "certain", "Zeker"
    PROBABLE = "probable", "Waarschijnlijk"
    UNCERTAIN = "uncertain", "Onzeker"


class SuspectedRole(Codes):
    """What the party that is suspected may have to do with it; nobody is said to be one (domain 4.12)."""

    EXPLOITER = "exploiter", "Mogelijke uitbuiter"
    RECRUITER = "recruiter", "Mogelijke ronselaar"
    TRANSPORTER = "transporter", "Mogelijke vervoerder"
    BROKER = "broker", "Mogelijke bemiddelaar"
    ABUSER = "abuser", "Mogelijke geweldpleger"
    FACILITATOR = "facilitator", "Mogelijke verhuurder of ander die het mogelijk maakt"
    CLIENT = "client", "Mogelijke klant"
    UNKNOWN = "unknown", "Nog niet bekend"


class SituationEnd(Codes):
    """Why a situation does not stand any more. `CHANGED`: another row says it better."""

    OVER = "over", "Dit speelt niet meer"
    WRONG = "wrong", "Dit klopte niet"
    CHANGED = "changed", "Gewijzigd"


@dataclass(frozen=True, slots=True)
class VagueDay:
    """A year, a month of it, or a day: what is not known is None. Raises ValueError for a day that does not exist."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            message = "a day of an unknown month"
            raise ValueError(message)
        dt.date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def stored(cls, text: str) -> Self | None:
        """What a column holds; None for "". Raises ValueError for anything else."""
        if not text:
            return None
        return cls._of(_STORED.fullmatch(text), 1, 2, 3)

    @classmethod
    def typed(cls, text: str) -> Self | None:
        """What somebody typed: "2026", "3-2026", "14-03-2026", or as it is stored. Raises ValueError for anything else."""
        text = text.strip()
        if _STORED.fullmatch(text):
            return cls.stored(text)
        return cls._of(_TYPED.fullmatch(text), 3, 2, 1) if text else None

    @classmethod
    def _of(cls, found: re.Match[str] | None, *places: int) -> Self:
        if found is None:
            message = "no year, month or day"
            raise ValueError(message)
        year, month, day = (found[place] for place in places)
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    def __str__(self) -> str:
        """As it is stored."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    @property
    def first(self) -> dt.date:
        """The first day that it can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> dt.date:
        """The last day that it can mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def words(self) -> str:
        """As a page says it: "2026", "maart 2026", "14 maart 2026"."""
        shape = "j F Y" if self.day else "F Y" if self.month else "Y"
        return str(date_format(self.first, shape))


def period_in_words(since: str, until: str, when: str) -> str:
    """A period as it is stored: "vanaf maart 2026 tot en met 2027, elke zondag"; "" when nothing is known."""
    begin, end = VagueDay.stored(since), VagueDay.stored(until)
    if begin is not None and begin == end:
        told = f"in {begin.words}" if begin.day is None else f"op {begin.words}"
    else:
        told = " ".join(
            filter(None, (f"vanaf {begin.words}" if begin else "", f"tot en met {end.words}" if end else ""))
        )
    return ", ".join(filter(None, (told, known_when(when))))
