"""Which dossiers were erased: where the database lets rows go that are otherwise only added."""

import uuid

from django.db import models

from core.erasing import Untouched
from core.walls import Open


class ErasedDossier(models.Model):
    """A dossier whose term was over, and of which the people are gone; or one row that was struck. The key is that of either."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    erased_at = models.DateTimeField("gewist op", auto_now_add=True)

    wall = Open(reason="keys and moments alone: the walls ask whether a row may go with its dossier", append_only=True)
    erasing = Untouched("keys and moments of what is gone")

    class Meta:
        verbose_name = "gewist dossier"
        verbose_name_plural = "gewiste dossiers"

    def __str__(self) -> str:
        return str(self.pk)
