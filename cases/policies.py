"""Who may do what with a case: action x role x how the actor stands to it. The only place that names roles.

OWN is the municipality under a mandate that holds today, SHARED the case team (a dated row per person). A care
coordinator has both; a process director comes in as member of a case team only. When a mandate ends, OWN ends with it:
running cases stay within reach of their case team, for care and for handing over, and nothing new can be started for
that municipality. A focal officer opens no case: she sees that her signal became one.
"""

from collections.abc import Collection, Mapping

from core.access import SYSTEM_HAT, Action, Policy, Reach, or_emergency
from municipalities.codes import Role


class CaseAction(Action):
    """Everything that can be done with cases."""

    # Coming in
    ACCEPT = "cases.accept"
    ADD_SIGNALS = "cases.add_signals"
    REFER = "cases.refer"
    TAKE_IN = "cases.take_in"
    # Looking
    LIST = "cases.list"
    VIEW = "cases.view"
    VIEW_READERS = "cases.view_readers"
    REVEAL = "cases.reveal"
    SEE_OUTCOME = "cases.see_outcome"
    LIST_FOLLOWED = "cases.list_followed"
    # The phase
    START_INTENSIVE = "cases.start_intensive"
    FOLLOW = "cases.follow"
    SCALE_UP = "cases.scale_up"
    SCALE_DOWN = "cases.scale_down"
    START_AFTERCARE = "cases.start_aftercare"
    CLOSE = "cases.close"
    REOPEN = "cases.reopen"
    ANONYMISE = "cases.anonymise"
    # Care
    REVIEW = "cases.review"
    EDIT = "cases.edit"
    EDIT_SAFE_CONTACT = "cases.edit_safe_contact"
    EDIT_PERSON = "cases.edit_person"
    LOG_CONTACT = "cases.log_contact"
    ADD_NOTE = "cases.add_note"
    PLAN_TASK = "cases.plan_task"
    COMPLETE_TASK = "cases.complete_task"
    START_CLOCK = "cases.start_clock"
    STOP_CLOCK = "cases.stop_clock"
    REFER_ON = "cases.refer_on"
    RECORD_OUTCOME = "cases.record_outcome"
    # Who works on it
    ASSIGN = "cases.assign"
    ADD_MEMBER = "cases.add_member"
    END_MEMBER = "cases.end_member"
    ASK_TAKE_OVER = "cases.ask_take_over"
    # Who is kept out
    EXCLUDE = "cases.exclude"
    READMIT = "cases.readmit"
    RESTRICT = "cases.restrict"
    LIFT_RESTRICTION = "cases.lift_restriction"
    # To another area
    OFFER_TRANSFER = "cases.offer_transfer"
    ACCEPT_TRANSFER = "cases.accept_transfer"
    REFUSE_TRANSFER = "cases.refuse_transfer"
    WITHDRAW_TRANSFER = "cases.withdraw_transfer"


A = CaseAction
MANDATED = {Role.CARE_COORDINATOR: {Reach.OWN}}
CARE = {Role.CARE_COORDINATOR: {Reach.OWN, Reach.SHARED}}
TEAM = {Role.CARE_COORDINATOR: {Reach.OWN, Reach.SHARED}, Role.PROCESS_DIRECTOR: {Reach.SHARED}}
SYSTEM = {SYSTEM_HAT: {Reach.ANYWHERE}}
# A process director takes no emergency access.
CARE_OR_EMERGENCY = or_emergency(CARE)
TEAM_OR_EMERGENCY: Mapping[Role, Collection[str]] = {**TEAM, **CARE_OR_EMERGENCY}

POLICY = Policy(
    {
        A.ACCEPT: MANDATED,
        A.ADD_SIGNALS: MANDATED,
        A.REFER: MANDATED,
        A.TAKE_IN: MANDATED,
        A.LIST: TEAM,
        A.VIEW: TEAM_OR_EMERGENCY,
        A.VIEW_READERS: TEAM,
        A.REVEAL: TEAM_OR_EMERGENCY,
        A.SEE_OUTCOME: {Role.FOCAL_OFFICER: {Reach.OWN}, Role.CARE_COORDINATOR: {Reach.OWN}},
        A.LIST_FOLLOWED: MANDATED,
        A.START_INTENSIVE: CARE,
        A.FOLLOW: CARE,
        A.SCALE_UP: CARE,
        A.SCALE_DOWN: CARE,
        A.START_AFTERCARE: CARE,
        A.CLOSE: CARE,
        A.REOPEN: MANDATED,
        A.ANONYMISE: SYSTEM,
        A.REVIEW: CARE,
        A.EDIT: CARE,
        A.EDIT_SAFE_CONTACT: CARE,
        A.EDIT_PERSON: CARE,
        A.LOG_CONTACT: CARE_OR_EMERGENCY,
        A.ADD_NOTE: TEAM_OR_EMERGENCY,
        A.PLAN_TASK: TEAM,
        A.COMPLETE_TASK: TEAM,
        A.START_CLOCK: CARE,
        A.STOP_CLOCK: CARE,
        A.REFER_ON: CARE,
        A.RECORD_OUTCOME: CARE,
        A.ASSIGN: CARE,
        A.ADD_MEMBER: CARE,
        A.END_MEMBER: CARE,
        A.ASK_TAKE_OVER: SYSTEM,
        A.EXCLUDE: CARE,
        A.READMIT: CARE,
        A.RESTRICT: CARE,
        A.LIFT_RESTRICTION: CARE,
        A.OFFER_TRANSFER: CARE,
        A.ACCEPT_TRANSFER: CARE,
        A.REFUSE_TRANSFER: CARE,
        A.WITHDRAW_TRANSFER: CARE,
    }
)
