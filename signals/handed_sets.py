"""What belongs to a handover: what was begun, files that went along, what went along later, and what its receiver asks."""

import datetime as dt
from typing import Any, Self

from django.db.models import Q
from django.utils import timezone

from core.access import Actor, Reach, reaches_for

from .codes import Origin
from .policies import SignalAction, SignalReach
from .querysets import SignalPartQuerySet
from .terms import DRAFT_LIFE
from .workflow import HandoverState


class BegunHandoverQuerySet(SignalPartQuerySet[Any]):
    """Handovers that were begun: for who did, under the same hat, while the signal is hers to hand over."""

    def _scope(self, actor: Actor) -> Q:
        reaches = reaches_for(actor, SignalAction.KEEP_HANDOVER)
        mine = Q(author_id=actor.user_id, hat=actor.hat, municipality_id__in=actor.content)
        if Reach.OWN in reaches:
            return mine
        if SignalReach.LOGGED in reaches:
            return mine & Q(signal__origin=Origin.CARE_COORDINATOR)
        return Q(pk__in=[])

    def kept(self) -> Self:
        """Those whose term is not over."""
        return self.filter(saved_at__gt=timezone.now() - DRAFT_LIFE)

    def left_since(self, moment: dt.datetime) -> Self:
        """Nobody went on with these since then."""
        return self.filter(saved_at__lte=moment)


class HandoverFileQuerySet(SignalPartQuerySet[Any]):
    """Files that went along with a handover, in their order."""

    def of_handover(self, handover: Any) -> Self:
        """Those of one handover that has passed its own gate, without their bytes until these are asked for."""
        return self._pass().filter(handover=handover).defer("content").order_by("number")


class _AfterHandoverQuerySet(SignalPartQuerySet[Any]):
    """What comes after a handover: seen with its signal; by the receiver with the handover, until that is withdrawn."""

    def _scope(self, actor: Actor) -> Q:
        if _is_receiver(actor):
            return Q(partner_id__in=actor.partners) & ~Q(handover__state=HandoverState.WITHDRAWN)
        return super()._scope(actor)

    def of_handover(self, handover: Any) -> Self:
        """Of one handover that has passed its own gate, the oldest first."""
        return self._pass().filter(handover=handover)


class HandoverAdditionQuerySet(_AfterHandoverQuerySet):
    """What receivers got later."""


class HandoverQuestionQuerySet(_AfterHandoverQuerySet):
    """What receivers ask about handovers."""

    def _kept(self, actor: Actor) -> Q:
        """What a partner asked is the partner's own, and no part of the dossier."""
        return Q() if _is_receiver(actor) else super()._kept(actor)

    def open(self) -> Self:
        """A reply is awaited: of what was withdrawn none is."""
        return self.filter(replied_at__isnull=True).exclude(handover__state=HandoverState.WITHDRAWN)


def _is_receiver(actor: Actor) -> bool:
    return Reach.PARTNER in reaches_for(actor, SignalAction.VIEW_HANDOVER)
