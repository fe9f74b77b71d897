"""What became of a generated signal, and how many of each there are. A coordinator's line adds up from this page.

Zeeland: 6 intensive = 2 here + Wulp, Tureluur, Lepelaar, Oeverloper · 9 followed = 7 here + Kievit, Zwaluw · 4 in
aftercare = 3 here + Kluut · 30 signals followed = 14 of her own + 16 returned with the advice to follow · 2 offered.
De Markiezaten: 4 = 3 + Torenvalk · 6 · 2 · 17 = 8 + 9 · 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mensenhandel.demo.plan import Area


class Fate(StrEnum):
    """How a generated signal stands on the day of the build."""

    RECEIVED = "received"
    TRIAGE = "triage"
    ENRICHING = "enriching"
    OFFERED = "offered"
    WAITING = "waiting"  # passed on, no answer yet
    FOLLOW_OWN = "follow_own"  # logged and followed by the care coordinator herself
    FOLLOW_RETURNED = "follow_returned"  # offered, returned with the advice to follow, followed
    FOLLOW_PLAIN = "follow_plain"
    CASE_INTAKE = "case_intake"
    CASE_INTENSIVE = "case_intensive"
    CASE_FOLLOWED = "case_followed"
    CASE_AFTERCARE = "case_aftercare"
    CASE_CLOSED = "case_closed"
    CLOSED_NONE = "closed_none"
    CLOSED_PASSED = "closed_passed"
    CLOSED_FOLLOWED = "closed_followed"


F = Fate
CASES = (F.CASE_INTAKE, F.CASE_INTENSIVE, F.CASE_FOLLOWED, F.CASE_AFTERCARE, F.CASE_CLOSED)
# Needs a mandate of the municipality.
BY_CARE = (F.OFFERED, F.FOLLOW_OWN, F.FOLLOW_RETURNED, *CASES)
# In Goes the told stories are all that waits for somebody, so that the persona's card stays true.
NOT_IN_GOES = (F.FOLLOW_RETURNED, F.FOLLOW_PLAIN)

# Days before the build on which a signal of this fate may have come in, the one with the narrowest choice first.
WINDOWS: Mapping[Fate, tuple[int, int]] = {
    F.CASE_INTENSIVE: (50, 330),
    F.CASE_FOLLOWED: (110, 560),
    F.CASE_AFTERCARE: (200, 680),
    F.FOLLOW_PLAIN: (36, 500),
    F.FOLLOW_RETURNED: (36, 640),
    F.FOLLOW_OWN: (36, 640),
    F.CASE_CLOSED: (230, 1060),
}

COUNTS: Mapping[str, Mapping[Fate, int]] = {
    area: dict(zip(WINDOWS, counts, strict=True))
    for area, counts in {
        Area.ZEELAND: (2, 7, 3, 1, 16, 14, 12),
        Area.MARKIEZATEN: (3, 6, 2, 2, 9, 8, 7),
        Area.BARONIE: (3, 4, 1, 4, 4, 4, 6),
        Area.HART: (3, 5, 2, 4, 4, 4, 7),
        Area.UNASSIGNED: (0, 0, 0, 1, 0, 0, 0),
        Area.LIMBURG: (0, 1, 0, 1, 0, 1, 1),
    }.items()
}
# What happens to all others, in turn.
REST = (
    F.CLOSED_NONE,
    F.CLOSED_PASSED,
    F.CLOSED_NONE,
    F.CLOSED_PASSED,
    F.CLOSED_PASSED,
    F.CLOSED_NONE,
    F.CLOSED_FOLLOWED,
)


@dataclass(frozen=True, slots=True)
class Recent:
    """One that still has to be dealt with: where, how many days ago, how it stands."""

    municipality: str
    ago: int
    fate: Fate


RECENT: tuple[Recent, ...] = (
    Recent("Schouwen-Duiveland", 1, F.RECEIVED),
    Recent("Kapelle", 2, F.TRIAGE),
    Recent("Middelburg", 2, F.OFFERED),
    Recent("Terneuzen", 1, F.OFFERED),
    Recent("Vlissingen", 9, F.ENRICHING),
    Recent("Sluis", 14, F.CASE_INTAKE),
    Recent("Bergen op Zoom", 1, F.RECEIVED),
    Recent("Roosendaal", 3, F.TRIAGE),
    Recent("Halderberge", 8, F.TRIAGE),
    Recent("Roosendaal", 12, F.ENRICHING),
    Recent("Bergen op Zoom", 2, F.OFFERED),
    Recent("Breda", 1, F.RECEIVED),
    Recent("Breda", 3, F.TRIAGE),
    Recent("Oosterhout", 6, F.TRIAGE),
    Recent("Altena", 29, F.TRIAGE),  # late: nobody decided in time
    Recent("Breda", 8, F.ENRICHING),
    Recent("Etten-Leur", 13, F.ENRICHING),
    Recent("Drimmelen", 1, F.OFFERED),
    Recent("Breda", 15, F.CASE_INTAKE),
    Recent("Tilburg", 1, F.RECEIVED),
    Recent("Waalwijk", 2, F.RECEIVED),
    Recent("Tilburg", 3, F.TRIAGE),
    Recent("Oisterwijk", 7, F.TRIAGE),
    Recent("Tilburg", 27, F.ENRICHING),  # late
    Recent("Tilburg", 10, F.ENRICHING),
    Recent("Goirle", 6, F.OFFERED),  # late: no answer within two working days
    Recent("Maastricht", 6, F.TRIAGE),
    Recent("Vlissingen", 26, F.WAITING),
    Recent("Terneuzen", 38, F.WAITING),
    Recent("Middelburg", 50, F.WAITING),
    Recent("Roosendaal", 33, F.WAITING),
    Recent("Moerdijk", 47, F.WAITING),
    Recent("Breda", 27, F.WAITING),
    Recent("Breda", 36, F.WAITING),
    Recent("Oosterhout", 52, F.WAITING),
    Recent("Tilburg", 24, F.WAITING),
    Recent("Tilburg", 44, F.WAITING),
    Recent("Dongen", 55, F.WAITING),
)
