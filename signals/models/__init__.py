"""The facts of a signal, by subject: the signal itself, how it came in, what runs beside it."""

from .handovers import Handover, HandoverAnswer
from .logging import DangerAlarm, Draft, Submission
from .parallel import Concern, Follow, FollowReview, Move, Offer
from .signal import Reporter, Signal, SignalPart, StatePeriod, part_of
from .weighing import Decision, Enrichment, Question, Revision

__all__ = [
    "Concern",
    "DangerAlarm",
    "Decision",
    "Draft",
    "Enrichment",
    "Follow",
    "FollowReview",
    "Handover",
    "HandoverAnswer",
    "Move",
    "Offer",
    "Question",
    "Reporter",
    "Revision",
    "Signal",
    "SignalPart",
    "StatePeriod",
    "Submission",
    "part_of",
]
