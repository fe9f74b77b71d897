"""The facts of a case, by subject: the case itself, its people, its days, what runs beside it, its signals."""

from .case import Case, CasePart, PhasePeriod, part_of
from .contact import CallAgain, ContactMoment, Note, Task
from .course import Clock, Referral, Transfer
from .links import SignalLink, SignalOutcome
from .pairs import CasePair
from .people import CaseKey, CasePerson, CaseTeamMember

__all__ = [
    "CallAgain",
    "Case",
    "CaseKey",
    "CasePair",
    "CasePart",
    "CasePerson",
    "CaseTeamMember",
    "Clock",
    "ContactMoment",
    "Note",
    "PhasePeriod",
    "Referral",
    "SignalLink",
    "SignalOutcome",
    "Task",
    "Transfer",
    "part_of",
]
