"""The text that an officer made of a signal's facts for an anonymous tip, and what in it was said to stay."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from core.erasing import Gone
from core.managers import manager_of
from core.sealed import SealedJSONField, SealedTextField
from core.walls import Content
from signals.querysets import SignalPartQuerySet

from .signal import SignalPart


class HiddenNames(SignalPart):
    """Of a dossier that came from another municipality: by what the names that were protected there are found, without them.

    `digests`: [{"key": hexadecimal, "names": [[signs, hash], ...]}, ...], one for each municipality where it was before
    (signals/anonymising/hidden.py). Written once, shown to nobody.
    """

    digests = SealedJSONField(label="signals.hidden_names.digests")

    wall = Content(parent="signal")
    erasing = Gone()
    objects: ClassVar[SignalPartQuerySet["HiddenNames"]] = manager_of(SignalPartQuerySet)

    class Meta:
        verbose_name = "beschermde namen van elders"
        constraints = [models.UniqueConstraint(name="hiddennames_one_per_signal", fields=["signal"])]

    def __str__(self) -> str:
        return f"beschermde namen van {self.signal_id}"


class TipText(SignalPart):
    """One for each signal, worked on until it goes along; what left is frozen in the handover.

    `kept`: a list of [kind, piece, reason] (signals/anonymising): what was found in the text and may stay.
    """

    text = SealedTextField(label="signals.tip_text.text")
    kept = SealedJSONField(label="signals.tip_text.kept", null=True)
    written_at = models.DateTimeField("geschreven op")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    wall = Content(parent="signal")
    erasing = Gone()
    objects: ClassVar[SignalPartQuerySet["TipText"]] = manager_of(SignalPartQuerySet)

    class Meta:
        verbose_name = "tekst voor een anonieme tip"
        verbose_name_plural = "teksten voor een anonieme tip"
        constraints = [models.UniqueConstraint(name="tiptext_one_per_signal", fields=["signal"])]

    def __str__(self) -> str:
        return f"tekst van {self.written_at:%Y-%m-%d}"
