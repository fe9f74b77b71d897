"""Who reads what at a screening table: its meetings by seat, its papers by whom each was written for."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from core.access import Actor, Reach, reaches_for
from core.gate import GatedQuerySet
from core.workdays import today

from .policies import SignalAction, SignalReach
from .table_states import ItemState, MeetingState


def seats_of(actor: Actor, prefix: str = "") -> Q:
    """Of seats: those of the actor, through the organisation, or through the municipalities that this hat works for."""
    reaches = reaches_for(actor, SignalAction.LIST_MEETINGS)
    if Reach.PARTNER in reaches:
        return Q(**{f"{prefix}organisation_id__in": actor.partners})
    return Q(**{f"{prefix}municipality_id__in": actor.content}) if reaches else Q(pk__in=[])


class MeetingQuerySet(models.QuerySet[Any]):
    """Meetings hold nothing of a signal: who has a seat sees when and where."""

    def seen_by(self, actor: Actor) -> Self:
        """Those of tables at which the actor has a seat."""
        return self.filter(pk__in=self.model.objects.filter(seats_of(actor, "table__seats__")).values("pk"))

    def to_come(self) -> Self:
        """Not held yet."""
        return self.filter(state=MeetingState.PLANNED)


class PaperQuerySet(GatedQuerySet[Any]):
    """Papers: each for one party. Taken back it is nobody's; after the time to read it is of who has something to do."""

    def _scope(self, actor: Actor) -> Q:
        reaches = reaches_for(actor, SignalAction.VIEW_PAPER)
        scope = Q(pk__in=[])
        if Reach.PARTNER in reaches:
            scope |= Q(partner_id__in=actor.partners)
        if Reach.OWN in reaches:
            scope |= Q(municipality_id__in=actor.content, partner__isnull=True, for_care=False)
        if SignalReach.CARE in reaches:
            scope |= Q(municipality_id__in=actor.content, for_care=True)
        still = Q(meeting__reads_until__isnull=True) | Q(meeting__reads_until__gte=today()) | Q(has_action=True)
        return scope & still & ~Q(state=ItemState.WITHDRAWN)

    def _kept(self, actor: Actor) -> Q:
        """What was put before a partner is the partner's own, and no part of the dossier."""
        return Q() if Reach.PARTNER in reaches_for(actor, SignalAction.VIEW_PAPER) else super()._kept(actor)

    def on_agenda(self) -> Self:
        """In the order of the meeting."""
        return self.order_by("-comes_first", "put_at", "id")

    def to_settle(self) -> Self:
        """With something to do that is not done."""
        return self.filter(has_action=True, done_at__isnull=True)
