"""The facts of a signal, by subject: the signal itself, how it came in, what runs beside it."""

from .arrivals import Arrival
from .attachments import Attachment, Upload
from .exporting import ListExport
from .handovers import Handover, HandoverAnswer
from .importing import ColumnMemory, ImportedFrom, ListImport
from .logging import DangerAlarm, Draft, Submission
from .merging import Merge
from .parallel import Concern, Follow, FollowReview, Move, Offer
from .people import SignalPerson
from .questions import Question
from .sharing import JointNote, SharedSignal
from .signal import Reporter, Signal, SignalPart, StatePeriod, part_of
from .weighing import Decision, Enrichment, Revision

__all__ = [
    "Arrival",
    "Attachment",
    "ColumnMemory",
    "Concern",
    "DangerAlarm",
    "Decision",
    "Draft",
    "Enrichment",
    "Follow",
    "FollowReview",
    "Handover",
    "HandoverAnswer",
    "ImportedFrom",
    "JointNote",
    "ListExport",
    "ListImport",
    "Merge",
    "Move",
    "Offer",
    "Question",
    "Reporter",
    "Revision",
    "SharedSignal",
    "Signal",
    "SignalPart",
    "SignalPerson",
    "StatePeriod",
    "Submission",
    "Upload",
    "part_of",
]
