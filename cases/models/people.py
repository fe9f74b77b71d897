"""Who it is about and who works on it: identities, sealed; the case team, a dated grant per person."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.codes import PersonRole
from cases.querysets import CasePartQuerySet, CasePersonQuerySet
from core.keyed import KeyedField
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content, Open
from municipalities.models import RoleRow
from signals.things import MatchKind

from .case import Case, CasePart


class CasePerson(CasePart):
    """Somebody in the case. Every field that tells who or where is sealed and shown only after a logged reveal.

    `birth_date` is a date in ISO form. The shelter address is a protected field of its own: it is never copied into
    a letter, a referral or an export.
    """

    role = models.CharField("rol", max_length=10, choices=PersonRole, default=PersonRole.CLIENT)
    version = models.PositiveIntegerField(default=1)
    name = SealedTextField(label="cases.person.name", null=True)
    birth_date = SealedTextField(label="cases.person.birth_date", null=True)
    contact = SealedTextField(label="cases.person.contact", null=True)
    address = SealedTextField(label="cases.person.address", null=True)
    shelter_address = SealedTextField(label="cases.person.shelter_address", null=True)

    objects: ClassVar[CasePersonQuerySet] = manager_of(CasePersonQuerySet)

    class Meta:
        verbose_name = "persoon"
        verbose_name_plural = "personen"
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(name="caseperson_role_known", condition=Q(role__in=PersonRole.values)),
            models.UniqueConstraint(
                name="caseperson_one_client",
                fields=["case"],
                condition=Q(role=PersonRole.CLIENT),
                violation_error_message="De betrokkene van deze casus is al vastgelegd.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def anchor(self) -> str:
        """Where this person stands on the page."""
        return f"persoon-{self.pk}"

    @property
    def born_on(self) -> dt.date | None:
        """The date of birth, where known."""
        return dt.date.fromisoformat(self.birth_date) if self.birth_date else None


class CaseKey(CasePart):
    """One way in which somebody in the case is found as the same in a signal or another case: name, number, address.

    As `signals.models.MatchKey`, whose kinds and contents it shares; of how the person stands now, and of nothing that was
    corrected. A shelter address is never among them: equal keys would tell who lives there.
    """

    person = models.ForeignKey(CasePerson, models.PROTECT, related_name="key_set")
    kind = models.CharField(max_length=16, choices=MatchKind)
    content = SealedTextField(label="cases.case_key.content")
    digest = KeyedField(of="content")

    wall = Content(parent=("case", "person"))
    objects: ClassVar[CasePartQuerySet["CaseKey"]] = manager_of(CasePartQuerySet)

    class Meta:
        verbose_name = "sleutel van een persoon"
        ordering = ["kind", "id"]
        indexes = [models.Index(fields=["digest"], name="casekey_found")]

    def __str__(self) -> str:
        return self.get_kind_display()


class CaseTeamMember(RoleRow):
    """This person works on this case under this hat, from a day until a day: a role row on a dossier.

    It feeds the dossier list of the actor (`core.access.DOSSIER_SOURCES`), so it is read before there is a context and
    says nothing but who and when. Written and read only in cases/team.py.
    """

    wall = Open(reason="makes the context: dossier lists are made of it; says who and when, nothing of the case")
    content_object = models.ForeignKey(Case, models.PROTECT, verbose_name="casus", related_name="team_rows")

    class Meta(RoleRow.Meta):
        abstract = False
        verbose_name = "lid van het casusteam"
        verbose_name_plural = "leden van het casusteam"
