"""What an officer judged of two dossiers that may be about the same: they have nothing to do with each other, or may have."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.erasing import Gone
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content
from municipalities.models import Municipality
from signals.equals import PairJudgementQuerySet

from .signal import SignalPart

_user = settings.AUTH_USER_MODEL


class PairJudgement(SignalPart):
    """This signal and another dossier (`other_id`, a signal or a case) do not belong together, or may after all.

    Rows are added and never changed: the last one of a pair counts, whichever of the two it was written with. The other may
    lie in another municipality, of which who reads this signal knows nothing: so no key holds it, the line is sealed, and
    the row is for who works in both places.
    """

    other_id = models.UUIDField("het andere dossier")
    other_municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    apart = models.BooleanField("hoort niet bij elkaar")
    why = SealedTextField(label="signals.pair_judgement.why", null=True)
    judged_at = models.DateTimeField("beoordeeld op")
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")

    wall = Content(parent="signal", append_only=True, goes_with_dossier=True, goes_with_other="other_id")
    erasing = Gone()
    objects: ClassVar[PairJudgementQuerySet] = manager_of(PairJudgementQuerySet)

    class Meta:
        verbose_name = "oordeel over een paar"
        verbose_name_plural = "oordelen over paren"
        ordering = ["judged_at", "id"]
        indexes = [models.Index(fields=["other_id"], name="pairjudgement_of_other")]
        constraints = [
            models.CheckConstraint(name="pairjudgement_is_of_two", condition=~Q(signal=F("other_id"))),
        ]

    def __str__(self) -> str:
        return f"oordeel {self.judged_at:%Y-%m-%d}"
