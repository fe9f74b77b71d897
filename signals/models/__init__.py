"""The facts of a signal, by subject: the signal itself, how it came in, what runs beside it."""

from .additions import HandoverAddition
from .agreements import Agreement
from .arrivals import Arrival
from .asked_back import HandoverQuestion
from .attachments import Attachment, Upload
from .begun import BegunHandover
from .comparing import Comparison, ComparisonEnd, Inquiry, InquiryAnswer, InquiryHit
from .consent import Consent, Telling
from .exporting import ListExport
from .handed_files import HandoverFile
from .handovers import Handover, HandoverAnswer
from .importing import ColumnMemory, ImportedFrom, ListImport, ListWord
from .logging import DangerAlarm, Draft, SentFile, Submission
from .meetings import Meeting, ScreeningTable, Seat
from .merging import Merge
from .noticing import SignalIndicator, Situation
from .overrides import Override
from .pairs import PairJudgement
from .parallel import Concern, Follow, FollowReview, Move, Offer
from .people import MatchKey, SignalPerson, SignalThing
from .periods import StatePeriod
from .questions import Question
from .retention import Erasure, ErasureLine, Hold
from .saved import SavedFilter
from .sharing import JointNote, SharedSignal
from .signal import Reporter, Signal, SignalPart, part_of
from .tables import TableItem, TablePaper
from .tips import HiddenNames, TipText
from .weighing import Decision, Enrichment, Revision

__all__ = [
    "Agreement",
    "Arrival",
    "Attachment",
    "BegunHandover",
    "ColumnMemory",
    "Comparison",
    "ComparisonEnd",
    "Concern",
    "Consent",
    "DangerAlarm",
    "Decision",
    "Draft",
    "Enrichment",
    "Erasure",
    "ErasureLine",
    "Follow",
    "FollowReview",
    "Handover",
    "HandoverAddition",
    "HandoverAnswer",
    "HandoverFile",
    "HandoverQuestion",
    "HiddenNames",
    "Hold",
    "ImportedFrom",
    "Inquiry",
    "InquiryAnswer",
    "InquiryHit",
    "JointNote",
    "ListExport",
    "ListImport",
    "ListWord",
    "MatchKey",
    "Meeting",
    "Merge",
    "Move",
    "Offer",
    "Override",
    "PairJudgement",
    "Question",
    "Reporter",
    "Revision",
    "SavedFilter",
    "ScreeningTable",
    "Seat",
    "SentFile",
    "SharedSignal",
    "Signal",
    "SignalIndicator",
    "SignalPart",
    "SignalPerson",
    "SignalThing",
    "Situation",
    "StatePeriod",
    "Submission",
    "TableItem",
    "TablePaper",
    "Telling",
    "TipText",
    "Upload",
    "part_of",
]
