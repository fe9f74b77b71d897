"""The sets of what was asked: outside the application, and in it as a question."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from core.access import Actor, Reach, reaches_for

from .codes import EnrichmentResult
from .policies import SignalAction
from .querysets import SignalPartQuerySet
from .workflow import QuestionState

if TYPE_CHECKING:
    from .models import Question  # noqa: F401  in quotes below


class EnrichmentQuerySet(SignalPartQuerySet[Any]):
    """What was looked up or asked; what was withdrawn is only read."""

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def expected(self, today: dt.date) -> Self:
        """Asked, and the day of its answer has come."""
        return self.standing().filter(result=EnrichmentResult.ASKED, expected_on__lte=today)


class QuestionQuerySet(SignalPartQuerySet["Question"]):
    """Questions: seen with their signal, and by whom they were put to, who sees nothing else of it."""

    def _scope(self, actor: Actor) -> Q:
        asked = _asked_of(actor)
        return asked if _answers_for_partner(actor) else super()._scope(actor) | asked

    def _kept(self, actor: Actor) -> Q:
        """What a partner was asked is the partner's own, and no part of the dossier."""
        return Q() if _answers_for_partner(actor) else super()._kept(actor)

    def asked_of(self, actor: Actor) -> Self:
        """Those that were put to this person, or to the organisation that she answers for."""
        return self._pass().filter(_asked_of(actor)).not_kept_from(actor)

    def open(self) -> Self:
        """An answer is awaited."""
        return self.filter(state=QuestionState.OPEN)

    def overdue(self, today: dt.date) -> Self:
        """An answer is awaited, and its last day has passed."""
        return self.open().filter(due_on__lt=today)


def _answers_for_partner(actor: Actor) -> bool:
    return Reach.PARTNER in reaches_for(actor, SignalAction.ANSWER_QUESTION)


def _asked_of(actor: Actor) -> Q:
    """To the organisation; in person, or to a colleague for whom she stands in today or who left, as long as she works there herself."""
    reaches = reaches_for(actor, SignalAction.ANSWER_QUESTION)
    if Reach.PARTNER in reaches:
        return Q(to_partner_id__in=actor.partners)
    if Reach.MINE not in reaches:
        return Q(pk__in=[])
    mine = Q(to_user_id=actor.user_id, municipality_id__in=actor.asked_in)
    found = mine | Q(to_user_id__in=actor.covers, municipality_id__in=actor.content)
    for left in sorted(actor.succeeds, key=lambda one: sorted(one.users)):
        found |= Q(to_user_id__in=sorted(left.users), municipality_id__in=sorted(left.places & actor.content))
    return found
