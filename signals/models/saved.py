"""A set of filters of the list that somebody keeps under a name of her own."""

import uuid
from typing import ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.urls import reverse

from core.access import Actor, Reach
from core.erasing import Untouched
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Own
from signals.saved import SavedFilterQuerySet


class SavedFilter(models.Model):
    """One tab of one's own, under one hat. `filters`: field of the address -> code ({"tab": "alles", "stand": "triage"}).

    Never a word that was searched for (docs/adr/0020). The name is what somebody typed, so it is sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    hat = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    name = SealedTextField(label="signals.saved_filter.name")
    filters = models.JSONField()
    made_at = models.DateTimeField()

    wall = Own()
    erasing = Untouched("how somebody looks at the list; names no signal")
    objects: ClassVar[SavedFilterQuerySet] = manager_of(SavedFilterQuerySet)
    # What a sealed field and an event are bound to beside the row: it belongs to a person and to no municipality.
    municipality_id: int | None = None

    class Meta:
        verbose_name = "eigen filter"
        verbose_name_plural = "eigen filters"
        indexes = [models.Index(fields=["author", "hat", "made_at"], name="savedfilter_mine")]

    def __str__(self) -> str:
        return f"filter {self.pk}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """MINE for who keeps it."""
        return {Reach.MINE} if actor.user_id is not None and self.author_id == actor.user_id else set()

    @property
    def url(self) -> str:
        """The list with these filters."""
        return f"{reverse('signals:list')}?{urlencode(self.filters)}"
