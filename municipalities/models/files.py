"""The one table of files that the application made or received: bytes sealed, given out through it alone."""

import uuid
from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.access import Actor, Reach
from core.erasing import Gone
from core.gate import GatedQuerySet
from core.managers import manager_of
from core.sealed import SealedBinaryField, SealedTextField
from core.walls import Content, Own

from .areas import Municipality


class StoredFileQuerySet(GatedQuerySet[Any]):
    """Files: reached through the dossier they belong to, or by whoever had them made.

    A page that gives a file out passes the gate of what the file is about first, and takes it with `made_for`.
    """

    def _scope(self, actor: Actor) -> Q:
        return (
            Q(municipality_id__in=actor.content)
            | Q(dossier_id__in=actor.dossiers)
            | Q(author_id=actor.user_id, author_id__isnull=False)
        )

    def made_for(self, about: uuid.UUID) -> "models.QuerySet[Any]":
        """The files about one object that has passed its own gate, newest first."""
        return self._pass().filter(about=about).order_by("-created_at")

    def words_about(self, about: Collection[uuid.UUID]) -> "models.QuerySet[Any]":
        """Of the files about these, which have passed their own gate, their words; not their bytes."""
        return self._pass().filter(about__in=about).only("id", "municipality_id", "about", "words")


class StoredFile(models.Model):
    """A file. `about`: id of the handover or report it was made of; `name`: neutral, without anything of a person.

    `words`: what can be read of what somebody sent, to look for names in it; None where nothing can (core/cleaning/words.py).
    `municipality` and `dossier_id` are empty for a file of a whole area (a report).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    dossier_id = models.UUIDField(null=True)
    about = models.UUIDField(db_index=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    content = SealedBinaryField(label="municipalities.stored_file.content", null=True)
    words = SealedTextField(label="municipalities.stored_file.words", null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    municipality_id: int | None

    wall = Content(tied=False) | Own()
    erasing = Gone()
    objects: ClassVar[StoredFileQuerySet] = manager_of(StoredFileQuerySet)

    class Meta:
        verbose_name = "bestand"
        verbose_name_plural = "bestanden"
        constraints = [
            models.CheckConstraint(
                name="storedfile_dossier_has_municipality",
                condition=Q(dossier_id__isnull=True) | Q(municipality__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def reaches_of(self, actor: Actor) -> set[str]:
        """OWN through the municipality, SHARED through the dossier, MINE for whoever had it made."""
        mine = actor.user_id is not None and self.author_id == actor.user_id and self.dossier_id not in actor.excluded
        return actor.ways_to(self.municipality_id, self.dossier_id) | ({Reach.MINE} if mine else set())
