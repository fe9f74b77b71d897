"""The only writers of signals, by subject. Every public function is an operation."""

from .attachments import accept_file, add_file, hold_file, recheck_file, refuse_file, remove_file
from .care import accept_offer, accept_own, offer_again, offer_signal, refuse_offer, return_offer, withdraw_offer
from .completing import complete_signal
from .drafts import discard_draft, expire_draft, raise_alarm, save_draft, see_alarm, start_draft
from .following import end_follow, follow_signal, review_follow
from .gathering import enrich, record_finding
from .handovers import (
    accept_handover,
    answer_handover,
    ask_letter,
    expire_handover,
    hand_over,
    receive_handover,
    record_answer,
    refuse_handover,
    remind_handover,
    store_letter,
    withdraw_handover,
)
from .lifecycle import (
    close,
    close_at_once,
    decide,
    decide_acute,
    gather,
    inform_reporter,
    reopen,
    stop_gathering,
    take_up,
)
from .logging import log_signal, note_signal, submit_signal
from .people import move_name
from .shielding import exclude_along, exclude_colleague, lift_restriction, readmit_colleague, restrict_signal

__all__ = [
    "accept_file",
    "accept_handover",
    "accept_offer",
    "accept_own",
    "add_file",
    "answer_handover",
    "ask_letter",
    "close",
    "close_at_once",
    "complete_signal",
    "decide",
    "decide_acute",
    "discard_draft",
    "end_follow",
    "enrich",
    "exclude_along",
    "exclude_colleague",
    "expire_draft",
    "expire_handover",
    "follow_signal",
    "gather",
    "hand_over",
    "hold_file",
    "inform_reporter",
    "lift_restriction",
    "log_signal",
    "move_name",
    "note_signal",
    "offer_again",
    "offer_signal",
    "raise_alarm",
    "readmit_colleague",
    "receive_handover",
    "recheck_file",
    "record_answer",
    "record_finding",
    "refuse_file",
    "refuse_handover",
    "refuse_offer",
    "remind_handover",
    "remove_file",
    "reopen",
    "restrict_signal",
    "return_offer",
    "review_follow",
    "save_draft",
    "see_alarm",
    "start_draft",
    "stop_gathering",
    "store_letter",
    "submit_signal",
    "take_up",
    "withdraw_handover",
    "withdraw_offer",
]
