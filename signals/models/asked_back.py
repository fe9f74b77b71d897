"""What the receiver of a *doormelding* asks about it, with a term, and what the officer replies."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.access import Actor
from core.erasing import Gone
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content, PartnerWall
from municipalities.models import Organisation
from signals.handed_sets import HandoverQuestionQuerySet

from .handovers import Handover
from .signal import SignalPart

_user = settings.AUTH_USER_MODEL


class HandoverQuestion(SignalPart):
    """ "Wij hebben nog nodig: …", asked by the receiver; it reads this row and learns nothing else of the signal.

    `asked_by`: None for the program of a partner. `due_on`: until when a reply is in time, fixed when it is asked. The reply
    is given once, in words: more data go along as an addition (additions.py), with its gates and its last check.
    `told_to`, `told_on`: to whom there and when, of a reply that the officer gave by phone; she reads that herself.
    """

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="questions")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    text = SealedTextField(label="signals.handover_question.text", null=True)
    asked_at = models.DateTimeField("gevraagd op")
    asked_by = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField("antwoord uiterlijk")
    reply = SealedTextField(label="signals.handover_question.reply", null=True)
    replied_at = models.DateTimeField("beantwoord op", null=True)
    replied_by = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    told_to = SealedTextField(label="signals.handover_question.told_to", null=True)
    told_on = models.DateField("telefonisch beantwoord op", null=True)

    wall = Content(parent=("signal", "handover")) | PartnerWall()
    erasing = Gone()
    objects: ClassVar[HandoverQuestionQuerySet] = manager_of(HandoverQuestionQuerySet)

    class Meta:
        verbose_name = "vraag van een partner"
        verbose_name_plural = "vragen van partners"
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(
                fields=["municipality", "due_on"], name="handoverquestion_waiting", condition=Q(replied_at__isnull=True)
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="handoverquestion_reply_by_whom_and_when",
                condition=Q(reply__isnull=True, replied_at__isnull=True, replied_by__isnull=True)
                | Q(reply__isnull=False, replied_at__isnull=False, replied_by__isnull=False),
            ),
            models.CheckConstraint(
                name="handoverquestion_told_to_whom_and_when",
                condition=Q(told_to__isnull=True, told_on__isnull=True)
                | Q(reply__isnull=False, told_to__isnull=False, told_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"vraag bij {self.handover.reference}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """As to the handover that it is about."""
        return self.handover.reaches_of(actor)

    @property
    def is_open(self) -> bool:
        """Whether a reply is awaited."""
        return self.replied_at is None
