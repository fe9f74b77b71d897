"""The gate of reports. They hold counts after disclosure control, yet a draft is nobody's but its makers'."""

from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from core.access import Actor, Reach, policy_of
from core.gate import GatedQuerySet

from .policies import ReportAction, ReportReach
from .workflow import ReportState


class ReportQuerySet(GatedQuerySet[Any]):
    """Reports of the areas that the actor follows, and published ones of areas that the actor belongs to."""

    def _scope(self, actor: Actor) -> Q:
        reaches = policy_of(ReportAction.VIEW).reaches(actor, ReportAction.VIEW)
        governance = sorted(actor.governance)
        scope = Q(pk__in=[])
        if Reach.GOVERNANCE in reaches:
            scope |= Q(places__contained_by=governance)
        if ReportReach.PUBLISHED in reaches:
            scope |= Q(places__overlap=governance) & self._last_published()
        return scope

    def _last_published(self) -> Q:
        later = self.model._base_manager.filter(corrects=OuterRef("pk"), state=ReportState.PUBLISHED)
        return Q(~Exists(later), state=ReportState.PUBLISHED)

    def of_series(self, area_kind: str, area_id: int, start: Any, end: Any) -> Self:
        """The editions of one area and period, the newest first."""
        rows = self.filter(area_kind=area_kind, area_id=area_id, period_start=start, period_end=end)
        return rows.order_by("-edition")

    def for_list(self) -> Self:
        """What one line of a list needs, in one query, without the figures."""
        return self.select_related("author").defer("figures", "introduction", "asks", "good", "attention")
