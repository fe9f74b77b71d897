"""Emergency access (*noodtoegang*): a deputy opens one dossier for some hours, and somebody looks at it afterwards.

The grant makes the context and is open, as every row that does; beside it stands what was written: why, and what the
privacy officer found. The two carry the same key.
"""

import datetime as dt
import uuid
from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.access import Actor
from core.erasing import Bare
from core.gate import GatedQuerySet
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content, KeepsItsPlace, Open, Overseen
from municipalities.codes import Verdict

from .areas import Municipality


class EmergencyReach(StrEnum):
    """How an actor can stand to an emergency access."""

    OPENED_BY = "opened_by"  # the actor took it
    TOLD = "told"  # the actor owned the dossier when it was opened
    OVERSEEN = "overseen"  # it lies in a municipality in actor.oversees, and the actor did not take it


class EmergencyGrant(models.Model):
    """Somebody reaches a dossier under a hat from `since` until `until`, or until it was ended before that.

    `owner`: who was told; `seen_at`: when she said that she knows. `reviewed_at`: when the privacy officer was done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="wie", related_name="+")
    hat = models.CharField("rol", max_length=40)
    dossier_id = models.UUIDField("dossier", editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente", related_name="+")
    since = models.DateTimeField("vanaf")
    until = models.DateTimeField("tot")
    ended_at = models.DateTimeField("gesloten op", null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="eigenaar", null=True, related_name="+"
    )
    seen_at = models.DateTimeField("gezien op", null=True, blank=True)
    reviewed_at = models.DateTimeField("beoordeeld op", null=True, blank=True)
    user_id: int
    municipality_id: int

    wall = Open(
        reason="makes the context: read before anybody's lists are known; says who, which dossier and when, never why"
    )

    class Meta:
        verbose_name = "noodtoegang"
        verbose_name_plural = "noodtoegangen"
        constraints = [
            models.CheckConstraint(name="emergencygrant_in_order", condition=Q(until__gt=F("since"))),
            models.CheckConstraint(
                name="emergencygrant_ends_after_it_began", condition=Q(ended_at=None) | Q(ended_at__gte=F("since"))
            ),
        ]
        indexes = [
            models.Index(fields=["user"], name="emergencygrant_running", condition=Q(ended_at=None)),
            models.Index(fields=["owner"], name="emergencygrant_unseen", condition=Q(seen_at=None)),
            models.Index(fields=["municipality"], name="emergencygrant_unreviewed", condition=Q(reviewed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.dossier_id}"

    @property
    def ends_at(self) -> dt.datetime:
        """When it ended, or will end."""
        return min(self.ended_at, self.until) if self.ended_at else self.until

    @property
    def is_over(self) -> bool:
        """Whether it opens nothing any more."""
        return self.ends_at <= timezone.now()


class EmergencyQuerySet(GatedQuerySet["EmergencyAccess"]):
    """For who took it, who was told, and the privacy officer."""

    def _scope(self, actor: Actor) -> Q:
        involved = Q(grant__user_id=actor.user_id) | Q(grant__owner_id=actor.user_id)
        return involved | Q(municipality_id__in=actor.oversees)


class EmergencyAccess(KeepsItsPlace, models.Model):
    """What was written about an emergency access. `reference`: the number of the dossier, and nothing else of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.OneToOneField(EmergencyGrant, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente", related_name="+")
    dossier_id = models.UUIDField("dossier", db_index=True, editable=False)
    reference = models.CharField("nummer", max_length=12)
    why = SealedTextField(label="municipalities.emergency_access.why", null=True)
    verdict = models.CharField("oordeel", max_length=10, choices=Verdict, blank=True)
    remark = SealedTextField(label="municipalities.emergency_access.remark", null=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="beoordeeld door", null=True, related_name="+"
    )
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    # The privacy officer has no content; who follows how a municipality is prepared has no business here.
    wall = Content(tied=False) | Overseen()
    erasing = Bare(kept=("grant", "reference", "verdict", "reviewer"))
    objects: ClassVar[EmergencyQuerySet] = manager_of(EmergencyQuerySet)

    class Meta:
        verbose_name = "noodtoegang met reden"
        verbose_name_plural = "noodtoegangen met reden"
        constraints = [
            models.CheckConstraint(
                name="emergencyaccess_verdict_known", condition=Q(verdict="") | Q(verdict__in=Verdict.values)
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def reaches_of(self, actor: Actor) -> set[str]:
        """How the actor stands to it; nobody oversees what she did herself."""
        if actor.user_id is None:
            return set()
        if self.grant.user_id == actor.user_id:
            return {EmergencyReach.OPENED_BY}
        told = {EmergencyReach.TOLD} if self.grant.owner_id == actor.user_id else set()
        overseen = {EmergencyReach.OVERSEEN} if self.municipality_id in actor.oversees else set()
        return {*told, *overseen}
