"""When something was seen or heard, where there is no day: in words, or why there are none.

Of every signal one of the two stands there, as with its place; the database holds that. Nobody is made to guess, and nobody
who reports danger is held up: where nothing was said, it says so.
"""

import datetime as dt

from .not_known import is_not_known

# Nobody tells here of what was longer ago.
EARLIEST = dt.date(1950, 1, 1)
UNKNOWN = "onbekend"
NOT_ASKED = "Nog niet gevraagd"
NOT_TOLD = "niet door de melder verteld"
NOT_TOLD_BY_PARTNER = "niet door de partner vermeld"
_WHY_NOT = frozenset({NOT_ASKED, NOT_TOLD, NOT_TOLD_BY_PARTNER})


def told_when(seen_on: dt.date | None, seen_when: str, *, else_: str = UNKNOWN) -> str:
    """The words of when, or `else_`: why there are none. Beside a day nothing is not known."""
    return known_when(seen_when) if seen_on else seen_when or else_


def known_when(seen_when: str) -> str:
    """What of these words tells something to who gets the signal elsewhere; "" for why there are none, however that was written."""
    return "" if seen_when in _WHY_NOT or is_not_known(seen_when) else seen_when
