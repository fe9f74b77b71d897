"""Who may do what with a signal: action x role x how the actor stands to it. The only place that names roles.

Reaches of this app: LOGGED, the actor's own hat logged the signal (a care coordinator's own tip); CARE, the signal is
offered to, or was accepted by, care coordination; POOL, nobody took the signal up and it waits with care coordination
because its municipality appointed nobody and named no fall-back. In the pool it is read, not worked on: the tables of
states give "oppakken" to an officer or deputy only, so what follows is that somebody is appointed.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from core.access import SYSTEM_HAT, Policy, Reach, or_emergency
from municipalities.codes import Role
from municipalities.models.roles import AreaReach

from .actions import SignalAction as SignalAction


class SignalReach(StrEnum):
    """How an actor can stand to a signal, beside core's reaches."""

    LOGGED = "logged"
    CARE = "care"
    POOL = "pool"
    # To a screening table: the actor leads it, or is of the municipality whose point it is.
    CHAIR = "chair"
    CARE_CHAIR = "care_chair"
    HOLDER = "holder"
    # To what was asked of the privacy officer, or is past its day: it lies in a municipality in actor.oversees, and she
    # reads no content.
    OVERSEEN = "overseen"


type Roles = Mapping[str, Collection[str]]

A = SignalAction
OWN: Roles = {Role.FOCAL_OFFICER: {Reach.OWN}}
# On a signal she logged herself the care coordinator does what a focal officer does (handing over anonymously only).
FOLLOWS_AN_AREA: Roles = {
    Role.DISTRICT_COORDINATOR: {Reach.GOVERNANCE},
    Role.REGIONAL_COORDINATOR: {Reach.GOVERNANCE},
}
OWN_OR_LOGGED: Roles = {Role.FOCAL_OFFICER: {Reach.OWN}, Role.CARE_COORDINATOR: {SignalReach.LOGGED}}
SEEN_BY_CARE: Roles = {Role.FOCAL_OFFICER: {Reach.OWN}, Role.CARE_COORDINATOR: {SignalReach.LOGGED, SignalReach.CARE}}
# Whoever has the list.
KEEPS_FILTERS: Roles = {Role.FOCAL_OFFICER: {Reach.MINE}, Role.CARE_COORDINATOR: {Reach.MINE}}
READ_BY_CARE: Roles = {
    Role.FOCAL_OFFICER: {Reach.OWN},
    Role.CARE_COORDINATOR: {SignalReach.LOGGED, SignalReach.CARE, SignalReach.POOL},
}
CARE: Roles = {Role.CARE_COORDINATOR: {SignalReach.CARE}}
PARTNER: Roles = {Role.PARTNER_CONTACT: {Reach.PARTNER}, Role.PARTNER_FOCAL: {Reach.PARTNER}}
# Of what a colleague or partner sent.
SENDERS: Roles = {Role.REPORTER: {Reach.MINE}, **PARTNER}
# Whoever can be asked something: a colleague in person, or anybody of a partner.
ASKED: Roles = {
    Role.REPORTER: {Reach.MINE},
    Role.FOCAL_OFFICER: {Reach.MINE},
    Role.CARE_COORDINATOR: {Reach.MINE},
    **PARTNER,
}
ADMINISTRATOR: Roles = {Role.APP_ADMIN: {AreaReach.ADMINISTERED}}
AT_TABLE: Roles = {**OWN, **CARE, **PARTNER}
CHAIRS: Roles = {Role.FOCAL_OFFICER: {SignalReach.CHAIR}, Role.CARE_COORDINATOR: {SignalReach.CARE_CHAIR}}
# Sets it up and says who sits there: who leads it, or the administrator, who reads nothing of what is put before it.
KEEPS_TABLES: Roles = {**CHAIRS, **ADMINISTRATOR}
WRITES_OUTCOMES: Roles = {
    Role.FOCAL_OFFICER: {SignalReach.CHAIR, SignalReach.HOLDER},
    Role.CARE_COORDINATOR: {SignalReach.CARE_CHAIR},
}
WATCHES: Roles = {Role.PRIVACY_OFFICER: {SignalReach.OVERSEEN}}
KEEPS: Roles = {**OWN, **WATCHES}
SYSTEM: Roles = {SYSTEM_HAT: {Reach.ANYWHERE}}


POLICY = Policy(
    {
        A.DRAFT: {
            Role.REPORTER: {Reach.MINE},
            Role.FOCAL_OFFICER: {Reach.MINE},
            Role.CARE_COORDINATOR: {Reach.MINE},
            Role.PARTNER_CONTACT: {Reach.MINE},
            Role.PARTNER_FOCAL: {Reach.MINE},
        },
        A.NOTE: OWN_OR_LOGGED,
        A.LOG: OWN_OR_LOGGED,
        A.SUBMIT: {
            Role.REPORTER: {Reach.ANYWHERE},
            Role.PARTNER_CONTACT: {Reach.ANYWHERE},
            Role.PARTNER_FOCAL: {Reach.ANYWHERE},
        },
        A.REPORT_PUBLICLY: SYSTEM,
        A.VIEW_SUBMISSIONS: SENDERS,
        A.SEND_FILE: SENDERS,
        # Danger waits for nobody, and who sent a signal may be the first to know.
        A.FLAG_DANGER: SENDERS,
        A.EXPIRE_DRAFT: SYSTEM,
        A.RAISE_ALARM: SYSTEM,
        A.SEE_ALARM: OWN,
        A.FORGET_ALARM: SYSTEM,
        A.LIST: READ_BY_CARE,
        A.KEEP_FILTER: KEEPS_FILTERS,
        A.RENAME_FILTER: KEEPS_FILTERS,
        A.REMOVE_FILTER: KEEPS_FILTERS,
        # Names of those it is about: whoever works on it, not who only sees that it waits (the pool).
        A.VIEW_NAMES: or_emergency(SEEN_BY_CARE),
        A.VIEW: or_emergency(READ_BY_CARE),
        A.VIEW_REPORTER: or_emergency(OWN_OR_LOGGED),
        # By names too; a dossier that was opened in an emergency is for what is needed now.
        A.VIEW_RELATED: SEEN_BY_CARE,
        A.JUDGE_PAIR: SEEN_BY_CARE,
        A.VIEW_READERS: READ_BY_CARE,
        # Yes or no per municipality, of who sees no signal (untaken.py).
        A.SEE_UNTAKEN: FOLLOWS_AN_AREA,
        A.TAKE_UP: OWN,
        A.GATHER: OWN_OR_LOGGED,
        A.STOP_GATHERING: OWN_OR_LOGGED,
        A.ENRICH: or_emergency(OWN_OR_LOGGED),
        A.ENRICH_FROM_REGISTERS: or_emergency(OWN),
        A.RECORD_FINDING: OWN_OR_LOGGED,
        A.NOTE_CALL: or_emergency(OWN_OR_LOGGED),
        A.EXPECT_LATER: OWN_OR_LOGGED,
        A.WITHDRAW_FINDING: OWN_OR_LOGGED,
        A.EDIT: OWN_OR_LOGGED,
        A.MOVE_NAME: OWN_OR_LOGGED,
        A.TAKE_OUT_BSN: OWN_OR_LOGGED,
        A.NOTE_INDICATORS: OWN_OR_LOGGED,
        A.WITHDRAW_INDICATOR: OWN_OR_LOGGED,
        A.ADD_SITUATION: OWN_OR_LOGGED,
        A.CHANGE_SITUATION: OWN_OR_LOGGED,
        A.END_SITUATION: OWN_OR_LOGGED,
        A.MENTION: OWN_OR_LOGGED,
        # Its owner alone, says the operation.
        A.STRIKE_MENTION: OWN_OR_LOGGED,
        # Whoever reads the whole signal and works on it; danger waits for nobody.
        A.SET_DANGER: or_emergency(SEEN_BY_CARE),
        A.ANSWER_VEILIG_THUIS: or_emergency(SEEN_BY_CARE),
        A.DECIDE: OWN_OR_LOGGED,
        A.DECIDE_ACUTE: OWN,
        A.WEIGH: OWN_OR_LOGGED,
        A.CLOSE: OWN_OR_LOGGED,
        A.CLOSE_AT_ONCE: OWN,
        A.REOPEN: OWN_OR_LOGGED,
        A.INFORM_REPORTER: OWN_OR_LOGGED,
        A.CONSIDER_ANSWER: OWN_OR_LOGGED,
        # On both signals.
        A.MERGE: OWN_OR_LOGGED,
        A.SPLIT: OWN_OR_LOGGED,
        A.HAND_ON: OWN_OR_LOGGED,
        A.MOVE_AWAY: SYSTEM,
        A.LIST_RETENTION: KEEPS,
        A.HOLD: KEEPS,
        A.END_HOLD: KEEPS,
        A.APPROVE_ERASURE: OWN,
        A.AGREE_ERASURE: WATCHES,
        A.CARRY_OUT_ERASURE: SYSTEM,
        A.ANONYMISE: SYSTEM,
        A.ADD_FILE: OWN_OR_LOGGED,
        # Whoever reads the signal reads what hangs on it.
        A.DOWNLOAD_FILE: or_emergency(READ_BY_CARE),
        A.REMOVE_FILE: OWN_OR_LOGGED,
        A.CORRECT_FILE: OWN_OR_LOGGED,
        A.RECHECK_FILE: {**OWN_OR_LOGGED, **SYSTEM},
        A.ACCEPT_FILE: SYSTEM,
        A.REFUSE_FILE: SYSTEM,
        A.HOLD_FILE: SYSTEM,
        **dict.fromkeys(
            (
                *(A.START_IMPORT, A.READ_IMPORT, A.REFUSE_IMPORT, A.MAP_IMPORT, A.CHECK_IMPORT, A.JUDGE_IMPORT),
                *(A.RUN_IMPORT, A.STORE_IMPORT, A.HALT_IMPORT, A.UNDO_IMPORT, A.TAKE_BACK_IMPORT),
                *(A.KEEP_IMPORT, A.DROP_IMPORT),
            ),
            OWN,
        ),
        A.EXPIRE_IMPORT: SYSTEM,
        **dict.fromkeys((A.ORDER_EXPORT, A.MAKE_EXPORT, A.DOWNLOAD_EXPORT), OWN),
        A.WIPE_EXPORT: SYSTEM,
        A.EXCLUDE: OWN_OR_LOGGED,
        A.READMIT: OWN_OR_LOGGED,
        A.RESTRICT: OWN_OR_LOGGED,
        A.LIFT_RESTRICTION: OWN_OR_LOGGED,
        A.HAND_OVER: OWN_OR_LOGGED,
        A.KEEP_HANDOVER: OWN_OR_LOGGED,
        A.VIEW_AGREEMENTS: {Role.APP_ADMIN: {Reach.ANYWHERE}},
        A.REGISTER_AGREEMENT: ADMINISTRATOR,
        A.END_AGREEMENT: ADMINISTRATOR,
        A.ASK_OVERRIDE: OWN_OR_LOGGED,
        A.WITHDRAW_OVERRIDE: OWN_OR_LOGGED,
        **dict.fromkeys((A.WATCH_OVERRIDES, A.ALLOW_OVERRIDE, A.REFUSE_OVERRIDE, A.REVIEW_OVERRIDE), WATCHES),
        A.WRITE_TIP: OWN_OR_LOGGED,
        A.HAND_OVER_IDENTIFIED: OWN,
        A.ADD_TO_HANDOVER: OWN,
        # With why it went and what stayed behind: on the sender's side only.
        A.READ_HANDOVER: or_emergency(SEEN_BY_CARE),
        A.LOCK_LETTER: OWN_OR_LOGGED,
        A.MAKE_LETTER: OWN_OR_LOGGED,
        A.DOWNLOAD_HANDED_FILE: {**or_emergency(SEEN_BY_CARE), **PARTNER},
        A.DOWNLOAD_LETTER: {**or_emergency(SEEN_BY_CARE), **PARTNER},
        A.SEND_HANDOVER: OWN_OR_LOGGED,
        A.RECORD_RECEIPT: OWN_OR_LOGGED,
        A.RECORD_ACCEPTANCE: OWN_OR_LOGGED,
        A.RECORD_REFUSAL: OWN_OR_LOGGED,
        A.RECORD_ANSWER: OWN_OR_LOGGED,
        A.WITHDRAW_HANDOVER: OWN_OR_LOGGED,
        A.REMIND_HANDOVER: SYSTEM,
        A.RECORD_REMINDER: OWN_OR_LOGGED,
        A.EXPIRE_HANDOVER: SYSTEM,
        A.COMPARE_PARTNERS: OWN_OR_LOGGED,
        A.LIST_HANDOVERS: PARTNER,
        A.VIEW_HANDOVER: {**or_emergency(SEEN_BY_CARE), **PARTNER},
        A.RECEIVE_HANDOVER: PARTNER,
        A.ACCEPT_HANDOVER: PARTNER,
        A.REFUSE_HANDOVER: PARTNER,
        A.ANSWER_HANDOVER: PARTNER,
        A.ASK_BACK: PARTNER,
        A.REPLY_TO_PARTNER: OWN_OR_LOGGED,
        A.OFFER: OWN,
        A.OFFER_AGAIN: OWN,
        A.WITHDRAW_OFFER: OWN,
        # Whoever asked or told her: who works on it, and care coordination that reads all of it.
        A.NOTE_CONSENT: SEEN_BY_CARE,
        A.NOTE_TELLING: SEEN_BY_CARE,
        A.LIST_OFFERS: CARE,
        A.ACCEPT_OFFER: CARE,
        A.ACCEPT_OWN: {Role.CARE_COORDINATOR: {SignalReach.LOGGED}},
        A.RETURN_OFFER: CARE,
        A.REFUSE_OFFER: CARE,
        A.FOLLOW: OWN_OR_LOGGED,
        A.REVIEW_FOLLOW: OWN_OR_LOGGED,
        A.CORRECT_FOLLOW: OWN_OR_LOGGED,
        A.END_FOLLOW: OWN_OR_LOGGED,
        A.ASK: OWN_OR_LOGGED,
        A.LIST_QUESTIONS: ASKED,
        A.ANSWER_QUESTION: ASKED,
        A.RECORD_TOLD_ANSWER: OWN_OR_LOGGED,
        A.EXPIRE_QUESTION: SYSTEM,
        A.WITHDRAW_QUESTION: OWN_OR_LOGGED,
        # Across municipalities: an officer's own right. A care coordinator works for what was offered to her.
        A.ASK_ELSEWHERE: OWN,
        A.TELL_ELSEWHERE: SYSTEM,
        A.VIEW_COMPARISONS: {Role.APP_ADMIN: {Reach.ANYWHERE}, Role.PRIVACY_OFFICER: {Reach.ANYWHERE}},
        A.SWITCH_COMPARISON: ADMINISTRATOR,
        A.END_COMPARISON: ADMINISTRATOR,
        # Of what she logged herself, a care coordinator too: an officer of that municipality sits at the table as well.
        A.TABLE: OWN_OR_LOGGED,
        A.WITHDRAW_ITEM: OWN_OR_LOGGED,
        A.SETTLE_FOR: OWN_OR_LOGGED,
        A.LIST_MEETINGS: AT_TABLE,
        # A participant reads its own paper and nothing of the dossier.
        A.VIEW_PAPER: AT_TABLE,
        A.SETTLE_ACTION: AT_TABLE,
        A.LIST_TABLES: KEEPS_TABLES,
        A.OPEN_TABLE: KEEPS_TABLES,
        A.CHANGE_TABLE: KEEPS_TABLES,
        A.END_TABLE: KEEPS_TABLES,
        A.ADD_SEAT: KEEPS_TABLES,
        A.END_SEAT: KEEPS_TABLES,
        A.PLAN_MEETING: CHAIRS,
        A.PLAN_AHEAD: CHAIRS,
        A.MOVE_MEETING: CHAIRS,
        A.CANCEL_MEETING: CHAIRS,
        A.START_MEETING: CHAIRS,
        A.LEAD_MEETING: WRITES_OUTCOMES,
        A.RECORD_OUTCOME: WRITES_OUTCOMES,
        A.CLOSE_MEETING: CHAIRS,
        A.ERASE_PAPER: SYSTEM,
        A.NOTE_ERASED: SYSTEM,
        A.CONCERN_ALSO: OWN,
        A.ACCEPT_CONCERN: OWN,
        A.REFUSE_CONCERN: OWN,
        A.SHARE_MORE: OWN,
        A.END_CONCERN: OWN,
        A.WRITE_ALONG: OWN,
        A.OFFER_MOVE: OWN,
        A.ACCEPT_MOVE: OWN,
        A.REFUSE_MOVE: OWN,
        A.WITHDRAW_MOVE: OWN,
    }
)
