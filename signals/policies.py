"""Who may do what with a signal: action x role x how the actor stands to it. The only place that names roles.

Reaches of this app: LOGGED, the actor's own hat logged the signal (a care coordinator's own tip); CARE, the signal is
offered to, or was accepted by, care coordination; POOL, nobody took the signal up and it waits with care coordination
because its municipality appointed nobody and named no fall-back. In the pool it is read, not worked on: the tables of
states give "oppakken" to an officer or deputy only, so what follows is that somebody is appointed.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from core.access import SYSTEM_HAT, Action, Policy, Reach, or_emergency
from municipalities.codes import Role


class SignalAction(Action):
    """Everything that can be done with signals."""

    # Logging
    DRAFT = "signals.draft"
    NOTE = "signals.note"
    LOG = "signals.log"
    SUBMIT = "signals.submit"
    VIEW_SUBMISSIONS = "signals.view_submissions"
    EXPIRE_DRAFT = "signals.expire_draft"
    RAISE_ALARM = "signals.raise_alarm"
    SEE_ALARM = "signals.see_alarm"
    # Looking
    LIST = "signals.list"
    VIEW = "signals.view"
    VIEW_REPORTER = "signals.view_reporter"
    VIEW_NAMES = "signals.view_names"
    VIEW_READERS = "signals.view_readers"
    SEE_UNTAKEN = "signals.see_untaken"
    # The slow state
    TAKE_UP = "signals.take_up"
    GATHER = "signals.gather"
    STOP_GATHERING = "signals.stop_gathering"
    ENRICH = "signals.enrich"
    RECORD_FINDING = "signals.record_finding"
    EDIT = "signals.edit"
    MOVE_NAME = "signals.move_name"
    DECIDE = "signals.decide"
    DECIDE_ACUTE = "signals.decide_acute"
    CLOSE = "signals.close"
    CLOSE_AT_ONCE = "signals.close_at_once"
    REOPEN = "signals.reopen"
    INFORM_REPORTER = "signals.inform_reporter"
    MOVE_AWAY = "signals.move_away"
    ANONYMISE = "signals.anonymise"
    # Files
    ADD_FILE = "signals.add_file"
    DOWNLOAD_FILE = "signals.download_file"
    REMOVE_FILE = "signals.remove_file"
    RECHECK_FILE = "signals.recheck_file"
    ACCEPT_FILE = "signals.accept_file"
    REFUSE_FILE = "signals.refuse_file"
    HOLD_FILE = "signals.hold_file"
    # Who is kept out
    EXCLUDE = "signals.exclude"
    READMIT = "signals.readmit"
    RESTRICT = "signals.restrict"
    LIFT_RESTRICTION = "signals.lift_restriction"
    # Handover
    HAND_OVER = "signals.hand_over"
    HAND_OVER_IDENTIFIED = "signals.hand_over_identified"
    MAKE_LETTER = "signals.make_letter"
    DOWNLOAD_LETTER = "signals.download_letter"
    SEND_HANDOVER = "signals.send_handover"
    RECORD_ANSWER = "signals.record_answer"
    WITHDRAW_HANDOVER = "signals.withdraw_handover"
    REMIND_HANDOVER = "signals.remind_handover"
    EXPIRE_HANDOVER = "signals.expire_handover"
    LIST_HANDOVERS = "signals.list_handovers"
    VIEW_HANDOVER = "signals.view_handover"
    RECEIVE_HANDOVER = "signals.receive_handover"
    ACCEPT_HANDOVER = "signals.accept_handover"
    REFUSE_HANDOVER = "signals.refuse_handover"
    ANSWER_HANDOVER = "signals.answer_handover"
    # Offer to care coordination
    OFFER = "signals.offer"
    OFFER_AGAIN = "signals.offer_again"
    WITHDRAW_OFFER = "signals.withdraw_offer"
    LIST_OFFERS = "signals.list_offers"
    ACCEPT_OFFER = "signals.accept_offer"
    ACCEPT_OWN = "signals.accept_own"
    RETURN_OFFER = "signals.return_offer"
    REFUSE_OFFER = "signals.refuse_offer"
    # Following
    FOLLOW = "signals.follow"
    REVIEW_FOLLOW = "signals.review_follow"
    END_FOLLOW = "signals.end_follow"
    # Beside it
    ASK = "signals.ask"
    ANSWER_QUESTION = "signals.answer_question"
    EXPIRE_QUESTION = "signals.expire_question"
    WITHDRAW_QUESTION = "signals.withdraw_question"
    CONCERN_ALSO = "signals.concern_also"
    ACCEPT_CONCERN = "signals.accept_concern"
    REFUSE_CONCERN = "signals.refuse_concern"
    END_CONCERN = "signals.end_concern"
    OFFER_MOVE = "signals.offer_move"
    ACCEPT_MOVE = "signals.accept_move"
    REFUSE_MOVE = "signals.refuse_move"
    WITHDRAW_MOVE = "signals.withdraw_move"


class SignalReach(StrEnum):
    """How an actor can stand to a signal, beside core's reaches."""

    LOGGED = "logged"
    CARE = "care"
    POOL = "pool"


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
READ_BY_CARE: Roles = {
    Role.FOCAL_OFFICER: {Reach.OWN},
    Role.CARE_COORDINATOR: {SignalReach.LOGGED, SignalReach.CARE, SignalReach.POOL},
}
CARE: Roles = {Role.CARE_COORDINATOR: {SignalReach.CARE}}
PARTNER: Roles = {Role.PARTNER_CONTACT: {Reach.PARTNER}, Role.PARTNER_FOCAL: {Reach.PARTNER}}
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
        A.VIEW_SUBMISSIONS: {
            Role.REPORTER: {Reach.MINE},
            Role.PARTNER_CONTACT: {Reach.PARTNER},
            Role.PARTNER_FOCAL: {Reach.PARTNER},
        },
        A.EXPIRE_DRAFT: SYSTEM,
        A.RAISE_ALARM: SYSTEM,
        A.SEE_ALARM: OWN,
        A.LIST: READ_BY_CARE,
        # Names of those it is about: whoever works on it, not who only sees that it waits (the pool).
        A.VIEW_NAMES: or_emergency(SEEN_BY_CARE),
        A.VIEW: or_emergency(READ_BY_CARE),
        A.VIEW_REPORTER: or_emergency(OWN_OR_LOGGED),
        A.VIEW_READERS: READ_BY_CARE,
        # Yes or no per municipality, of who sees no signal (untaken.py).
        A.SEE_UNTAKEN: FOLLOWS_AN_AREA,
        A.TAKE_UP: OWN,
        A.GATHER: OWN_OR_LOGGED,
        A.STOP_GATHERING: OWN_OR_LOGGED,
        A.ENRICH: or_emergency(OWN_OR_LOGGED),
        A.RECORD_FINDING: OWN_OR_LOGGED,
        A.EDIT: OWN_OR_LOGGED,
        A.MOVE_NAME: OWN_OR_LOGGED,
        A.DECIDE: OWN_OR_LOGGED,
        A.DECIDE_ACUTE: OWN,
        A.CLOSE: OWN_OR_LOGGED,
        A.CLOSE_AT_ONCE: OWN,
        A.REOPEN: OWN_OR_LOGGED,
        A.INFORM_REPORTER: OWN_OR_LOGGED,
        A.MOVE_AWAY: SYSTEM,
        A.ANONYMISE: SYSTEM,
        A.ADD_FILE: OWN_OR_LOGGED,
        # Whoever reads the signal reads what hangs on it.
        A.DOWNLOAD_FILE: or_emergency(READ_BY_CARE),
        A.REMOVE_FILE: OWN_OR_LOGGED,
        A.RECHECK_FILE: {**OWN_OR_LOGGED, **SYSTEM},
        A.ACCEPT_FILE: SYSTEM,
        A.REFUSE_FILE: SYSTEM,
        A.HOLD_FILE: SYSTEM,
        A.EXCLUDE: OWN_OR_LOGGED,
        A.READMIT: OWN_OR_LOGGED,
        A.RESTRICT: OWN_OR_LOGGED,
        A.LIFT_RESTRICTION: OWN_OR_LOGGED,
        A.HAND_OVER: OWN_OR_LOGGED,
        A.HAND_OVER_IDENTIFIED: OWN,
        A.MAKE_LETTER: OWN_OR_LOGGED,
        A.DOWNLOAD_LETTER: {**or_emergency(SEEN_BY_CARE), **PARTNER},
        A.SEND_HANDOVER: OWN_OR_LOGGED,
        A.RECORD_ANSWER: OWN_OR_LOGGED,
        A.WITHDRAW_HANDOVER: OWN_OR_LOGGED,
        A.REMIND_HANDOVER: SYSTEM,
        A.EXPIRE_HANDOVER: SYSTEM,
        A.LIST_HANDOVERS: PARTNER,
        A.VIEW_HANDOVER: {**or_emergency(SEEN_BY_CARE), **PARTNER},
        A.RECEIVE_HANDOVER: PARTNER,
        A.ACCEPT_HANDOVER: PARTNER,
        A.REFUSE_HANDOVER: PARTNER,
        A.ANSWER_HANDOVER: PARTNER,
        A.OFFER: OWN,
        A.OFFER_AGAIN: OWN,
        A.WITHDRAW_OFFER: OWN,
        A.LIST_OFFERS: CARE,
        A.ACCEPT_OFFER: CARE,
        A.ACCEPT_OWN: {Role.CARE_COORDINATOR: {SignalReach.LOGGED}},
        A.RETURN_OFFER: CARE,
        A.REFUSE_OFFER: CARE,
        A.FOLLOW: OWN_OR_LOGGED,
        A.REVIEW_FOLLOW: OWN_OR_LOGGED,
        A.END_FOLLOW: OWN_OR_LOGGED,
        A.ASK: OWN_OR_LOGGED,
        A.ANSWER_QUESTION: SEEN_BY_CARE,
        A.EXPIRE_QUESTION: SYSTEM,
        A.WITHDRAW_QUESTION: OWN_OR_LOGGED,
        A.CONCERN_ALSO: OWN,
        A.ACCEPT_CONCERN: OWN,
        A.REFUSE_CONCERN: OWN,
        A.END_CONCERN: OWN,
        A.OFFER_MOVE: OWN,
        A.ACCEPT_MOVE: OWN,
        A.REFUSE_MOVE: OWN,
        A.WITHDRAW_MOVE: OWN,
    }
)
