"""The gate of the filters that somebody keeps."""

from typing import Any, Self

from django.db.models import Q

from core.access import Actor
from core.gate import GatedQuerySet


class SavedFilterQuerySet(GatedQuerySet[Any]):
    """Filters that somebody keeps: her own, under the hat that acts."""

    def _scope(self, actor: Actor) -> Q:
        return Q(author_id=actor.user_id, hat=actor.hat)

    def mine(self, actor: Actor) -> Self:
        """The actor's, as they were kept one after the other."""
        return self.visible_to(actor).order_by("made_at", "id")
