"""Handovers and what belongs to them: what was begun, answers, files that went along, what went along later, what receivers ask."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q
from django.utils import timezone

from core.access import Actor, Reach, reaches_for

from .codes import Origin
from .policies import SignalAction, SignalReach
from .querysets import SignalPartQuerySet
from .terms import DRAFT_LIFE
from .workflow import HANDOVER_WAITING, HandoverState

if TYPE_CHECKING:
    from municipalities.models import Organisation

    from .models import Handover


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


class HandoverQuerySet(SignalPartQuerySet[Any]):
    """Handovers: seen with their signal, or by the partner they are addressed to from sending until withdrawal."""

    def _scope(self, actor: Actor) -> Q:
        if _is_receiver(actor):
            sent = Q(partner_id__in=actor.partners, sent_at__isnull=False)
            return sent & ~Q(state=HandoverState.WITHDRAWN)
        return super()._scope(actor)

    def _kept(self, actor: Actor) -> Q:
        """What was sent to a partner is the partner's own, and no part of the dossier."""
        return Q() if _is_receiver(actor) else super()._kept(actor)

    def addressed_to(self, actor: Actor) -> Self:
        """What was ever sent to this partner, also what was withdrawn: of that only number, dates and state may be shown."""
        return self._pass().filter(partner_id__in=actor.partners, sent_at__isnull=False)

    def waiting(self) -> Self:
        """Sent and not answered yet."""
        return self.filter(state__in=HANDOVER_WAITING)

    def linkable(self, partner: "Organisation | int", *, anonymous: bool) -> Self:
        """What this partner got the other way, by name or anonymously: it stands beside a new one in the same inbox."""
        return self.filter(partner=partner, sent_at__isnull=False).exclude(anonymous=anonymous)


class HandoverAnswerQuerySet(SignalPartQuerySet[Any]):
    """Answers of partners, oldest first."""

    def of_handover(self, handover: "Handover") -> Self:
        """The answers to one handover that has passed its own gate."""
        return self._pass().filter(handover=handover)

    def read_by_receiver(self, handover: "Handover") -> Self:
        """Those that the receiver may read back. What an officer wrote down could tell whose tip it is."""
        found = self.of_handover(handover)
        return found.filter(recorded_by_us=False) if handover.anonymous else found


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
