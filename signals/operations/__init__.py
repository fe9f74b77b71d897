"""The only writers of signals, by subject. Every public function is an operation."""

from .care import accept_offer, accept_own, offer_again, offer_signal, refuse_offer, return_offer, withdraw_offer
from .completing import complete_signal
from .drafts import discard_draft, expire_draft, raise_alarm, save_draft, see_alarm, start_draft
from .following import end_follow, follow_signal, review_follow
from .handovers import (
    accept_handover,
    answer_handover,
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
    enrich,
    gather,
    inform_reporter,
    reopen,
    stop_gathering,
    take_up,
)
from .logging import log_signal, note_signal, submit_signal

__all__ = [
    "accept_handover",
    "accept_offer",
    "accept_own",
    "answer_handover",
    "close",
    "close_at_once",
    "complete_signal",
    "decide",
    "decide_acute",
    "discard_draft",
    "end_follow",
    "enrich",
    "expire_draft",
    "expire_handover",
    "follow_signal",
    "gather",
    "hand_over",
    "inform_reporter",
    "log_signal",
    "note_signal",
    "offer_again",
    "offer_signal",
    "raise_alarm",
    "receive_handover",
    "record_answer",
    "refuse_handover",
    "refuse_offer",
    "remind_handover",
    "reopen",
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
