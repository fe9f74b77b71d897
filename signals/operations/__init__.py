"""The only writers of signals, by subject. Every public function is an operation."""

from .attachments import accept_file, add_file, hold_file, recheck_file, refuse_file, remove_file
from .care import accept_offer, accept_own, offer_again, offer_signal, refuse_offer, return_offer, withdraw_offer
from .completing import complete_signal
from .concerning import accept_concern, concern_also, end_concern, leave_concern, refuse_concern, write_along
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
    weigh,
)
from .logging import log_signal, note_signal, submit_signal
from .meetings import close_meeting, open_table, plan_meeting, start_meeting
from .merging import merge_signals, split_signal
from .moving import accept_move, offer_move, refuse_move, withdraw_move
from .people import move_name
from .questions import answer_question, ask_question, expire_question, withdraw_question
from .shielding import exclude_along, exclude_colleague, lift_restriction, readmit_colleague, restrict_signal
from .tables import put_on_table, record_outcome, settle_action, withdraw_item

__all__ = [
    "accept_concern",
    "accept_file",
    "accept_handover",
    "accept_move",
    "accept_offer",
    "accept_own",
    "add_file",
    "answer_handover",
    "answer_question",
    "ask_letter",
    "ask_question",
    "close",
    "close_at_once",
    "close_meeting",
    "complete_signal",
    "concern_also",
    "decide",
    "decide_acute",
    "discard_draft",
    "end_concern",
    "end_follow",
    "enrich",
    "exclude_along",
    "exclude_colleague",
    "expire_draft",
    "expire_handover",
    "expire_question",
    "follow_signal",
    "gather",
    "hand_over",
    "hold_file",
    "inform_reporter",
    "leave_concern",
    "lift_restriction",
    "log_signal",
    "merge_signals",
    "move_name",
    "note_signal",
    "offer_again",
    "offer_move",
    "offer_signal",
    "open_table",
    "plan_meeting",
    "put_on_table",
    "raise_alarm",
    "readmit_colleague",
    "receive_handover",
    "recheck_file",
    "record_answer",
    "record_finding",
    "record_outcome",
    "refuse_concern",
    "refuse_file",
    "refuse_handover",
    "refuse_move",
    "refuse_offer",
    "remind_handover",
    "remove_file",
    "reopen",
    "restrict_signal",
    "return_offer",
    "review_follow",
    "save_draft",
    "see_alarm",
    "settle_action",
    "split_signal",
    "start_draft",
    "start_meeting",
    "stop_gathering",
    "store_letter",
    "submit_signal",
    "take_up",
    "weigh",
    "withdraw_handover",
    "withdraw_item",
    "withdraw_move",
    "withdraw_offer",
    "withdraw_question",
    "write_along",
]
