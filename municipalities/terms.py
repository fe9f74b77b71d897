"""How long a step may take, and what a region set otherwise (workflows.md 3).

    TAKE_UP = declare(RegionTerm("take_up", ...))              # where the term belongs: signals/terms.py, cases/terms.py
    signal.due_on = TAKE_UP.of(signal.municipality_id, actor).due(now)

A term is declared in code, with its default and where that comes from, and with the least and most that a region may
choose; its unit is fixed. A region sets another amount from a day on (`TermSetting`). What holds is asked once, when
something starts, and its last day is kept with that: another setting moves nothing that runs.

An actor brings along what holds today in the municipalities of the hat, so that a page asks nothing. For any other
municipality it is one query.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection
from django.utils.text import slugify

from core.access import NOBODY, Actor
from core.walls.planned import Planned
from core.workdays import Term, today

_QUERY = (Path(__file__).parent / "terms.sql").read_text(encoding="utf-8")
_HOUR = 60

REGION_TERMS = Planned(
    "region_terms",
    parameters={"places": "bigint[]", "today": "date"},
    columns={"place": "bigint", "code": "text", "amount": "integer"},
    text=lambda: _QUERY,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a region may set. `governs`: what it is about, a sentence; `source`: where the default comes from.

    `least`, `most`: the amounts that a region may choose, in the unit of the setting.
    """

    code: str
    label: str
    governs: str
    source: str
    least: int
    most: int
    group: str = field(default="Signalen")

    @property
    def slug(self) -> str:
        """How an address names it: its label."""
        return slugify(self.label)

    @property
    def usual(self) -> int:
        """The amount where no region set another; each kind of term says its own."""
        raise NotImplementedError

    def words(self, amount: int) -> str:
        """An amount as a page says it; each kind of term has its own words."""
        raise NotImplementedError

    @property
    def default_words(self) -> str:
        """The usual amount as a page says it."""
        return self.words(self.usual)

    def amount_of(self, municipality_id: int, actor: Actor = NOBODY) -> int:
        """What holds today in the region of this municipality. No query for one that the actor works for."""
        return held_for(municipality_id, actor).get(self.code, self.usual)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionTerm(Setting):
    """A term: `TAKE_UP.of(municipality_id, actor).due(now)`."""

    default: Term

    @property
    def usual(self) -> int:
        return self.default.amount

    def words(self, amount: int) -> str:
        return str(Term(self.default.unit, amount))

    def of(self, municipality_id: int, actor: Actor = NOBODY) -> Term:
        """The term that something has which starts in this municipality today."""
        return Term(self.default.unit, self.amount_of(municipality_id, actor))

    def as_on(self, municipality_id: int, day: dt.date) -> Term:
        """The term that something had which started in this municipality on that day. One query."""
        return Term(self.default.unit, held_in(municipality_id, day).get(self.code, self.usual))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionHour(Setting):
    """A time of the day; its amount is in minutes after midnight."""

    default: dt.time

    @property
    def usual(self) -> int:
        return minutes_of(self.default)

    def words(self, amount: int) -> str:
        return hour_words(time_at(amount))

    def of(self, municipality_id: int, actor: Actor = NOBODY) -> dt.time:
        """That time in this municipality today."""
        return time_at(self.amount_of(municipality_id, actor))


def minutes_of(time: dt.time) -> int:
    """Minutes after midnight."""
    return time.hour * _HOUR + time.minute


def time_at(minutes: int) -> dt.time:
    """The time so many minutes after midnight."""
    return dt.time(*divmod(minutes, _HOUR))


def hour_words(time: dt.time) -> str:
    """ "9 uur", "8.30 uur"."""
    return f"{time.hour}.{time.minute:02} uur" if time.minute else f"{time.hour} uur"


def held_for(municipality_id: int, actor: Actor) -> Mapping[str, int]:
    """What the region of this municipality set otherwise, as it holds today: as `held_in`, and as the actor knows it."""
    if not actor.knows_terms_of(municipality_id):
        return held_in(municipality_id, today())
    return {held.code: held.amount for held in actor.terms if municipality_id in held.places}


def held_in(municipality_id: int, on: dt.date) -> Mapping[str, int]:
    """What the region of this municipality set otherwise, as it holds on that day: amounts by code. One query."""
    with connection.cursor() as cursor:
        cursor.execute(REGION_TERMS.call, {"places": [municipality_id], "today": on})
        return {code: amount for _, code, amount in cursor.fetchall()}


_declared: dict[str, Setting] = {}


def declare[S: Setting](setting: S) -> S:
    """Make it one that a region may set. ValueError for a code that is in use, or a default out of its own bounds."""
    if setting.code in _declared:
        message = f"There is a term {setting.code!r} already."
        raise ValueError(message)
    if not setting.least <= setting.usual <= setting.most:
        message = f"The default of {setting.code!r} is not one that a region may choose."
        raise ValueError(message)
    _declared[setting.code] = setting
    return setting


def declared() -> Mapping[str, Setting]:
    """Everything that a region may set, by code, as it was declared."""
    return _declared
