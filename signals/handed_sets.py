"""What belongs to a handover: files that went along, what went along later, and what its receiver asks."""

from typing import Any, Self

from django.db.models import Q

from core.access import Actor, Reach, reaches_for

from .policies import SignalAction
from .querysets import SignalPartQuerySet
from .workflow import HandoverState


class HandoverFileQuerySet(SignalPartQuerySet[Any]):
    """Files that went along with a handover, in their order."""

    def of_handover(self, handover: Any) -> Self:
        """Those of one handover that has passed its own gate, without their bytes until these are asked for."""
        return self._pass().filter(handover=handover).defer("content").order_by("number")


class HandoverAdditionQuerySet(SignalPartQuerySet[Any]):
    """What receivers got later: seen as the questions about a handover are."""

    def _scope(self, actor: Actor) -> Q:
        if _is_receiver(actor):
            return Q(partner_id__in=actor.partners) & ~Q(handover__state=HandoverState.WITHDRAWN)
        return super()._scope(actor)

    def of_handover(self, handover: Any) -> Self:
        """What was added to one handover that has passed its own gate, the oldest first."""
        return self._pass().filter(handover=handover)


class HandoverQuestionQuerySet(SignalPartQuerySet[Any]):
    """What receivers ask about handovers: seen with their signal; by the receiver with the handover, until that is withdrawn."""

    def _scope(self, actor: Actor) -> Q:
        if _is_receiver(actor):
            return Q(partner_id__in=actor.partners) & ~Q(handover__state=HandoverState.WITHDRAWN)
        return super()._scope(actor)

    def _kept(self, actor: Actor) -> Q:
        """What a partner asked is the partner's own, and no part of the dossier."""
        return Q() if _is_receiver(actor) else super()._kept(actor)

    def of_handover(self, handover: Any) -> Self:
        """The questions about one handover that has passed its own gate, the oldest first."""
        return self._pass().filter(handover=handover)

    def open(self) -> Self:
        """A reply is awaited: of what was withdrawn none is."""
        return self.filter(replied_at__isnull=True).exclude(handover__state=HandoverState.WITHDRAWN)


def _is_receiver(actor: Actor) -> bool:
    return Reach.PARTNER in reaches_for(actor, SignalAction.VIEW_HANDOVER)
