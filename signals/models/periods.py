"""The dated states of a signal."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from core.erasing import Bare
from core.managers import manager_of
from signals.querysets import SignalPartQuerySet
from signals.workflow import SignalState

from .signal import SignalPart


class StatePeriod(SignalPart):
    """In which state the signal was, from when until when: what figures as of a date are made of."""

    state = models.CharField(max_length=12, choices=SignalState)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    erasing = Bare(kept=("signal", "state"), months=("created_at", "since", "until"))
    objects: ClassVar[SignalPartQuerySet["StatePeriod"]] = manager_of(SignalPartQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="stateperiod_one_now", fields=["signal"], condition=Q(until__isnull=True)),
            models.CheckConstraint(
                name="stateperiod_in_order", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]
        indexes = [models.Index(fields=["municipality", "state", "since"], name="stateperiod_figures")]

    def __str__(self) -> str:
        return f"{self.state} {self.since:%Y-%m-%d}"
