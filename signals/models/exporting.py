"""A file of signals that an officer takes out: what she asked, and for how long she can fetch it."""

import datetime as dt
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.access import Actor, Reach, reaches_for
from core.erasing import Untouched
from core.gate import GatedQuerySet
from core.managers import manager_of
from core.sealed import SealedJSONField, SealedTextField
from core.walls import Own
from municipalities.models import Municipality
from signals.codes import ExportPurpose
from signals.list_states import EXPORT_TONES, ExportState
from signals.policies import SignalAction

S = ExportState


class ListExportQuerySet(GatedQuerySet[Any]):
    """Files that were taken out: only whoever asked for one sees it, as long as she works for its municipality."""

    def _scope(self, actor: Actor) -> Q:
        if Reach.OWN not in reaches_for(actor, SignalAction.ORDER_EXPORT):
            return Q(pk__in=[])
        return Q(author_id=actor.user_id, municipality_id__in=actor.content)

    def asked_since(self, moment: dt.datetime) -> Self:
        """What was asked since then."""
        return self.filter(created_at__gte=moment)

    def over(self, now: dt.datetime) -> Self:
        """Their time to be fetched is over, and the file is still there."""
        return self.filter(until__lt=now).exclude(state=S.WIPED)


class ListExport(models.Model):
    """One file. Its bytes lie sealed in a `StoredFile` about this row that only its author reaches, until `until`.

    `asked`: {"filter": of the list, by name, "words": searched, "columns": codes}. `keys`: ids of the signals in it and of what
    was merged into these, so that it is not given out once one of them is kept from its author. `why`: in her words, beside the
    `purpose`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente", related_name="+")
    state = models.CharField("stand", max_length=10, choices=ExportState, default=S.MAKING)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField("soort", max_length=3, choices=[("csv", "CSV"), ("ods", "ODS")])
    purpose = models.CharField("doel", max_length=20, choices=ExportPurpose)
    why = SealedTextField(label="signals.list_export.why", null=True)
    asked = SealedJSONField(label="signals.list_export.asked", null=True)
    keys = SealedJSONField(label="signals.list_export.keys", null=True)
    rows = models.PositiveIntegerField("regels", default=0)
    created_at = models.DateTimeField("gevraagd op", auto_now_add=True)
    until = models.DateTimeField("op te halen tot")
    municipality_id: int

    wall = Own()
    erasing = Untouched("wiped some hours after it was asked, with all that was in it")
    objects: ClassVar[ListExportQuerySet] = manager_of(ListExportQuerySet)

    class Meta:
        verbose_name = "export"
        verbose_name_plural = "exports"
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["author", "-created_at", "id"], name="listexport_mine"),
            models.Index(fields=["until"], name="listexport_clock", condition=~Q(state=S.WIPED)),
        ]
        constraints = [
            models.CheckConstraint(name="listexport_state_known", condition=Q(state__in=ExportState.values)),
            models.CheckConstraint(name="listexport_purpose_known", condition=Q(purpose__in=ExportPurpose.values)),
            models.CheckConstraint(
                name="listexport_wiped_keeps_nothing",
                condition=~Q(state=S.WIPED) | Q(keys__isnull=True, asked__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """OWN for whoever asked for it, as long as she works for that municipality."""
        mine = actor.user_id is not None and self.author_id == actor.user_id and self.municipality_id in actor.content
        return {Reach.OWN} if mine else set()

    @property
    def tone(self) -> str:
        """The colour of its state's badge."""
        return EXPORT_TONES[self.state]

    @property
    def file_name(self) -> str:
        """Under which it is given out: nothing of what is in it."""
        return f"signalen-{self.pk.hex[:6]}.{self.kind}"
