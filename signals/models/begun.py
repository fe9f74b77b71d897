"""A *doormelding* that was begun and not sent: what one officer filled in, kept until she goes on with it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from core.access import Actor
from core.erasing import Gone
from core.managers import manager_of
from core.sealed import SealedJSONField
from signals.handed_sets import BegunHandoverQuerySet

from .signal import SignalPart


class BegunHandover(SignalPart):
    """Seen by who began it, under the hat she had then, and only while she may hand the signal over; never by a receiver.

    Its id becomes the id of the handover, so that it is not sent twice. `answers`: {"typed": {field: [text, ...]}, "lines":
    {code: [label, digest]}, "at": ms}: what she typed, what could go along then, to tell what changed since, and when she typed
    it, null once she pressed the button. `shown`: the key of the page that was saved last, `saved` how often any was (as of a
    draft of the wizard).
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    hat = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    answers = SealedJSONField(label="signals.begun_handover.answers")
    shown = models.UUIDField()
    saved = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField("bewaard op")

    erasing = Gone()
    objects: ClassVar[BegunHandoverQuerySet] = manager_of(BegunHandoverQuerySet)

    class Meta:
        verbose_name = "begonnen doormelding"
        verbose_name_plural = "begonnen doormeldingen"
        ordering = ["saved_at", "id"]
        indexes = [
            models.Index(fields=["author", "hat", "-saved_at"], name="begunhandover_mine"),
            models.Index(fields=["saved_at"], name="begunhandover_expiry"),
        ]

    def __str__(self) -> str:
        return f"begonnen doormelding {self.saved_at:%Y-%m-%d}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """As to the signal, for who began it; for anybody else there is none."""
        mine = actor.user_id is not None and (self.author_id, self.hat) == (actor.user_id, actor.hat)
        return super().reaches_of(actor) if mine else set()
