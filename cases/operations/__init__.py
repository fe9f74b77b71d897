"""The only writers of cases, by subject. Every public function is an operation; cases/intake.py calls them too."""

from .closing import close, reopen
from .contact import add_note, complete_task, edit_safe_contact, log_contact, plan_task
from .course import record_outcome, refer_on, start_clock, stop_clock
from .lifecycle import follow, review, scale_down, scale_up, start_aftercare, start_intensive
from .opening import refer_directly, take_in
from .pairs import judge_pair
from .people import add_person, edit_case, edit_person, reveal_person
from .shielding import exclude_along, exclude_colleague, lift_restriction, readmit_colleague, restrict_case
from .team import add_member, ask_take_over, assign, end_member
from .transfers import accept_transfer, offer_transfer, refuse_transfer, withdraw_transfer

__all__ = [
    "accept_transfer",
    "add_member",
    "add_note",
    "add_person",
    "ask_take_over",
    "assign",
    "close",
    "complete_task",
    "edit_case",
    "edit_person",
    "edit_safe_contact",
    "end_member",
    "exclude_along",
    "exclude_colleague",
    "follow",
    "judge_pair",
    "lift_restriction",
    "log_contact",
    "offer_transfer",
    "plan_task",
    "readmit_colleague",
    "record_outcome",
    "refer_directly",
    "refer_on",
    "refuse_transfer",
    "reopen",
    "restrict_case",
    "reveal_person",
    "review",
    "scale_down",
    "scale_up",
    "start_aftercare",
    "start_clock",
    "start_intensive",
    "stop_clock",
    "take_in",
    "withdraw_transfer",
]
