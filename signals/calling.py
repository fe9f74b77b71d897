"""The calls that a signal asks for: with direct danger 112 or 0900-8844, and how a page says it; Veilig Thuis."""

import datetime as dt

from django.db.models import Q
from django.utils.formats import date_format

from core.codes import Codes

from .codes import Answered


class Caller(Codes):
    """Who called, by part and not by name: the sentence is read by more people than the record of the reporter."""

    WRITER = "writer", "Ikzelf"
    REPORTER = "reporter", "De melder"
    COLLEAGUE = "colleague", "Een collega"
    OTHER = "other", "Iemand anders"


# "Ikzelf" as somebody else reads it.
_BY = {
    Caller.WRITER: "wie dit vastlegde",
    Caller.REPORTER: "de melder",
    Caller.COLLEAGUE: "een collega",
    Caller.OTHER: "iemand anders",
}


def told_call(on: dt.date | None, at: dt.time | None, by: str, not_called: str) -> str:
    """Whether and when it was called, by whom, or why it was not; "" when nobody wrote that down. Source: domain 2.2, row 3a."""
    if at is None:
        return f"112 niet gebeld: {not_called}" if not_called else ""
    day = f" op {date_format(on, 'j F Y')}" if on else ""
    caller = f" door {_BY[Caller(by)]}" if by else ""
    return f"112 gebeld{day} om {at:%H:%M}{caller}"


def is_silent() -> Q:
    """Of a signal: nobody said whether Veilig Thuis was called; where a minor is involved, "no" needs a reason to be an answer."""
    return Q(veilig_thuis=Answered.UNKNOWN) | Q(veilig_thuis=Answered.NO, veilig_thuis_not="", minor=Answered.YES)
