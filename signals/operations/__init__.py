"""The only writers of signals, by subject. Every public function is an operation."""

from .adding import add_to_handover
from .agreements import end_agreement, register_agreement
from .anonymising import anonymise
from .answering import (
    accept_handover,
    answer_handover,
    expire_handover,
    receive_handover,
    record_acceptance,
    record_answer,
    record_receipt,
    record_reminder,
    refuse_handover,
    remind_handover,
    withdraw_handover,
)
from .asking_back import ask_back, reply_to_partner
from .attachments import accept_file, add_file, correct_file, hold_file, recheck_file, refuse_file, remove_file
from .begun import drop_begun, expire_begun, keep_handover
from .care import accept_offer, accept_own, offer_again, offer_signal, refuse_offer, return_offer, withdraw_offer
from .comparing import ask_elsewhere, end_comparison, switch_comparison, tell_of_inquiry
from .completing import complete_signal
from .concerning import (
    accept_concern,
    concern_also,
    end_concern,
    leave_concern,
    refuse_concern,
    share_more,
    write_along,
)
from .consenting import note_consent
from .danger import set_danger
from .deciding import consider_answer
from .drafts import (
    discard_draft,
    expire_draft,
    forget_alarm,
    raise_alarm,
    save_draft,
    see_alarm,
    start_draft,
)
from .erasing import agree_erasure, approve_erasure, carry_out_erasure, end_hold, hold_signal
from .exporting import fetch_export, keep_export, order_export, wipe_export
from .flagging import flag_danger
from .following import correct_follow, end_follow, follow_signal, review_follow
from .gathering import enrich, expect_later, note_call, record_finding, withdraw_finding
from .handing_on import hand_on
from .handovers import ask_letter, hand_over, store_letter
from .importing import (
    check_list,
    choose_columns,
    drop_list,
    expire_list,
    halt_list,
    keep_result,
    keep_rows,
    read_in_list,
    refuse_list,
    run_list,
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
from .logging import log_signal, note_signal, report_publicly, submit_signal
from .meetings import (
    cancel_meeting,
    close_meeting,
    erase_paper,
    move_meeting,
    note_erased,
    plan_ahead,
    plan_meeting,
    start_meeting,
)
from .mentions import add_mention, correct_mention, withdraw_mention
from .merging import merge_signals, split_signal
from .minors import answer_veilig_thuis
from .moving import accept_move, offer_move, refuse_move, withdraw_move
from .noticing import add_situation, change_situation, end_situation, note_indicators, withdraw_indicator
from .overriding import allow_override, ask_override, refuse_override, review_override, withdraw_override
from .pairs import judge_pair
from .people import move_name, take_out_bsn
from .questions import answer_question, ask_question, expire_question, record_told_answer, withdraw_question
from .saving import keep_filter, remove_filter, rename_filter
from .seating import add_seat, change_table, end_seat, end_table, open_table
from .sent_files import send_file
from .shielding import exclude_along, exclude_colleague, lift_restriction, readmit_colleague, restrict_signal
from .striking import strike_mention
from .table_outcomes import record_outcome, settle_action, settle_for
from .tables import put_on_table, withdraw_item
from .taking_over import keep_list, store_rows, take_back_list, undo_list
from .telling import note_telling
from .tips import write_tip

__all__ = [
    "accept_concern",
    "accept_file",
    "accept_handover",
    "accept_move",
    "accept_offer",
    "accept_own",
    "add_file",
    "add_mention",
    "add_seat",
    "add_situation",
    "add_to_handover",
    "agree_erasure",
    "allow_override",
    "anonymise",
    "answer_handover",
    "answer_question",
    "answer_veilig_thuis",
    "approve_erasure",
    "ask_back",
    "ask_elsewhere",
    "ask_letter",
    "ask_override",
    "ask_question",
    "cancel_meeting",
    "carry_out_erasure",
    "change_situation",
    "change_table",
    "check_list",
    "choose_columns",
    "close",
    "close_at_once",
    "close_meeting",
    "complete_signal",
    "concern_also",
    "consider_answer",
    "correct_file",
    "correct_follow",
    "correct_mention",
    "decide",
    "decide_acute",
    "discard_draft",
    "drop_begun",
    "drop_list",
    "end_agreement",
    "end_comparison",
    "end_concern",
    "end_follow",
    "end_hold",
    "end_seat",
    "end_situation",
    "end_table",
    "enrich",
    "erase_paper",
    "exclude_along",
    "exclude_colleague",
    "expect_later",
    "expire_begun",
    "expire_draft",
    "expire_handover",
    "expire_list",
    "expire_question",
    "fetch_export",
    "flag_danger",
    "follow_signal",
    "forget_alarm",
    "gather",
    "halt_list",
    "hand_on",
    "hand_over",
    "hold_file",
    "hold_signal",
    "inform_reporter",
    "judge_pair",
    "keep_export",
    "keep_filter",
    "keep_handover",
    "keep_list",
    "keep_result",
    "keep_rows",
    "leave_concern",
    "lift_restriction",
    "log_signal",
    "merge_signals",
    "move_meeting",
    "move_name",
    "note_call",
    "note_consent",
    "note_erased",
    "note_indicators",
    "note_signal",
    "note_telling",
    "offer_again",
    "offer_move",
    "offer_signal",
    "open_table",
    "order_export",
    "plan_ahead",
    "plan_meeting",
    "put_on_table",
    "raise_alarm",
    "read_in_list",
    "readmit_colleague",
    "receive_handover",
    "recheck_file",
    "record_acceptance",
    "record_answer",
    "record_finding",
    "record_outcome",
    "record_receipt",
    "record_reminder",
    "record_told_answer",
    "refuse_concern",
    "refuse_file",
    "refuse_handover",
    "refuse_list",
    "refuse_move",
    "refuse_offer",
    "refuse_override",
    "register_agreement",
    "remind_handover",
    "remove_file",
    "remove_filter",
    "rename_filter",
    "reopen",
    "reply_to_partner",
    "report_publicly",
    "restrict_signal",
    "return_offer",
    "review_follow",
    "review_override",
    "run_list",
    "save_draft",
    "see_alarm",
    "send_file",
    "set_danger",
    "settle_action",
    "settle_for",
    "share_more",
    "split_signal",
    "start_draft",
    "start_meeting",
    "stop_gathering",
    "store_letter",
    "store_rows",
    "strike_mention",
    "submit_signal",
    "switch_comparison",
    "take_back_list",
    "take_out_bsn",
    "take_up",
    "tell_of_inquiry",
    "undo_list",
    "weigh",
    "wipe_export",
    "withdraw_finding",
    "withdraw_handover",
    "withdraw_indicator",
    "withdraw_item",
    "withdraw_mention",
    "withdraw_move",
    "withdraw_offer",
    "withdraw_override",
    "withdraw_question",
    "write_along",
    "write_tip",
]
