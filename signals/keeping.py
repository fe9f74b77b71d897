"""For how long a signal is kept after it is done, and why so long (domain page 8.4).

The day is worked out once, when it is closed or moved, and stands on the signal: a changed term moves no day that was told.
Closing is its last action: everything beside it is settled then. After that day it waits on the list of
`operations/erasing.py`; a hold (`models/retention.py`) keeps it longer, with a reason and a day.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

from django.db import models

from core.workdays import Term, today

from . import terms
from .codes import CloseReason


class KeepRule(models.TextChoices):
    """Which rule gave the day."""

    NOTHING = "nothing", "Geen aanwijzing of dubbel: {term} na het sluiten"
    WORKED = "worked", "Beoordeeld, doorgegeven of gevolgd: {term} na het sluiten"
    MOVED = "moved", "Overgedragen: {term} na de overdracht"


TERMS: Mapping[KeepRule, Term] = {
    KeepRule.NOTHING: terms.KEEP_NOTHING,
    KeepRule.WORKED: terms.KEEP_WORKED,
    KeepRule.MOVED: terms.KEEP_MOVED,
}
_WHY: Mapping[KeepRule, str] = {
    KeepRule.NOTHING: (
        "Er was geen aanwijzing voor mensenhandel, of het was al gemeld. Wij bewaren zo'n signaal {term} na het sluiten, "
        "voor als er toch iets nieuws bij komt."
    ),
    KeepRule.WORKED: (
        "Aan dit signaal is gewerkt. Wij bewaren het {term} na het sluiten: een partner kan nog antwoorden, en wat nu los "
        "lijkt, kan later ergens bij horen."
    ),
    KeepRule.MOVED: (
        "De andere gemeente heeft wat zij nodig heeft. Wij bewaren dit signaal nog {term} voor vragen. Daarna weten wij "
        "alleen nog het nummer, de dag en de gemeente die het overnam."
    ),
}
AFTERWARDS = (
    "Daarna stelt de aandachtsfunctionaris voor om het te anonimiseren, en de privacy officer beslist mee. Alles over "
    "personen gaat dan weg; voor de cijfers blijven hooguit maand, gemeente, vorm, bron en uitkomst."
)
_NOTHING = (CloseReason.NO_INDICATION, CloseReason.DUPLICATE, CloseReason.MERGED)
TOO_LATE = (
    "Heropenen kan niet meer: dit signaal mochten wij bewaren tot en met {day}. Leg een nieuw signaal vast met wat u nu "
    "weet."
)


class Kept(Protocol):
    """A signal, as far as this goes."""

    close_reason: str
    is_passed_on: bool
    kept_until: dt.date | None
    kept_why: str


def keep(signal: Kept, done_at: dt.datetime, *, moved: bool = False) -> None:
    """From now on it is kept, until a day. `done_at`: when it was closed or moved. Saves nothing."""
    rule = KeepRule.MOVED if moved else rule_of(signal.close_reason, is_passed_on=signal.is_passed_on)
    signal.kept_why, signal.kept_until = rule, TERMS[rule].due(done_at)


def take_out(signal: Kept) -> None:
    """Somebody works on it again: there is no such day. Saves nothing."""
    signal.kept_why, signal.kept_until = "", None


def rule_of(close_reason: str, *, is_passed_on: bool) -> KeepRule:
    """What was passed on is kept as long as whatever was worked on, whatever it turned out to be."""
    return KeepRule.NOTHING if close_reason in _NOTHING and not is_passed_on else KeepRule.WORKED


def told_rule(code: str) -> str:
    """The rule in one line."""
    return str(KeepRule(code).label).format(term=TERMS[KeepRule(code)])


def told_why(code: str) -> str:
    """The rule and what follows, for who asks "waarom?"; "" of a signal that is not done."""
    return f"{_WHY[KeepRule(code)].format(term=TERMS[KeepRule(code)])} {AFTERWARDS}" if code else ""


def why_not_reopened(last_day: dt.date | None) -> str:
    """Why a closed signal cannot be opened again, in a sentence; "" as long as it is kept."""
    if last_day is None or today() <= last_day:
        return ""
    return TOO_LATE.format(day=f"{last_day:%d-%m-%Y}")
