"""Leave to hand over what was not agreed on: asked of the privacy officer, or taken with direct danger and judged afterwards."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.access import Actor
from core.erasing import Bare
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content, Overseen
from core.workdays import local_date, today
from municipalities.codes import Verdict
from municipalities.models import Organisation
from signals.codes import HandoverKind, LegalGround
from signals.policies import SignalReach
from signals.querysets import SignalPartQuerySet, signal_scope
from signals.sharing_codes import DataCategory
from signals.workflow import OverrideState

from .signal import SignalPart

_user = settings.AUTH_USER_MODEL


class OverrideQuerySet(SignalPartQuerySet[Any]):
    """Seen with their signal, and by the privacy officer of the municipality, who sees nothing else of it."""

    def _scope(self, actor: Actor) -> Q:
        return signal_scope(actor, "signal__") if not actor.oversees else Q(municipality_id__in=actor.oversees)

    def usable(self, on: date) -> "OverrideQuerySet":
        """Allowed, not used yet, and not past its last day."""
        return self.filter(state=OverrideState.ALLOWED, until__gte=on)

    def to_judge(self) -> "OverrideQuerySet":
        """What waits for the privacy officer."""
        return self.filter(Q(state=OverrideState.ASKED) | Q(in_danger=True, verdict=""))


class Override(SignalPart):
    """One handover of one signal to one receiver that no agreement covers. The privacy officer reads this row and nothing else.

    `reference`: the signal's number, copied because she cannot read the signal. `why`: why it is necessary now. `in_danger`:
    taken at once, without asking; `verdict` and `reason` are then what she found afterwards, else `reason` is why she
    refused or on what condition she allowed it. `until`: the last day on which it may be used, once.
    """

    reference = models.CharField("nummer", max_length=12)
    partner = models.ForeignKey(Organisation, models.PROTECT, verbose_name="ontvanger", related_name="+")
    kind = models.CharField("soort", max_length=24, choices=HandoverKind)
    ground = models.CharField("grondslag", max_length=20, choices=LegalGround)
    categories = ArrayField(models.CharField(max_length=10, choices=DataCategory), verbose_name="soorten gegevens")
    purpose = SealedTextField(label="signals.override.purpose", null=True)
    why = SealedTextField(label="signals.override.why", null=True)
    state = models.CharField("stand", max_length=10, choices=OverrideState, default=OverrideState.ASKED)
    version = models.PositiveIntegerField(default=1)
    in_danger = models.BooleanField("bij direct gevaar", default=False)
    asked_at = models.DateTimeField("gevraagd op")
    until = models.DateField("tot en met", null=True)
    decided_at = models.DateTimeField("beslist op", null=True)
    decided_by = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    verdict = models.CharField("oordeel", max_length=10, choices=Verdict, blank=True)
    reason = SealedTextField(label="signals.override.reason", null=True)
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")

    wall = Content(parent="signal") | Overseen()
    erasing = Bare(
        kept=(
            *("signal", "reference", "partner", "kind", "ground", "categories", "state", "in_danger"),
            *("decided_by", "verdict", "author", "until"),
        ),
        months=("created_at", "asked_at", "decided_at"),
        said=("reason",),
    )
    objects: ClassVar[OverrideQuerySet] = manager_of(OverrideQuerySet)

    class Meta:
        verbose_name = "uitzondering op de afspraken"
        verbose_name_plural = "uitzonderingen op de afspraken"
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(
                fields=["municipality"],
                name="override_to_judge",
                condition=Q(state=OverrideState.ASKED) | Q(in_danger=True, verdict=""),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="override_of_some_data",
                condition=Q(categories__len__gt=0),
                violation_error_message="Kies ten minste één soort gegevens.",
            ),
            models.CheckConstraint(
                name="override_allowed_until_a_day",
                condition=~Q(state=OverrideState.ALLOWED) | Q(until__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="override_refused_tells_why",
                condition=~Q(state=OverrideState.REFUSED) | Q(reason__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="override_taken_in_danger_is_used", condition=Q(in_danger=False) | Q(state=OverrideState.USED)
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def reaches_of(self, actor: Actor) -> set[str]:
        """OVERSEEN for the privacy officer, who does not reach the signal and judges nothing of her own; else as to the signal."""
        if self.dossier_id in actor.excluded:
            return set()
        if self.municipality_id in actor.oversees:
            return set() if self.author_id == actor.user_id else {SignalReach.OVERSEEN}
        return self.signal.reaches_of(actor)

    @property
    def category_labels(self) -> list[str]:
        """The kinds of data in words."""
        return [str(DataCategory(code).label) for code in self.categories]

    @property
    def is_asked(self) -> bool:
        """Whether it waits for a decision beforehand."""
        return self.state == OverrideState.ASKED

    @property
    def is_allowed(self) -> bool:
        """Whether it was allowed, and is not used or taken back."""
        return self.state == OverrideState.ALLOWED

    @property
    def may_be_used(self) -> bool:
        """Whether something may leave under it today."""
        return self.is_allowed and self.until is not None and self.until >= today()

    def allowed_on(self, day: date) -> bool:
        """Whether the leave that it is held on that day."""
        began = self.decided_at is not None and local_date(self.decided_at) <= day
        return began and self.until is not None and self.until >= day

    @property
    def waits(self) -> bool:
        """Whether the privacy officer still has to judge it."""
        return self.is_asked or (self.in_danger and not self.verdict)

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether it was not used, refused or taken back."""
        return self.is_asked or self.is_allowed
