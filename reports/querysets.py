"""The gate of reports. They hold counts after disclosure control, yet a draft is nobody's but its makers'."""

from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.access import Actor, Reach, reaches_for
from core.gate import GatedQuerySet

from .policies import ReportAction, ReportReach
from .workflow import ReportState


class ReportQuerySet(GatedQuerySet[Any]):
    """Reports of the areas that the actor follows, and published ones of areas that the actor belongs to."""

    def _scope(self, actor: Actor) -> Q:
        reaches = reaches_for(actor, ReportAction.VIEW)
        governance = sorted(actor.governance)
        scope = Q(pk__in=[])
        if Reach.GOVERNANCE in reaches:
            scope |= Q(places__contained_by=governance)
        if ReportReach.PUBLISHED in reaches:
            scope |= Q(places__overlap=governance) & self._last_published()
        return scope

    def _last_published(self) -> Q:
        return Q(~Exists(self._published_later()), state=ReportState.PUBLISHED)

    def _published_later(self) -> QuerySet[Any]:
        later: QuerySet[Any] = self.model._base_manager.filter(corrects=OuterRef("pk"), state=ReportState.PUBLISHED)
        return later

    def of_series(self, area_kind: str, area_id: int, start: Any, end: Any) -> Self:
        """The editions of one area and period, the newest first."""
        rows = self.filter(area_kind=area_kind, area_id=area_id, period_start=start, period_end=end)
        return rows.order_by("-edition")

    def for_list(self) -> Self:
        """What one line of a list needs, in one query, without the figures. `is_replaced`: by a later edition."""
        rows = self.select_related("author").defer("figures", "introduction", "asks", "good", "attention")
        return rows.annotate(is_replaced=Exists(self._published_later()))

    def newest_first(self) -> Self:
        """By period, then area, then edition."""
        return self.order_by("-period_end", "period_start", "area_name", "area_kind", "-edition")
