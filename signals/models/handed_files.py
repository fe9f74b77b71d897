"""A file that went along with a handover: frozen with it, for its receiver lies where the signal's own files are not reached."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from core.erasing import Gone
from core.files import KINDS
from core.managers import manager_of
from core.sealed import SealedBinaryField, SealedTextField
from core.walls import Content, PartnerWall
from municipalities.models import Organisation
from signals.handed_sets import HandoverFileQuerySet
from signals.sharing_codes import Provenance

from .attachments import told_file
from .handovers import Handover
from .signal import SignalPart


class HandoverFile(SignalPart):
    """A copy of what was made of an attachment when the handover was sent, whatever becomes of that one.

    `number`: from 1, in the order of the content; `kind`: a code of `core.files.KINDS`; `size` in bytes; `digest`: SHA-256 of
    `content`, which stands in the frozen content of the handover too. `provenance`: whose data it held when it was sent.
    """

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="files")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("nummer")
    kind = models.CharField("soort", max_length=8)
    size = models.PositiveIntegerField("grootte")
    digest = SealedTextField(label="signals.handover_file.digest")
    content = SealedBinaryField(label="signals.handover_file.content")
    provenance = models.CharField("van wie zijn de gegevens", max_length=12, choices=Provenance)

    wall = Content(parent=("signal", "handover"), append_only=True, goes_with_dossier=True) | PartnerWall()
    erasing = Gone()
    objects: ClassVar[HandoverFileQuerySet] = manager_of(HandoverFileQuerySet)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="handoverfile_numbered_once", fields=["handover", "number"]),
            models.CheckConstraint(name="handoverfile_kind_known", condition=Q(kind__in=list(KINDS))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Under which it is listed and given out: never that of whoever made it."""
        return f"bijlage {self.number}.{KINDS[self.kind].extension}"

    @property
    def media_type(self) -> str:
        """What sort of file, for a program."""
        return KINDS[self.kind].media_type

    @property
    def told(self) -> str:
        """What the frozen content says of it."""
        return f"{self.name} ({told_file(self.kind, self.size, self.digest)})"
