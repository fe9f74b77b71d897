"""What every row with signal, case or person data has in common.

A *dossier* is a signal or a case with everything that hangs on it. Each row, the deepest child too, carries the
municipality that holds it and the id of its dossier, so that the gate and the wall (the database) can tell from
the row alone who may see it. A row never changes municipality: what moves becomes a new dossier.
"""

import uuid
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from core.access import Action, Actor
from core.walls import KeepsItsPlace

from .models import Municipality


@lru_cache(maxsize=512)
def _labels_of(field: "models.Field[Any, Any]") -> Mapping[Any, str]:
    return {value: str(label) for value, label in field.flatchoices}


class DossierRow(KeepsItsPlace, models.Model):
    """Base of every row of a dossier: key made before writing, municipality that holds it, its dossier."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente", related_name="+")
    dossier_id = models.UUIDField("dossier", db_index=True, editable=False)
    created_at = models.DateTimeField("gemaakt op", auto_now_add=True)
    municipality_id: int

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> Any:  # noqa: N802  its name in Django
        """As Django's, which makes the table of a field's labels anew for each value that is shown."""
        value = getattr(self, field.attname)
        return _labels_of(field).get(value, value)

    def reaches_of(self, actor: Actor) -> set[str]:
        """OWN for the actor's municipalities, SHARED for a dossier opened to the actor; see `Actor.ways_to`."""
        return actor.ways_to(self.municipality_id, self.dossier_id)


class DossierRoot(DossierRow):
    """A signal or a case: the row whose id is the dossier's, with the version that a stale form is compared with."""

    version = models.PositiveIntegerField("versie", default=1, editable=False)

    # Of a dossier with a number: the letter it begins with, the action of looking at it, and the page that shows it.
    letter: ClassVar[str] = ""
    view_action: ClassVar[Action]
    page_name: ClassVar[str]
    if TYPE_CHECKING:  # columns of every dossier with a number
        reference: str
        owner_id: int | None

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="%(class)s_is_its_dossier", condition=Q(dossier_id=models.F("id"))),
        ]
