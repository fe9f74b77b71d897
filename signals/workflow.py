"""The states of a signal and of what runs beside it. Read this first.

A signal has one slow state. Real mornings need things in parallel: the same signal goes to the police by name, to the
inspectorate as an anonymous tip, is offered to the care coordinator and gets a review date. So a handover, an offer, a
follow, a move, a second municipality and a question are objects with a state of their own; a signal can be closed when
all of them are settled.
"""

from collections.abc import Mapping

from django.db import models

from core.workflow import Workflow, arrow

# Those of lists and of the screening table stand in modules of their own; the docs look for every table here.
from .list_states import EXPORT as EXPORT
from .list_states import IMPORT as IMPORT
from .policies import SignalAction as A
from .table_states import ITEM as ITEM
from .table_states import MEETING as MEETING


class SignalState(models.TextChoices):
    """The slow state. A draft is not a signal yet: it lives in its own table, seen by its writer only."""

    RECEIVED = "received", "Ontvangen"
    TRIAGE = "triage", "In beoordeling"
    ENRICHING = "enriching", "Informatie verzamelen"
    HANDLING = "handling", "In behandeling"
    CLOSED = "closed", "Gesloten"
    MOVED = "moved", "Overgedragen aan andere gemeente"
    ANONYMISED = "anonymised", "Geanonimiseerd"


S = SignalState
OPEN_STATES = (S.RECEIVED, S.TRIAGE, S.ENRICHING, S.HANDLING)
WORKED_STATES = (S.TRIAGE, S.ENRICHING, S.HANDLING)
ENDED_STATES = (S.CLOSED, S.MOVED)

# The colour that supports the word on a badge (templates/components/badge.html).
STATE_TONES: Mapping[str, str] = {
    S.RECEIVED: "warning",
    S.TRIAGE: "info",
    S.ENRICHING: "info",
    S.HANDLING: "success",
    S.CLOSED: "quiet",
    S.MOVED: "quiet",
    S.ANONYMISED: "quiet",
}

# What the sender of a signal sees of its state; once it was handed over by name, that a partner looks at it too.
IN_HAND, WITH_PARTNER = "In behandeling", "In behandeling bij een partner"
SENDER_WORDS: Mapping[str, str] = {
    S.RECEIVED: "Ontvangen",
    S.TRIAGE: IN_HAND,
    S.ENRICHING: IN_HAND,
    S.HANDLING: IN_HAND,
    S.MOVED: IN_HAND,
    S.CLOSED: "Afgerond",
    S.ANONYMISED: "Afgerond",
}

SIGNAL = Workflow(
    "signal",
    [
        arrow(A.TAKE_UP, {S.RECEIVED}, S.TRIAGE),
        arrow(A.GATHER, {S.TRIAGE}, S.ENRICHING),
        arrow(A.STOP_GATHERING, {S.ENRICHING}, S.TRIAGE),
        arrow(A.DECIDE, WORKED_STATES, S.HANDLING),
        arrow(A.DECIDE_ACUTE, {S.RECEIVED}, S.HANDLING),
        arrow(A.CLOSE, WORKED_STATES, S.CLOSED),
        arrow(A.CLOSE_AT_ONCE, {S.RECEIVED}, S.CLOSED),
        arrow(A.REOPEN, {S.CLOSED}, S.TRIAGE),
        # Two about the same matter: one is closed and leads to the other. Undone, it walks back to where it was.
        arrow(A.MERGE, OPEN_STATES, S.CLOSED),
        arrow(A.SPLIT, {S.CLOSED}, S.RECEIVED),
        arrow(A.MOVE_AWAY, {S.RECEIVED, S.TRIAGE, S.ENRICHING}, S.MOVED),
        arrow(A.ANONYMISE, {S.CLOSED, S.MOVED}, S.ANONYMISED),
        # What is allowed beside the slow state, which it keeps.
        arrow(A.ENRICH, {S.TRIAGE, S.ENRICHING, S.HANDLING}),
        arrow(A.RECORD_FINDING, WORKED_STATES),
        arrow(A.NOTE_CALL, WORKED_STATES),
        arrow(A.EXPECT_LATER, WORKED_STATES),
        # Also of what is closed: it was somebody else's, and stays so.
        arrow(A.WITHDRAW_FINDING, (*WORKED_STATES, S.CLOSED)),
        arrow(A.EDIT, WORKED_STATES),
        arrow(A.ADD_FILE, WORKED_STATES),
        # By who sent the signal, also before anybody took it up.
        arrow(A.SEND_FILE, OPEN_STATES),
        arrow(A.REMOVE_FILE, WORKED_STATES),
        arrow(A.CORRECT_FILE, WORKED_STATES),
        arrow(A.MOVE_NAME, WORKED_STATES),
        arrow(A.TAKE_OUT_BSN, WORKED_STATES),
        arrow(A.WRITE_TIP, WORKED_STATES),
        # What was noticed may be put right as long as somebody works on it, or will.
        arrow(A.NOTE_INDICATORS, OPEN_STATES),
        arrow(A.WITHDRAW_INDICATOR, OPEN_STATES),
        arrow(A.ADD_SITUATION, OPEN_STATES),
        arrow(A.CHANGE_SITUATION, OPEN_STATES),
        arrow(A.END_SITUATION, OPEN_STATES),
        arrow(A.MENTION, WORKED_STATES),
        # Also of what is closed: it is kept for months still.
        arrow(A.STRIKE_MENTION, (*WORKED_STATES, S.CLOSED)),
        arrow(A.SET_DANGER, OPEN_STATES),
        arrow(A.ANSWER_VEILIG_THUIS, OPEN_STATES),
        arrow(A.HAND_ON, WORKED_STATES),
        arrow(A.WEIGH, {S.HANDLING}),
        arrow(A.CONSIDER_ANSWER, {S.HANDLING}),
        arrow(A.HAND_OVER, WORKED_STATES),
        arrow(A.ADD_TO_HANDOVER, WORKED_STATES),
        arrow(A.ASK_OVERRIDE, WORKED_STATES),
        arrow(A.OFFER, WORKED_STATES),
        arrow(A.ACCEPT_OWN, WORKED_STATES),
        arrow(A.NOTE_CONSENT, WORKED_STATES),
        # Somebody is told also of what was closed.
        arrow(A.NOTE_TELLING, (*WORKED_STATES, S.CLOSED)),
        arrow(A.FOLLOW, WORKED_STATES),
        arrow(A.ASK, WORKED_STATES),
        arrow(A.ASK_ELSEWHERE, WORKED_STATES),
        arrow(A.CONCERN_ALSO, WORKED_STATES),
        arrow(A.TABLE, WORKED_STATES),
        arrow(A.OFFER_MOVE, {S.RECEIVED, S.TRIAGE, S.ENRICHING}),
        arrow(A.JUDGE_PAIR, (*OPEN_STATES, S.CLOSED)),
        arrow(A.INFORM_REPORTER, (*OPEN_STATES, S.CLOSED, S.MOVED)),
    ],
)


class HandoverState(models.TextChoices):
    """A *doormelding* to a partner."""

    DRAFT = "draft", "In voorbereiding"
    SENT = "sent", "Verstuurd"
    RECEIVED = "received", "Ontvangen door de partner"
    ACCEPTED = "accepted", "In behandeling bij de partner"
    REFUSED = "refused", "Niet in behandeling genomen"
    ANSWERED = "answered", "Antwoord ontvangen"
    NO_ANSWER = "no_answer", "Geen antwoord ontvangen"
    WITHDRAWN = "withdrawn", "Ingetrokken"


H = HandoverState
HANDOVER_ANSWERABLE = (H.SENT, H.RECEIVED, H.ACCEPTED, H.REFUSED, H.NO_ANSWER, H.ANSWERED)
HANDOVER_SETTLED = (H.ANSWERED, H.REFUSED, H.NO_ANSWER, H.WITHDRAWN)
HANDOVER_WAITING = (H.SENT, H.RECEIVED, H.ACCEPTED)

HANDOVER = Workflow(
    "handover",
    [
        arrow(A.SEND_HANDOVER, {H.DRAFT}, H.SENT),
        arrow(A.RECEIVE_HANDOVER, {H.SENT}, H.RECEIVED),
        arrow(A.ACCEPT_HANDOVER, {H.SENT, H.RECEIVED}, H.ACCEPTED),
        arrow(A.RECORD_RECEIPT, {H.SENT}, H.RECEIVED),
        arrow(A.RECORD_ACCEPTANCE, {H.SENT, H.RECEIVED}, H.ACCEPTED),
        arrow(A.REFUSE_HANDOVER, {H.SENT, H.RECEIVED}, H.REFUSED),
        # Told by phone or letter. Once it was taken on, or is late, that it is not (any more) is an answer.
        arrow(A.RECORD_REFUSAL, {H.SENT, H.RECEIVED}, H.REFUSED),
        # A late answer is an answer too, a partner may say more later, and who did not take it on may come back to that.
        arrow(A.ANSWER_HANDOVER, HANDOVER_ANSWERABLE, H.ANSWERED),
        arrow(A.RECORD_ANSWER, HANDOVER_ANSWERABLE, H.ANSWERED),
        # Its receiver asks something while it has to answer; the reply may come after that answer.
        arrow(A.ASK_BACK, HANDOVER_WAITING),
        arrow(A.REPLY_TO_PARTNER, (*HANDOVER_WAITING, H.ANSWERED, H.REFUSED, H.NO_ANSWER)),
        # More for who has it: not for who does not take it on, nor once it was taken back.
        arrow(A.ADD_TO_HANDOVER, (*HANDOVER_WAITING, H.ANSWERED, H.NO_ANSWER)),
        arrow(A.REMIND_HANDOVER, HANDOVER_WAITING),
        arrow(A.RECORD_REMINDER, HANDOVER_WAITING),
        arrow(A.EXPIRE_HANDOVER, HANDOVER_WAITING, H.NO_ANSWER),
        arrow(A.WITHDRAW_HANDOVER, {H.DRAFT, H.SENT, H.RECEIVED, H.ACCEPTED}, H.WITHDRAWN),
    ],
)


HANDOVER_TONES: Mapping[str, str] = {
    H.SENT: "info",
    H.RECEIVED: "info",
    H.ACCEPTED: "info",
    H.REFUSED: "warning",
    H.ANSWERED: "success",
    H.NO_ANSWER: "warning",
    H.WITHDRAWN: "quiet",
}


HANDOVER_WORDS_OF_PARTNER: Mapping[str, str] = {
    H.SENT: "Te beantwoorden",
    H.RECEIVED: "Te beantwoorden",
    H.ACCEPTED: "In behandeling bij u",
    H.ANSWERED: "Beantwoord",
    H.NO_ANSWER: "Nog niet beantwoord",
}


TAKEN_BACK = "De gemeente heeft deze doormelding ingetrokken. U kunt er niets meer mee doen."


class OfferState(models.TextChoices):
    """An *aanbod* to the care coordinator."""

    OFFERED = "offered", "Aangeboden"
    RETURNED = "returned", "Terug met een vraag"
    ACCEPTED = "accepted", "Aangenomen"
    REFUSED = "refused", "Geweigerd"
    WITHDRAWN = "withdrawn", "Ingetrokken"


O = OfferState  # noqa: E741 (one letter per table, as above)
OFFER_SETTLED = (O.ACCEPTED, O.REFUSED, O.WITHDRAWN)

OFFER = Workflow(
    "offer",
    [
        arrow(A.ACCEPT_OFFER, {O.OFFERED, O.RETURNED}, O.ACCEPTED),
        arrow(A.RETURN_OFFER, {O.OFFERED}, O.RETURNED),
        arrow(A.OFFER_AGAIN, {O.RETURNED}, O.OFFERED),
        arrow(A.REFUSE_OFFER, {O.OFFERED, O.RETURNED}, O.REFUSED),
        arrow(A.WITHDRAW_OFFER, {O.OFFERED, O.RETURNED}, O.WITHDRAWN),
    ],
)


class FollowState(models.TextChoices):
    """Following a signal (*volgen*)."""

    ACTIVE = "active", "Wordt gevolgd"
    ENDED = "ended", "Volgen beëindigd"


FOLLOW = Workflow(
    "follow",
    [
        arrow(A.REVIEW_FOLLOW, {FollowState.ACTIVE}, FollowState.ACTIVE),
        arrow(A.CORRECT_FOLLOW, {FollowState.ACTIVE}),
        arrow(A.END_FOLLOW, {FollowState.ACTIVE}, FollowState.ENDED),
    ],
)


class MoveState(models.TextChoices):
    """A move to another municipality; nothing is copied before acceptance."""

    OFFERED = "offered", "Aangeboden"
    ACCEPTED = "accepted", "Aangenomen"
    REFUSED = "refused", "Geweigerd"
    WITHDRAWN = "withdrawn", "Ingetrokken"


MOVE = Workflow(
    "move",
    [
        arrow(A.ACCEPT_MOVE, {MoveState.OFFERED}, MoveState.ACCEPTED),
        arrow(A.REFUSE_MOVE, {MoveState.OFFERED}, MoveState.REFUSED),
        arrow(A.WITHDRAW_MOVE, {MoveState.OFFERED}, MoveState.WITHDRAWN),
    ],
)


class ConcernState(models.TextChoices):
    """A second municipality that the signal also concerns (*betreft ook gemeente*)."""

    OFFERED = "offered", "Aangeboden"
    ACCEPTED = "accepted", "Aangenomen"
    REFUSED = "refused", "Geweigerd"
    ENDED = "ended", "Beëindigd"


CONCERN = Workflow(
    "concern",
    [
        arrow(A.ACCEPT_CONCERN, {ConcernState.OFFERED}, ConcernState.ACCEPTED),
        arrow(A.REFUSE_CONCERN, {ConcernState.OFFERED}, ConcernState.REFUSED),
        arrow(A.SHARE_MORE, {ConcernState.OFFERED, ConcernState.ACCEPTED}),
        arrow(A.END_CONCERN, {ConcernState.OFFERED, ConcernState.ACCEPTED}, ConcernState.ENDED),
    ],
)


class OverrideState(models.TextChoices):
    """Leave to hand over what was not agreed on (*uitzondering*)."""

    ASKED = "asked", "Gevraagd"
    ALLOWED = "allowed", "Toegestaan"
    REFUSED = "refused", "Geweigerd"
    WITHDRAWN = "withdrawn", "Ingetrokken"
    USED = "used", "Gebruikt"


OVERRIDE = Workflow(
    "override",
    [
        arrow(A.ALLOW_OVERRIDE, {OverrideState.ASKED}, OverrideState.ALLOWED),
        arrow(A.REFUSE_OVERRIDE, {OverrideState.ASKED}, OverrideState.REFUSED),
        arrow(A.WITHDRAW_OVERRIDE, {OverrideState.ASKED, OverrideState.ALLOWED}, OverrideState.WITHDRAWN),
        arrow(A.HAND_OVER, {OverrideState.ALLOWED}, OverrideState.USED),
    ],
)


class QuestionState(models.TextChoices):
    """A question to a colleague, partner or coordinator."""

    OPEN = "open", "Open"
    ANSWERED = "answered", "Beantwoord"
    EXPIRED = "expired", "Verlopen"
    WITHDRAWN = "withdrawn", "Ingetrokken"


QUESTION = Workflow(
    "question",
    [
        arrow(A.ANSWER_QUESTION, {QuestionState.OPEN}, QuestionState.ANSWERED),
        arrow(A.RECORD_TOLD_ANSWER, {QuestionState.OPEN}, QuestionState.ANSWERED),
        arrow(A.EXPIRE_QUESTION, {QuestionState.OPEN}, QuestionState.EXPIRED),
        arrow(A.WITHDRAW_QUESTION, {QuestionState.OPEN}, QuestionState.WITHDRAWN),
    ],
)

QUESTION_TONES: Mapping[str, str] = {
    QuestionState.OPEN: "info",
    QuestionState.ANSWERED: "success",
    QuestionState.EXPIRED: "warning",
    QuestionState.WITHDRAWN: "quiet",
}

QUESTION_WORDS_OF_ASKED: Mapping[str, str] = {QuestionState.OPEN: "Te beantwoorden"}


class AttachmentState(models.TextChoices):
    """A *bijlage*: what came in is checked by a job, and given out only when that found nothing against it."""

    RECEIVED = "received", "Wordt gecontroleerd"
    CLEAN = "clean", "Te downloaden"
    REFUSED = "refused", "Niet aangenomen"
    HELD = "held", "Nog niet gecontroleerd"
    REMOVED = "removed", "Verwijderd"


F = AttachmentState

ATTACHMENT = Workflow(
    "attachment",
    [
        arrow(A.ACCEPT_FILE, {F.RECEIVED}, F.CLEAN),
        arrow(A.REFUSE_FILE, {F.RECEIVED}, F.REFUSED),
        # The scanner is away, or the check broke off: shut until it is checked again.
        arrow(A.HOLD_FILE, {F.RECEIVED}, F.HELD),
        arrow(A.RECHECK_FILE, {F.HELD}, F.RECEIVED),
        arrow(A.REMOVE_FILE, {F.RECEIVED, F.CLEAN, F.REFUSED, F.HELD}, F.REMOVED),
    ],
)

# As who sent it along reads it.
SENT_FILE_WORDS: Mapping[str, str] = {F.CLEAN: "Aangekomen", F.REMOVED: "Verwijderd door de gemeente"}

ATTACHMENT_TONES: Mapping[str, str] = {
    F.RECEIVED: "info",
    F.CLEAN: "success",
    F.REFUSED: "warning",
    F.HELD: "warning",
    F.REMOVED: "quiet",
}
