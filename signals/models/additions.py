"""What the receiver of a *doormelding* got of the same signal later: exact and frozen, like what it got first."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.formats import date_format

from core.erasing import Gone
from core.managers import manager_of
from core.sealed import SealedJSONField, SealedTextField
from core.walls import Content, PartnerWall
from core.workdays import local_date
from municipalities.models import Organisation
from signals.handed_sets import HandoverAdditionQuerySet
from signals.sharing_codes import ASK_FIRST

from .agreements import Agreement
from .handovers import Handover
from .overrides import Override
from .signal import SignalPart

_user = settings.AUTH_USER_MODEL


class HandoverAddition(SignalPart):
    """More of the signal to who has the handover already, for the same purpose and on the same ground.

    `content`, `content_hash`, `kept`, `agreement`, `override`, `permitted_by`, `necessity`: as those of a handover. Of an
    anonymous tip there is none: a second piece beside the first can lead to who the first one hid.
    """

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="additions")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("aangevuld op")
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")
    content = SealedJSONField(label="signals.handover_addition.content")
    content_hash = models.CharField(max_length=64)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, related_name="+")
    override = models.OneToOneField(Override, models.PROTECT, null=True, related_name="+")
    permitted_by = models.CharField("wie vond doorgeven goed", max_length=200, blank=True)
    necessity = SealedTextField(label="signals.handover_addition.necessity")
    kept = SealedJSONField(label="signals.handover_addition.kept", null=True)

    wall = Content(parent=("signal", "handover"), append_only=True, goes_with_dossier=True) | PartnerWall()
    erasing = Gone()
    objects: ClassVar[HandoverAdditionQuerySet] = manager_of(HandoverAdditionQuerySet)

    class Meta:
        verbose_name = "aanvulling op een doormelding"
        verbose_name_plural = "aanvullingen op doormeldingen"
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return f"aanvulling bij {self.handover.reference}"

    @property
    def ask_first(self) -> str:
        """What its receiver must do before it gives this on; "" where nothing in it is held by law."""
        return ASK_FIRST if self.permitted_by else ""

    @property
    def heading(self) -> str:
        """What its receiver reads above it, with its day."""
        return f"Aanvulling van {date_format(local_date(self.added_at), 'j F Y')}"
