"""Named sets of events. What an actor may see of them follows the dossier that they belong to."""

import uuid
from typing import Any, Self

from django.db.models import Q

from core.access import Actor
from core.gate import GatedQuerySet

from .events import Kind, Result


class AuditEventQuerySet(GatedQuerySet[Any]):
    """The log of the dossiers that the actor may open: own municipalities and dossiers shared with the actor."""

    def _scope(self, actor: Actor) -> Q:
        return Q(municipality_id__in=actor.content) | Q(dossier_id__in=actor.dossiers)

    def overseen_by(self, actor: Actor) -> Self:
        """What lies in the log of the municipalities that this actor watches over, whatever it is about."""
        return self._pass().filter(chain__in=actor.oversees).not_kept_from(actor)

    def of_dossier(self, dossier_id: uuid.UUID) -> Self:
        """Everything that happened to one dossier and its parts."""
        return self.filter(dossier_id=dossier_id)

    def changes(self) -> Self:
        """What was done, without looks and refusals."""
        return self.filter(kind=Kind.CHANGE, result=Result.DONE)

    def newest(self) -> Self:
        """Newest first."""
        return self.order_by("-at", "-id")

    def reads(self) -> Self:
        """Who looked; not who was refused."""
        return self.filter(kind=Kind.READ, result=Result.DONE)

    def refusals(self) -> Self:
        """Who was refused what; the event of a refusal is the action that was refused."""
        return self.filter(result=Result.REFUSED)
