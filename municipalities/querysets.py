"""Named sets. Areas and roles are open; readiness is for who may see the municipality's plans."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Count, Q

from core.access import Actor
from core.gate import GatedQuerySet

if TYPE_CHECKING:
    from municipalities.models import ReadinessCell
else:
    ReadinessCell = None


class ReadinessQuerySet(GatedQuerySet["ReadinessCell"]):
    """The cells of the municipalities whose plans the actor may see."""

    def _scope(self, actor: Actor) -> Q:
        return Q(municipality__in=actor.governance)

    def standing(self) -> Self:
        """Without the rows that were struck."""
        return self.filter(struck_at=None)

    def version(self) -> int:
        """Of the rows of one cell: another number after each row that was added or struck."""
        counts = self.aggregate(added=Count("pk"), struck=Count("struck_at"))
        return int(counts["added"] + counts["struck"])

    def on(self, day: date) -> Self:
        """Per municipality and item the one row that held on `day`."""
        rows = self.standing().filter(since__lte=day)
        return rows.order_by("municipality_id", "item", "-since").distinct("municipality_id", "item")
