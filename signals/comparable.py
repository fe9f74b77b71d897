"""What of a signal may be compared with signals of other municipalities, and what the database's function may look at.

Places, companies, plates and telephone numbers. Never people and accounts. Nothing that is of a possible victim or of the
reporter, on neither side, also where the same stands once more as of somebody else: else somebody who knows her number could
ask whether she is known anywhere. Of a telephone number nothing is assumed: of whom it is must be known. A plate counts only
as a recorded vehicle: in a text it may be anybody's. Of an address counts only one that can be told apart in the whole region.
"""

import re
from collections.abc import Iterable, Mapping

from core.walls.sights import Sight

from .things import MatchKind, ThingKind, Whose

# The role in whose name that function acts (core/walls/bootstrap.py).
COMPARER = "comparer"
OF_SIGNAL = "signal"

KINDS = (MatchKind.COMPANY, MatchKind.COMPANY_NUMBER, MatchKind.PLATE, MatchKind.PHONE, MatchKind.ADDRESS)
THINGS = (ThingKind.COMPANY, ThingKind.VEHICLE, ThingKind.PHONE, ThingKind.ADDRESS)
NEVER_OF = (Whose.VICTIM, Whose.REPORTER)
NEEDS_OWNER = ThingKind.PHONE
# A street and number without a place is in every municipality: "4461AA 12" and "nergensweg 12, goes" are not.
_ONE_PLACE = re.compile(r"\d{4}[A-Z]{2} .*|.*, .*", re.DOTALL)


def _among(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


# Of each table the columns, and of a walled one the rows, that the function sees at most: also a fault in it finds no person.
SEEN: Mapping[str, Sight] = {
    "signals_matchkey": Sight(
        ("signal_id", "about", "number", "kind", "digest"),
        f"kind IN ({_among(KINDS)}) AND about IN ({_among([OF_SIGNAL, *THINGS])})",
    ),
    "signals_signalthing": Sight(
        ("signal_id", "kind", "number", "revision", "withdrawn", "whose"), f"kind IN ({_among(THINGS)})"
    ),
    "signals_signal": Sight(
        ("id", "municipality_id", "dossier_id", "state", "close_reason", "kept_until"),
        "state NOT IN ('moved', 'anonymised')",
    ),
    "signals_hold": Sight(("dossier_id", "until", "ended_at"), "ended_at IS NULL"),
    "signals_merge": Sight(("signal_id", "into_id", "undone_at"), "undone_at IS NULL"),
    "signals_inquiry": Sight(("author_id", "municipality_id", "items", "asked_at"), "true"),
    "signals_comparison": Sight(("id", "region_id", "valid_from", "valid_until")),
    "signals_comparisonend": Sight(("comparison_id",)),
    "municipalities_municipality": Sight(("id", "successor_id", "succeeded_on")),
    "municipalities_regionmembership": Sight(("municipality_id", "area_id", "valid_from", "valid_until")),
    "municipalities_restriction": Sight(("dossier_id", "ended_at")),
    "municipalities_exclusion": Sight(("dossier_id", "user_id", "ended_at")),
}


def tells_one_place(content: str) -> bool:
    """Whether the key of an address means the same house in every municipality."""
    return bool(_ONE_PLACE.fullmatch(content.partition("|")[2]))
