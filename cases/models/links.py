"""Signal and case know of each other through two rows, one on each side of the wall.

A case can be made of signals of several municipalities, and no focal officer may learn of the others. So the case's
side (`SignalLink`) carries the case's municipality and dossier and is seen with the case; the signal's side
(`SignalOutcome`) carries the signal's and says nothing but that it became a case, and when. Neither row can be reached
from the other side.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from cases.querysets import CasePartQuerySet, SignalOutcomeQuerySet
from core.managers import manager_of
from core.sealed import SealedJSONField, SealedTextField
from core.walls import Content
from municipalities.dossiers import DossierRow
from municipalities.models import Municipality
from signals.codes import Answered, Form
from signals.models import Signal

from .case import CasePart


class SignalLink(CasePart):
    """A signal that fed the case, with what was copied of it: only what care needs.

    `wish`: what the person concerned was asked and told until then, [[label, text], ...].
    """

    signal = models.ForeignKey(Signal, models.PROTECT, verbose_name="signaal", related_name="+")
    signal_reference = models.CharField("nummer van het signaal", max_length=12)
    from_municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente", related_name="+")
    form = models.CharField("vorm", max_length=20, choices=Form)
    minor = models.CharField("minderjarig", max_length=10, choices=Answered)
    summary = SealedTextField(label="cases.signal_link.summary", null=True)
    wish = SealedJSONField(label="cases.signal_link.wish", null=True)
    linked_at = models.DateTimeField("erbij gevoegd op")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar[CasePartQuerySet["SignalLink"]] = manager_of(CasePartQuerySet)

    class Meta:
        verbose_name = "gekoppeld signaal"
        verbose_name_plural = "gekoppelde signalen"
        ordering = ["linked_at"]
        constraints = [
            models.UniqueConstraint(
                name="signallink_once",
                fields=["case", "signal"],
                violation_error_message="Dit signaal hoort al bij deze casus.",
            )
        ]

    def __str__(self) -> str:
        return self.signal_reference


class SignalOutcome(DossierRow):
    """For the officer of the signal: it became a case on this day. One row, however many cases it fed."""

    signal = models.OneToOneField(Signal, models.PROTECT, related_name="+")
    since = models.DateTimeField("casus sinds")

    wall = Content(parent="signal", append_only=True)
    objects: ClassVar[SignalOutcomeQuerySet] = manager_of(SignalOutcomeQuerySet)

    class Meta:
        verbose_name = "uitkomst van een signaal"

    def __str__(self) -> str:
        return f"casus sinds {self.since:%Y-%m-%d}"
