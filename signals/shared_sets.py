"""What one municipality shows another: what it offers, what it shares, and the lines that both write."""

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from core.access import Actor, Reach, reaches_for
from core.gate import GatedQuerySet

from .policies import SignalAction
from .workflow import ConcernState, MoveState

if TYPE_CHECKING:
    from .models import Concern, SharedSignal


class ArrivalQuerySet(GatedQuerySet[Any]):
    """What other municipalities offer, for whoever works on all signals of the municipality."""

    def _scope(self, actor: Actor) -> Q:
        reaches = reaches_for(actor, SignalAction.ACCEPT_MOVE)
        return Q(municipality_id__in=actor.content) if Reach.OWN in reaches else Q(pk__in=[])

    def waiting(self) -> Self:
        """Not answered yet."""
        return self.filter(state=MoveState.OFFERED)


class SharedSignalQuerySet(GatedQuerySet[Any]):
    """What other municipalities share, for whoever works on all signals of the municipality."""

    def _scope(self, actor: Actor) -> Q:
        reaches = reaches_for(actor, SignalAction.ACCEPT_CONCERN)
        return Q(municipality_id__in=actor.content) if Reach.OWN in reaches else Q(pk__in=[])

    def waiting(self) -> Self:
        """Not answered yet."""
        return self.filter(state=ConcernState.OFFERED)

    def running(self) -> Self:
        """Accepted, and not ended."""
        return self.filter(state=ConcernState.ACCEPTED)


class JointNoteQuerySet(GatedQuerySet[Any]):
    """Lines of a common timeline, each side its own rows."""

    def _scope(self, actor: Actor) -> Q:
        reaches = reaches_for(actor, SignalAction.WRITE_ALONG)
        return Q(municipality_id__in=actor.content) if Reach.OWN in reaches else Q(pk__in=[])

    def on(self, side: "Concern | SharedSignal") -> Self:
        """Those of one side, which has passed its own gate."""
        return self._pass().filter(Q(concern=side.pk) | Q(shared=side.pk))
