"""A question to a colleague or a partner, put and answered inside the application.

Who is asked reads the question, never the signal; the answer is given once, by the one who was asked or (of an organisation) a
colleague there, or by phone: then the officer writes down who told what and when. It stands on the signal's timeline. What was
asked by phone or looked up elsewhere is written down as an enrichment instead (gathering.py).
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor, may
from core.errors import Invalid, WrongState
from core.references import insert_referenced
from core.resend import other_content, sent_before
from core.workdays import Term, local_date, today
from municipalities.shielding import demand_let_in
from signals.codes import LegalGround
from signals.events import SignalEvent
from signals.looked_at import demand_unpointed
from signals.matter import got_otherwise
from signals.models import Question, Signal, part_of
from signals.notices import tell_asked, tell_asker
from signals.policies import SignalAction
from signals.receivers import partners_to_ask
from signals.seeing import colleagues_to_ask
from signals.terms import EXPIRE_QUESTION, USUAL_ANSWER
from signals.typed_beside import demand_unsaid, names_barred_source, repeats_secret
from signals.workflow import QUESTION, SIGNAL, QuestionState

from .consenting import demand_question_wished
from .moments import told_moment

NEEDED_OUTSIDE = "Vul dit in: de vraag gaat naar een andere organisatie."


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """What is asked, and of whom: a user or an organisation, by id. `term`: how long it may take; `key`: the new row's id.

    `purpose` and `ground` belong to what leaves the municipality.
    """

    text: str
    to_user_id: int | None = None
    to_partner_id: int | None = None
    purpose: str = ""
    ground: LegalGround | None = None
    term: Term = USUAL_ANSWER.default
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def typed(self) -> dict[str, str | None]:
        """What its receiver reads of it, by field."""
        return {"text": self.text, "purpose": self.purpose}

    def columns(self) -> dict[str, Any]:
        """What of it is stored as it was given."""
        return {
            "text": self.text,
            "to_user_id": self.to_user_id,
            "to_partner_id": self.to_partner_id,
            "purpose": self.purpose,
            "ground": self.ground or "",
        }


@operation(SignalAction.ASK)
def ask_question(signal: Signal, *, actor: Actor, question: NewQuestion) -> Question:
    """Put the question. Sending the same key again gives the question that was put the first time.

    Raises Invalid for somebody who cannot be asked about this signal, for what stays here, for a partner without purpose and
    ground, against a no to care, and when it names who reported and may not be named.
    """
    rows = Question.objects.of(signal)
    if sent_before(rows, question.key, **question.columns()):
        made: Question = rows.get(pk=question.key)
        if made.due_on != question.term.due(made.asked_at):
            raise other_content()
        record_view(SignalEvent.QUESTION_VIEWED, made, actor=actor)
        return made
    demand_let_in(signal, actor)
    SIGNAL.move(signal, SignalAction.ASK)
    demand_unsaid(signal, question.typed, repeats_secret)
    _demand_addressee(signal, actor, question)
    now = timezone.now()
    due_on = question.term.due(now)
    asked = Question(
        **part_of(signal),
        id=question.key,
        **question.columns(),
        asked_at=now,
        due_on=due_on,
        expires_on=EXPIRE_QUESTION.of(signal.municipality_id, actor).due_from(due_on),
        author_id=actor.person_id,
    )
    insert_referenced(asked, "V")
    outside = question.to_partner_id is not None
    record(SignalEvent.QUESTION_ASKED, asked, actor=actor, detail={"question": asked.reference, "outside": outside})
    tell_asked(asked, actor=actor)
    return asked


def _demand_addressee(signal: Signal, actor: Actor, question: NewQuestion) -> None:
    if question.to_partner_id is None:
        people = {pk for _, group in colleagues_to_ask(signal, actor) for pk, _ in group}
        if question.to_user_id not in people:
            raise Invalid({"to": ["Deze collega kunt u over dit signaal niets vragen. Kies iemand anders."]})
        return
    partner = partners_to_ask(signal.municipality).filter(pk=question.to_partner_id).first()
    if partner is None:
        message = "Van deze partner kan nu niemand hier antwoorden. Bel, en leg de uitkomst vast als informatie."
        raise Invalid({"to": [message]})
    if got_otherwise(signal, question.to_partner_id, anonymous=False):
        message = "Deze partner kreeg over dit signaal een anonieme tip. Met uw vraag is die niet meer anoniem."
        raise Invalid({"to": [message]})
    demand_unsaid(signal, question.typed, names_barred_source)
    for name, typed in question.typed.items():
        demand_unpointed(f"Question.{name}", typed or "", field=name, origins=[signal.provenance], to_kind=partner.kind)
    missing = {name: [NEEDED_OUTSIDE] for name in ("purpose", "ground") if not getattr(question, name)}
    if missing:
        raise Invalid(missing)
    named = question.ground != LegalGround.NO_PERSONAL_DATA
    if named and not may(actor, SignalAction.HAND_OVER_IDENTIFIED, signal):
        message = f"U mag een partner alleen iets vragen met grondslag “{LegalGround.NO_PERSONAL_DATA.label}”."
        raise Invalid({"ground": [message]})
    demand_question_wished(signal, partner=partner, ground=question.ground or "")


def _is_answered(question: Question, *, actor: Actor, text: str) -> bool:
    """Whether a second click says what stands there."""
    if question.state != QuestionState.ANSWERED or question.answer != text:
        return False
    if question.answered_by_id != actor.user_id:
        return False
    record_view(SignalEvent.QUESTION_VIEWED, question, actor=actor)
    return True


@operation(SignalAction.ANSWER_QUESTION, done_before=_is_answered)
def answer_question(question: Question, *, actor: Actor, text: str) -> Question:
    """The answer, given once; late is in time until the question expires. The same answer again changes nothing."""
    if _is_answered(question, actor=actor, text=text):
        return question
    if question.state == QuestionState.ANSWERED:
        raise WrongState("Deze vraag is al beantwoord. Er is niets overschreven.")
    _settle(question, SignalAction.ANSWER_QUESTION)
    question.answer = text
    question.answered_by_id = actor.user_id
    record(SignalEvent.QUESTION_ANSWERED, question, actor=actor, detail={"question": question.reference})
    tell_asker(question, actor=actor)
    return question


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """What somebody answered by phone: in words, who said it, and on which day (None: today)."""

    text: str
    by: str
    on: dt.date | None = None


def _is_told(question: Question, *, actor: Actor, told: ToldAnswer) -> bool:
    """Whether a second click says what stands there."""
    there = (question.answer, question.told_by, question.told_on, question.answered_by_id)
    if there != (told.text, told.by, told.on or today(), actor.user_id):
        return False
    record_view(SignalEvent.QUESTION_VIEWED, question, actor=actor)
    return True


@operation(SignalAction.RECORD_TOLD_ANSWER, done_before=_is_told)
def record_told_answer(question: Question, *, actor: Actor, told: ToldAnswer) -> Question:
    """An answer that came by phone closes the question. Who was asked sees that, and not how the officer wrote it down.

    Raises Invalid for a day to come or before the question, and where who reported is named who may not be: care coordination
    reads it too. Of who sent the signal and was asked herself the page keeps the name.
    """
    if question.state == QuestionState.ANSWERED:
        raise WrongState("Deze vraag is al beantwoord. Er is niets overschreven.")
    signal = question.signal
    is_kept = question.to_user_id is not None and question.to_user_id == signal.author_id
    demand_unsaid(signal, {"text": told.text, "by": "" if is_kept else told.by}, names_barred_source)
    moment = told_moment(told.on, field="on", not_before=question.asked_at, what="de vraag")
    _settle(question, SignalAction.RECORD_TOLD_ANSWER)
    question.answer, question.told_by, question.told_on = told.text, told.by, local_date(moment)
    question.answered_by_id = actor.person_id
    record(SignalEvent.QUESTION_TOLD, question, actor=actor, detail={"question": question.reference})
    if actor.person_id != question.author_id:
        tell_asker(question, actor=actor)
    return question


@operation(SignalAction.WITHDRAW_QUESTION)
def withdraw_question(question: Question, *, actor: Actor, reason: str) -> Question:
    """Taken back, of which who was asked is mailed: she sees its number, its dates and this state from now on, and not what was asked."""
    _settle(question, SignalAction.WITHDRAW_QUESTION)
    question.reason = reason
    tell_asked(question, actor=actor)
    record(SignalEvent.QUESTION_WITHDRAWN, question, actor=actor, detail={"question": question.reference})
    return question


@operation(SignalAction.EXPIRE_QUESTION)
def expire_question(question: Question, *, actor: Actor) -> Question:
    """No answer came, not even late."""
    _settle(question, SignalAction.EXPIRE_QUESTION)
    record(SignalEvent.QUESTION_EXPIRED, question, actor=actor, detail={"question": question.reference})
    tell_asker(question, actor=actor)
    return question


def _settle(question: Question, action: SignalAction) -> None:
    QUESTION.move(question, action)
    question.settled_at = timezone.now()
