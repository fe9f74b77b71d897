"""What was judged of two cases that may be about the same people: they have nothing to do with each other, or may have."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.querysets import CasePairQuerySet
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content
from municipalities.models import Municipality

from .case import CasePart


class CasePair(CasePart):
    """This case and another one (`other_id`) do not belong together, or may after all.

    As `signals.models.PairJudgement`: rows are added and never changed, the last one of a pair counts, whichever of the two
    it was written with. No key holds the other one: it may lie in another municipality.
    """

    other_id = models.UUIDField("de andere casus")
    other_municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    apart = models.BooleanField("hoort niet bij elkaar")
    why = SealedTextField(label="cases.case_pair.why", null=True)
    judged_at = models.DateTimeField("beoordeeld op")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    wall = Content(parent="case", append_only=True)
    objects: ClassVar[CasePairQuerySet] = manager_of(CasePairQuerySet)

    class Meta:
        verbose_name = "oordeel over twee casussen"
        verbose_name_plural = "oordelen over twee casussen"
        ordering = ["judged_at", "id"]
        indexes = [models.Index(fields=["other_id"], name="casepair_of_other")]
        constraints = [models.CheckConstraint(name="casepair_is_of_two", condition=~Q(case=F("other_id")))]

    def __str__(self) -> str:
        return f"oordeel {self.judged_at:%Y-%m-%d}"
