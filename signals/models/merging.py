"""Two signals about the same matter: one stays, the other is closed and leads there, until that is undone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.erasing import Bare
from core.managers import manager_of
from signals.querysets import MergeQuerySet
from signals.workflow import SignalState

from .signal import Signal, SignalPart

_user = settings.AUTH_USER_MODEL


class Merge(SignalPart):
    """`signal` was closed as a duplicate of `into`, which stays. Nothing is copied: each keeps what it holds.

    `came_from`, `due_on`: the state and the term that it had, and gets back when the merge is undone.
    """

    into = models.ForeignKey(Signal, models.PROTECT, verbose_name="samengevoegd met", related_name="merged_set")
    came_from = models.CharField("stand ervoor", max_length=12, choices=SignalState)
    due_on = models.DateField("termijn ervoor", null=True)
    why = models.TextField("waarom samengevoegd")
    merged_at = models.DateTimeField("samengevoegd op")
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField("ongedaan gemaakt op", null=True)
    undone_by = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    undone_why = models.CharField("waarom ongedaan gemaakt", max_length=300, blank=True)

    erasing = Bare(
        kept=("signal", "into", "came_from", "author", "undone_by"),
        months=("created_at", "merged_at", "undone_at"),
        said=("why", "undone_why"),
    )
    objects: ClassVar[MergeQuerySet] = manager_of(MergeQuerySet)

    class Meta:
        verbose_name = "samenvoeging"
        ordering = ["merged_at"]
        indexes = [models.Index(fields=["into"], name="merge_of_kept", condition=Q(undone_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                name="merge_one_now",
                fields=["signal"],
                condition=Q(undone_at__isnull=True),
                violation_error_message="Dit signaal is al samengevoegd.",
            ),
            models.CheckConstraint(name="merge_is_with_another", condition=~Q(into=F("signal"))),
            models.CheckConstraint(
                name="merge_undone_tells_who_and_why",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undone_why="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"samenvoeging {self.merged_at:%Y-%m-%d}"
