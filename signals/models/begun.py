"""A *doormelding* that was begun and not sent: what one officer filled in, kept until she goes on with it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.text import Truncator

from core.access import Actor
from core.erasing import Gone
from core.managers import manager_of
from core.sealed import SealedJSONField
from signals.handed_sets import BegunHandoverQuerySet

from .signal import SignalPart

# Of what somebody typed, to know it again in a list.
MOST_WORDS = 8


class BegunHandover(SignalPart):
    """Seen by who began it, under the hat she had then, and only while she may hand the signal over; never by a receiver.

    Its id becomes the id of the handover, so that it is not sent twice. `answers`: {"typed": {field: [text, ...]}, "lines":
    {code: [label, digest]}, "at": ms, "to": name}: what she typed, what could go along then, to tell what changed since, when she typed
    it, null once she pressed the button, and whom she had chosen, "" while nobody. `shown`: the key of the page that was saved last, `saved` how often any was (as of a
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

    @property
    def told(self) -> str:
        """What it is and for whom, to its author."""
        what = "Anonieme tip" if self._typed("anonymous") == "yes" else "Doormelding"
        receiver = self.answers.get("to")
        return f"{what} aan {receiver}" if receiver else f"{what} zonder ontvanger"

    @property
    def first_words(self) -> str:
        """How what she wrote for the receiver begins, "" while nothing stands there."""
        return Truncator(self._typed("purpose")).words(MOST_WORDS)

    def _typed(self, name: str) -> str:
        texts = self.answers["typed"].get(name)
        return str(texts[0]) if texts else ""

    def __str__(self) -> str:
        return f"begonnen doormelding {self.saved_at:%Y-%m-%d}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """As to the signal, for who began it; for anybody else there is none."""
        mine = actor.user_id is not None and (self.author_id, self.hat) == (actor.user_id, actor.hat)
        return super().reaches_of(actor) if mine else set()
