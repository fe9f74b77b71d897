"""The facts of a signal, by subject: the signal itself, how it came in, what runs beside it."""

from .arrivals import Arrival
from .attachments import Attachment, Upload
from .handovers import Handover, HandoverAnswer
from .logging import DangerAlarm, Draft, Submission
from .merging import Merge
from .parallel import Concern, Follow, FollowReview, Move, Offer
from .people import SignalPerson
from .questions import Question
from .sharing import JointNote, SharedSignal
from .signal import Reporter, Signal, SignalPart, StatePeriod, part_of
from .tables import Meeting, ScreeningTable, Seat, TableItem, TablePaper
from .weighing import Decision, Enrichment, Revision

__all__ = [
    "Arrival",
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
    "JointNote",
    "Meeting",
    "Merge",
    "Move",
    "Offer",
    "Question",
    "Reporter",
    "Revision",
    "ScreeningTable",
    "Seat",
    "SharedSignal",
    "Signal",
    "SignalPart",
    "SignalPerson",
    "StatePeriod",
    "Submission",
    "TableItem",
    "TablePaper",
    "Upload",
    "part_of",
]
