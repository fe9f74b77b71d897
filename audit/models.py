"""The log: who did and who saw what. Rows are added and never changed.

An event holds plain values only, because the log outlives its rows: never text that somebody typed about a person.
"""

import uuid
from typing import ClassVar

from django.db import models

from core.erasing import Untouched
from core.managers import manager_of
from core.walls import AUDIT, Content, Open, Overseen, Own

from .events import Kind, Result
from .querysets import AuditEventQuerySet


class AuditEvent(models.Model):
    """One fact: action, object, result, origin, actor and time (BIO2 8.15.01), with hat and purpose.

    `chain` is the object's municipality, or 0 for what belongs to none: every event lies in exactly one chain, as its
    `number`-th link. `hash` is SHA-256 over the hash before it and all that stands here. The database makes both.
    `detail` holds codes and counts (states, names of changed fields), never content.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    event = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    result = models.CharField(max_length=10, choices=Result)
    actor_id = models.BigIntegerField(null=True)
    hat = models.CharField(max_length=40, blank=True)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    reference = models.CharField(max_length=40, blank=True)
    municipality_id = models.BigIntegerField(null=True)
    dossier_id = models.UUIDField(null=True)
    chain = models.BigIntegerField()
    purpose = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)
    origin = models.CharField(max_length=64, blank=True)
    request_id = models.UUIDField()
    number = models.BigIntegerField(editable=False)
    hash = models.BinaryField(max_length=32)

    # Who may read which events of these is for the querysets; what somebody did herself lies in no municipality's reach.
    erasing = Untouched("the log holds no content, and outlives what it tells of")
    wall = Content(append_only=True, tied=False, keeper=AUDIT) | Overseen() | Own(user="actor")
    objects: ClassVar[AuditEventQuerySet] = manager_of(AuditEventQuerySet)

    class Meta:
        verbose_name = "gebeurtenis"
        verbose_name_plural = "gebeurtenissen"
        indexes = [
            models.Index(fields=["dossier_id", "at"], name="audit_by_dossier"),
            models.Index(fields=["object_type", "object_id", "at"], name="audit_by_object"),
            models.Index(fields=["actor_id", "at"], name="audit_by_actor"),
            models.Index(fields=["chain", "at"], name="audit_by_chain"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(municipality_id=models.F("chain")) | models.Q(municipality_id__isnull=True, chain=0),
                name="audit_one_chain",
            ),
            models.UniqueConstraint(fields=["chain", "number"], name="audit_one_link_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.reference}"


class ChainHead(models.Model):
    """The last link of a chain. The database's function that adds events keeps it; `pin_audit` writes it down outside."""

    chain = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    wall = Open(reason="Numbers and hashes alone: nothing of an event can be read from them.", keeper=AUDIT)

    class Meta:
        verbose_name = "laatste schakel"
        verbose_name_plural = "laatste schakels"

    def __str__(self) -> str:
        return f"{self.chain}: {self.number}"
