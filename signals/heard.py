"""Of signals: what others answered, wrote or asked about them, and what does not come. Each passed its gate, and so did what is looked for."""

import datetime as dt
from functools import reduce
from operator import or_

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from core.access import Actor
from core.workdays import AMSTERDAM, today

from . import terms
from .models import Concern, Handover, HandoverAnswer, HandoverQuestion, JointNote, Move, Offer, Question
from .workflow import HANDOVER_WAITING, ConcernState, MoveState, OfferState, QuestionState


def asked_by_receiver(actor: Actor) -> Q:
    """The receiver of a handover asked something, and waits for the reply."""
    asked = HandoverQuestion.objects.visible_to(actor).open().filter(signal=OuterRef("pk"))
    return Q(Exists(asked))


def unanswered(actor: Actor) -> Q:
    """A partner did not answer until the last reminder."""
    sent_before = timezone.now() - dt.timedelta(days=terms.REMIND_HANDOVER[-1].amount)
    handovers = Handover.objects.visible_to(actor).filter(signal=OuterRef("pk"), state__in=HANDOVER_WAITING)
    return Q(Exists(handovers.filter(sent_at__lt=sent_before)))


def no_answer_in_time[M: Model](rows: QuerySet[M]) -> QuerySet[M]:
    """Of moves, concerns or offers (all are `offered` until they are answered): those whose last day to answer has passed."""
    return rows.filter(state=OfferState.OFFERED, due_on__lt=today())


def is_kept_waiting(actor: Actor) -> Q:
    """Another municipality, or care coordination, did not answer in time: the officer calls, or takes it back."""
    asked = (model.objects.visible_to(actor).filter(signal=OuterRef("pk")) for model in (Move, Concern, Offer))
    return reduce(or_, (Q(Exists(no_answer_in_time(rows))) for rows in asked))


def this_week() -> dt.datetime:
    """When it began, on Monday."""
    monday = today() - dt.timedelta(days=today().weekday())
    return dt.datetime.combine(monday, dt.time.min, AMSTERDAM)


def answered(actor: Actor) -> Q:
    """By a partner about what was passed on, or by whoever was asked a question."""
    answers = HandoverAnswer.objects.visible_to(actor).filter(signal=OuterRef("pk"), answered_at__gte=this_week())
    replies = Question.objects.visible_to(actor).filter(
        signal=OuterRef("pk"), state=QuestionState.ANSWERED, settled_at__gte=this_week()
    )
    return Q(Exists(answers)) | Q(Exists(replies))


def heard_from_elsewhere(actor: Actor) -> Q:
    """Another municipality does not take it over, does not look along, or wrote a line."""
    since = this_week()
    moves = Move.objects.visible_to(actor).filter(signal=OuterRef("pk"), state=MoveState.REFUSED, settled_at__gte=since)
    concerns = Concern.objects.visible_to(actor).filter(signal=OuterRef("pk"))
    refused = concerns.filter(state=ConcernState.REFUSED, settled_at__gte=since)
    written = JointNote.objects.visible_to(actor).filter(concern__signal=OuterRef("pk"), written_at__gte=since)
    return Q(Exists(moves)) | Q(Exists(refused)) | Q(Exists(written.exclude(written_by=F("municipality"))))
