"""What a region set otherwise than the application has it: how long a step may take, from which day on."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from core.access import Actor
from core.managers import manager_of
from core.walls import Open

from .areas import Region
from .roles import reach_by_administration


class TermSettingQuerySet(models.QuerySet["TermSetting"]):
    """Sets of settings; adjectives."""

    def of_term(self, region: Region, code: str) -> Self:
        """Everything that this region ever set for this term."""
        return self.filter(region=region, code=code)

    def newest_first(self) -> Self:
        """The one that counts longest first: of two that begin on one day the one that was set last."""
        return self.order_by("-valid_from", "-set_at", "-id")

    def begun(self, on: date) -> Self:
        """Those that count on that day, or counted before it."""
        return self.filter(valid_from__lte=on)


class TermSetting(models.Model):
    """From `valid_from` on this term takes `amount` in the region, until another row begins. Without any, the default holds.

    `code`, unit and bounds are declared in code (municipalities/terms.py). `amount`: in the term's unit; minutes after
    midnight for a time of the day. A row is never changed or removed: what was wrong is followed by another one.
    """

    wall = Open(reason="how long steps may take in a region; names no dossier and no person", append_only=True)
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="regio", related_name="+")
    code = models.CharField("termijn", max_length=30)
    amount = models.PositiveSmallIntegerField("hoe lang")
    valid_from = models.DateField("vanaf")
    why = models.CharField("waarom", max_length=200)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="ingesteld door", related_name="+"
    )
    set_at = models.DateTimeField("ingesteld op")

    objects: ClassVar[TermSettingQuerySet] = manager_of(TermSettingQuerySet)

    class Meta:
        verbose_name = "ingestelde termijn"
        verbose_name_plural = "ingestelde termijnen"
        ordering = ["code", "valid_from", "set_at", "id"]
        indexes = [models.Index(fields=["region", "code", "-valid_from", "-set_at", "-id"], name="termsetting_now")]
        constraints = [
            models.CheckConstraint(
                name="termsetting_tells_why",
                condition=~models.Q(why=""),
                violation_error_message="Schrijf op waarom de termijn verandert.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} vanaf {self.valid_from}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """ADMINISTERED for an administrator of the region."""
        return reach_by_administration(actor, self.region)
