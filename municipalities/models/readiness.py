"""Basis op orde: dated statements per municipality and item.

A cell of the matrix is a row of this table: since when the municipality is how far with an item. Another state is
another row, so that "9 van 13 on 15 October 2020" can be counted again at any time. A row that was wrong is not
overwritten but struck: `struck_at` is set, and it counts no more.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.access import Actor
from core.managers import manager_of
from core.walls import Governance, KeepsItsPlace
from municipalities.querysets import ReadinessQuerySet
from municipalities.readiness_items import ReadinessItem, ReadinessState

from .areas import Municipality


class ReadinessCell(KeepsItsPlace, models.Model):
    """Since `since` the municipality is `state` with `item`."""

    wall = Governance()
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name="gemeente", related_name="readiness_cells"
    )
    item = models.CharField("onderdeel", max_length=30, choices=ReadinessItem)
    state = models.CharField("stand", max_length=12, choices=ReadinessState)
    since = models.DateField("sinds")
    evidence = models.TextField("waaruit blijkt dat?", max_length=1000, blank=True)
    responsible = models.CharField("verantwoordelijke functie", max_length=150, blank=True)
    next_check = models.DateField("opnieuw bekijken op", null=True, blank=True)
    recorded_at = models.DateTimeField("vastgelegd op", auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="vastgelegd door", related_name="+", null=True
    )
    struck_at = models.DateTimeField("geschrapt op", null=True, editable=False)

    objects: ClassVar[ReadinessQuerySet] = manager_of(ReadinessQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "item", "since"],
                condition=Q(struck_at=None),
                name="readiness_one_per_day",
                violation_error_message="Iemand anders heeft dit vakje intussen gewijzigd. Bekijk het opnieuw.",
            ),
            models.CheckConstraint(name="readiness_item_known", condition=Q(item__in=ReadinessItem.values)),
            models.CheckConstraint(name="readiness_state_known", condition=Q(state__in=ReadinessState.values)),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.state} sinds {self.since}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """As its municipality."""
        return self.municipality.reaches_of(actor)
