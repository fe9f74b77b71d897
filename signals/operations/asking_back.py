"""The receiver of a *doormelding* asks something about it, in its inbox or through the API, and the officer replies.

It asks about its own handovers only, and only while these wait for its answer. The reply is words to who has the handover
already: it names nobody and nothing that did not go along in it, and of an anonymous tip nothing that leads to somebody.
More data go along as an addition (adding.py), with its gates and its last check.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid, WrongState
from core.resend import sent_before
from core.workdays import local_date
from municipalities.shielding import demand_let_in
from signals.adding import Given
from signals.anonymising import telling_in_purpose
from signals.disclosure import choices_of
from signals.events import SignalEvent
from signals.looked_at import demand_unpointed
from signals.models import Handover, HandoverAddition, HandoverQuestion
from signals.notices import tell_owner, tell_partner
from signals.policies import SignalAction
from signals.protecting import protected_in
from signals.terms import REPLY_TO_PARTNER
from signals.typed_beside import names_withheld, repeats_secret
from signals.workflow import HANDOVER, TAKEN_BACK, HandoverState

from .answering import ERASED, demand_content
from .moments import told_moment

# Says no more than that: whoever reads it may not learn what became of the signal.
NO_MORE = "Over deze doormelding kunt u hier geen vragen meer stellen. Geef wel uw antwoord, of neem contact op met de afzender."
MOST_OPEN = 5
ENOUGH = "U hebt bij deze doormelding al vragen die op antwoord wachten. Wacht op het antwoord, of bel de afzender."
REPLIED = "Deze vraag is al beantwoord. Er is niets overschreven."


@dataclass(frozen=True, slots=True)
class AskedBack:
    """What the receiver still needs, in words. `key`: the new row's id."""

    text: str
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@operation(SignalAction.ASK_BACK)
def ask_back(handover: Handover, *, actor: Actor, asked: AskedBack) -> Handover:
    """Put the question; the owner of the signal is mailed that there is something. The same key again asks nothing more.

    Raises WrongState for a handover that waits for no answer any more. A signal moves only when none waits.
    """
    if sent_before(HandoverQuestion.objects.of_handover(handover), asked.key, text=asked.text):
        record_view(SignalEvent.HANDOVER_VIEWED, handover, actor=actor)
        return handover
    if why_not := why_not_asked(handover):
        raise WrongState(why_not)
    HANDOVER.move(handover, SignalAction.ASK_BACK)
    if HandoverQuestion.objects.of_handover(handover).open().count() >= MOST_OPEN:
        raise WrongState(ENOUGH)
    now = timezone.now()
    question = HandoverQuestion.objects.create(
        signal_id=handover.signal_id,
        municipality_id=handover.municipality_id,
        dossier_id=handover.dossier_id,
        id=asked.key,
        handover=handover,
        partner_id=handover.partner_id,
        text=asked.text,
        asked_at=now,
        asked_by_id=actor.user_id,
        due_on=REPLY_TO_PARTNER.of(handover.municipality_id, actor).due(now),
    )
    tell_owner(question, actor=actor)
    record(SignalEvent.ASKED_BACK, handover, actor=actor)
    return handover


def why_not_asked(handover: Handover) -> str:
    """In words why its receiver can ask nothing about it now; "" when it can."""
    if handover.state == HandoverState.WITHDRAWN:
        return TAKEN_BACK
    if handover.is_erased:
        return ERASED
    return "" if handover.is_waiting else NO_MORE


@dataclass(frozen=True, slots=True)
class ByPhone:
    """To whom at the receiver the reply was told by phone, and on which day."""

    to: str
    on: dt.date


def _is_replied(question: HandoverQuestion, *, actor: Actor, text: str, by_phone: ByPhone | None = None) -> bool:
    """Whether a second click says what stands there."""
    told = (by_phone.to, by_phone.on) if by_phone else (None, None)
    if (question.reply, question.told_to, question.told_on) != (text, *told):
        return False
    if question.replied_by_id != actor.person_id:
        return False
    record_view(SignalEvent.HANDOVER_VIEWED, question.handover, actor=actor)
    return True


@operation(SignalAction.REPLY_TO_PARTNER, done_before=_is_replied)
def reply_to_partner(
    question: HandoverQuestion, *, actor: Actor, text: str, by_phone: ByPhone | None = None
) -> HandoverQuestion:
    """The reply, once; the receiver is mailed that there is something. Raises Invalid for what it may not name.

    `by_phone`: it was told already; the receiver reads it all the same. Raises Invalid for a day to come or before the question.
    """
    if not question.is_open:
        raise WrongState(REPLIED)
    handover = question.handover
    demand_let_in(handover.signal, actor)
    HANDOVER.move(handover, SignalAction.REPLY_TO_PARTNER)
    demand_content(handover)
    if told := named_in_reply(handover, text):
        raise Invalid({"text": [told]})
    origins = [handover.signal.provenance]
    demand_unpointed("HandoverQuestion.reply", text, field="text", origins=origins, to_kind=handover.partner.kind)
    if by_phone is not None:
        moment = told_moment(by_phone.on, field="told_on", not_before=question.asked_at, what="de vraag")
        question.told_to, question.told_on = by_phone.to, local_date(moment)
    question.reply, question.replied_at, question.replied_by_id = text, timezone.now(), actor.person_id
    tell_partner(handover.partner, actor=actor)
    record(SignalEvent.REPLIED_TO_PARTNER, question, actor=actor, detail={"handover": handover.reference})
    return question


def named_in_reply(handover: Handover, text: str) -> str:
    """What the reply names that its receiver did not get with the handover, in a sentence; "" when nothing."""
    if handover.anonymous:
        found = telling_in_purpose(text, protected_in(handover.signal))
        if not found:
            return repeats_secret(handover.signal, text)
        return f"“{found[0].text}” kan naar iemand leiden. Dit was een anonieme tip: schrijf het anders."
    went = {code for code, _, _ in Given(handover, list(HandoverAddition.objects.of_handover(handover))).content}
    return names_withheld(
        handover.signal, choices_of(handover.signal, anonymous=False), went, function=False, text=text
    )
