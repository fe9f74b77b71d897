"""The sets of what was asked across municipalities, and of where that is possible."""

from datetime import date
from typing import Any, Self

from django.db.models import Q

from core.access import Actor, Reach, reaches_for
from municipalities.areas import region_since_merged
from municipalities.models.periods import DatedQuerySet

from .policies import SignalAction
from .querysets import SignalPartQuerySet


class ComparisonQuerySet(DatedQuerySet[Any]):
    """Regions in which it may be asked, and when."""

    def running(self, day: date) -> Self:
        """On that day, and not switched off since."""
        return self.on(day).filter(end__isnull=True)

    def running_at(self, municipality_id: int, day: date) -> Self:
        """Those of the region in which this municipality, or what it became part of, lies on that day."""
        return self.running(day).filter(region__in=region_since_merged(municipality_id, day))


class InquiryQuerySet(SignalPartQuerySet[Any]):
    """What was asked and answered: for who may ask it herself, for it tells more than the signal does."""

    def _scope(self, actor: Actor) -> Q:
        reaches = reaches_for(actor, SignalAction.ASK_ELSEWHERE)
        return Q(municipality_id__in=actor.content) if Reach.OWN in reaches else Q(pk__in=[])
