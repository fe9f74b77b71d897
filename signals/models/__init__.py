"""The facts of a signal, by subject: the signal itself, how it came in, what runs beside it."""

from .attachments import Attachment, Upload
from .handovers import Handover, HandoverAnswer
from .logging import DangerAlarm, Draft, Submission
from .parallel import Concern, Follow, FollowReview, Move, Offer
from .people import SignalPerson
from .signal import Reporter, Signal, SignalPart, StatePeriod, part_of
from .weighing import Decision, Enrichment, Question, Revision

__all__ = [
    "Attachment",
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
    "SignalPerson",
    "StatePeriod",
    "Submission",
    "Upload",
    "part_of",
]
