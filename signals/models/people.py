"""People whose names were in a signal's text: the text says "persoon 1", the name stands here, sealed."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from core.sealed import SealedTextField
from core.walls import Content
from signals.codes import Certainty, PossibleRole
from signals.querysets import SignalPersonQuerySet

from .signal import SignalPart


class SignalPerson(SignalPart):
    """Somebody in a signal. A signal is a suspicion, so the role is a possible one, and how sure that is stands beside it.

    `number`: of the signal's own, from 1; the text calls this person by it.
    """

    number = models.PositiveSmallIntegerField("nummer")
    role = models.CharField("mogelijke rol", max_length=10, choices=PossibleRole, default=PossibleRole.UNKNOWN)
    certainty = models.CharField("hoe zeker", max_length=10, choices=Certainty, default=Certainty.UNKNOWN)
    name = SealedTextField(label="signals.person.name")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    wall = Content(parent="signal", append_only=True)
    objects: ClassVar[SignalPersonQuerySet] = SignalPersonQuerySet.as_manager()  # type: ignore[assignment]  # the stubs take it for a plain manager

    class Meta:
        verbose_name = "persoon in een signaal"
        verbose_name_plural = "personen in een signaal"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(name="signalperson_number_once", fields=["signal", "number"])]

    def __str__(self) -> str:
        return label_of(self.number)


def label_of(number: int) -> str:
    """What the text says in the place of the name."""
    return f"persoon {number}"
