"""Who is kept out of a dossier: rows by user and dossier, and beside them the reasons.

The open tables make the context, as role rows do: they are read before anybody's lists are known, and say who, which
dossier and when. Whatever somebody wrote stands in the walled tables. Written only by municipalities/shielding.py.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.access import Actor
from core.erasing import Gone
from core.gate import GatedQuerySet
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content, KeepsItsPlace, Open

from .areas import Municipality

_MAKES_CONTEXT = "makes the context: read before anybody's lists are known; says who, which dossier and when, never why"


class RunningQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows with `since` and `ended_at`."""

    def running(self) -> "RunningQuerySet[M]":
        """Not ended."""
        return self.filter(ended_at__isnull=True)


class Exclusion(models.Model):
    """Somebody is excluded from a dossier (*uitgesloten*): it does not exist for this person, whatever the role.

    `carried_from`: the dossier in another municipality from where it came along, and with which it ends.
    """

    dossier_id = models.UUIDField("dossier", editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente", related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="collega", related_name="+")
    since = models.DateTimeField("sinds")
    ended_at = models.DateTimeField("beëindigd op", null=True, blank=True)
    carried_from = models.UUIDField("komt mee met", null=True, editable=False)
    municipality_id: int
    user_id: int

    wall = Open(reason=_MAKES_CONTEXT)
    objects: ClassVar[RunningQuerySet["Exclusion"]] = manager_of(RunningQuerySet)

    class Meta:
        verbose_name = "uitsluiting"
        verbose_name_plural = "uitsluitingen"
        constraints = [
            models.UniqueConstraint(
                name="exclusion_once",
                fields=["user", "dossier_id"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="Deze collega is al uitgesloten van dit dossier.",
            ),
            models.CheckConstraint(
                name="exclusion_in_order", condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("since"))
            ),
        ]
        indexes = [models.Index(fields=["dossier_id"], name="exclusion_of_dossier")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.dossier_id}"


class Restriction(models.Model):
    """A dossier is restricted to a named team (*afgeschermd*): for everybody else it does not exist.

    `kept_by`: the roles whose work such a dossier is; it holds as long as somebody in the team has one of them there
    (roles/actor.sql).
    """

    dossier_id = models.UUIDField("dossier", editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente", related_name="+")
    since = models.DateTimeField("sinds")
    ended_at = models.DateTimeField("opgeheven op", null=True, blank=True)
    kept_by = ArrayField(models.CharField(max_length=40), verbose_name="rollen die eraan werken")
    municipality_id: int

    wall = Open(reason=_MAKES_CONTEXT)
    objects: ClassVar[RunningQuerySet["Restriction"]] = manager_of(RunningQuerySet)

    class Meta:
        verbose_name = "afscherming"
        verbose_name_plural = "afschermingen"
        constraints = [
            models.UniqueConstraint(name="restriction_once", fields=["dossier_id"], condition=Q(ended_at__isnull=True)),
            models.CheckConstraint(
                name="restriction_in_order", condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("since"))
            ),
        ]
        indexes = [
            models.Index(fields=["municipality"], name="restriction_running", condition=Q(ended_at__isnull=True))
        ]

    def __str__(self) -> str:
        return str(self.dossier_id)


class RestrictionMember(models.Model):
    """This person is in the team that a dossier is restricted to."""

    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="collega", related_name="+")
    user_id: int

    wall = Open(reason=_MAKES_CONTEXT)

    class Meta:
        verbose_name = "lid van het team"
        verbose_name_plural = "leden van het team"
        constraints = [models.UniqueConstraint(name="restrictionmember_once", fields=["restriction", "user"])]

    def __str__(self) -> str:
        return f"{self.restriction_id}: {self.user_id}"


class ShieldStep(models.TextChoices):
    """What was done about who sees a dossier."""

    EXCLUDED = "excluded", "uitgesloten"
    READMITTED = "readmitted", "uitsluiting beëindigd"
    RESTRICTED = "restricted", "afgeschermd"
    LIFTED = "lifted", "afscherming opgeheven"


class ShieldNoteQuerySet(GatedQuerySet["ShieldNote"]):
    """Why somebody was kept out: for who works on the dossier."""

    def _scope(self, actor: Actor) -> Q:
        return Q(municipality_id__in=actor.content) | Q(dossier_id__in=actor.dossiers)

    def of(self, dossier_id: uuid.UUID) -> "ShieldNoteQuerySet":
        """Of one dossier that has passed its own gate, the newest first."""
        return self._pass().filter(dossier_id=dossier_id).order_by("-at")


class ShieldNote(KeepsItsPlace, models.Model):
    """Why a dossier was shielded, or is no longer. `about`: the person it is about, for an exclusion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente", related_name="+")
    dossier_id = models.UUIDField("dossier", db_index=True, editable=False)
    step = models.CharField("stap", max_length=10, choices=ShieldStep)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="collega", null=True, related_name="+"
    )
    why = SealedTextField(label="municipalities.shield_note.why", null=True)
    at = models.DateTimeField("op")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="door", related_name="+")

    wall = Content(tied=False, append_only=True, goes_with_dossier=True)
    erasing = Gone()
    objects: ClassVar[ShieldNoteQuerySet] = manager_of(ShieldNoteQuerySet)

    class Meta:
        verbose_name = "reden van een afscherming"
        verbose_name_plural = "redenen van een afscherming"

    def __str__(self) -> str:
        return f"{self.step} {self.at:%Y-%m-%d}"
