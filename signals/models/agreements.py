"""What municipalities of a region agreed with a kind of partner, or with one: which handovers, for what, on which ground."""

import re
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.access import Actor
from core.erasing import Untouched
from core.walls import Open
from municipalities.codes import OrganisationKind
from municipalities.models import Organisation, Region
from municipalities.models.periods import Dated, DatedQuerySet, in_order, no_overlap
from municipalities.models.roles import reach_by_administration
from signals.codes import HandoverKind, LegalGround
from signals.sharing_codes import DataCategory


class Agreement(Dated):
    """A row of the list of receivers: a kind of organisation may get these kinds of handover, for this purpose.

    `organisation`: the one of that kind with which it was agreed; None: with every one of them. `kinds` says what is asked for,
    and so for what purpose it may leave; `categories` which kinds of data may.
    """

    wall = Open(reason="what organisations agreed, by kind of organisation; names no dossier and no person")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="regio", related_name="+")
    organisation_kind = models.CharField("soort ontvanger", max_length=30, choices=OrganisationKind)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="ontvanger", null=True, blank=True, related_name="+"
    )
    kinds = ArrayField(models.CharField(max_length=24, choices=HandoverKind), verbose_name="soorten doormelding")
    categories = ArrayField(models.CharField(max_length=10, choices=DataCategory), verbose_name="soorten gegevens")
    purpose = models.CharField("doel", max_length=200)
    ground = models.CharField("grondslag", max_length=20, choices=LegalGround)
    document = models.CharField("vastgelegd in", max_length=200)

    objects = DatedQuerySet.as_manager()

    erasing = Untouched("what organisations agreed; names no signal")

    class Meta:
        verbose_name = "afspraak over doorgeven"
        verbose_name_plural = "afspraken over doorgeven"
        ordering = ["organisation_kind", "valid_from"]
        constraints = [
            in_order("agreement_period"),
            *(
                no_overlap(
                    *("region", "organisation_kind", *fields, "ground", "purpose"),
                    name=name,
                    message="Voor deze periode is dezelfde afspraak al vastgelegd.",
                    condition=Q(organisation__isnull=not fields),
                )
                for name, fields in (("agreement_once", ()), ("agreement_once_with_one", ("organisation",)))
            ),
            models.CheckConstraint(
                name="agreement_allows_something",
                condition=models.Q(kinds__len__gt=0),
                violation_error_message="Kies ten minste één soort doormelding.",
            ),
            models.CheckConstraint(
                name="agreement_allows_some_data",
                condition=models.Q(categories__len__gt=0),
                violation_error_message="Kies ten minste één soort gegevens.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.with_whom}: {self.purpose}"

    @property
    def with_whom(self) -> str:
        """The organisation, or all of its kind."""
        return str(self.organisation or self.get_organisation_kind_display())

    def is_with(self, partner: Organisation) -> bool:
        """Whether it was agreed with this organisation, by itself or as one of its kind."""
        return self.organisation_kind == partner.kind and self.organisation_id in {None, partner.pk}

    def covers(self, purpose: str) -> bool:
        """Whether this is the purpose that was agreed, with or without what it is for this time behind a colon.

        Behind anything else more could be meant than was agreed: "Opsporing, en controle van de belasting".
        """
        agreed, told = _plain(self.purpose), _plain(purpose)
        return told == agreed or told.startswith(f"{agreed}:")

    def reaches_of(self, actor: Actor) -> set[str]:
        """ADMINISTERED for an administrator of the region."""
        return reach_by_administration(actor, self.region)

    def holds_on(self, day: date) -> bool:
        """Whether `day` lies in its period, first and last day included."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @property
    def kind_labels(self) -> list[str]:
        """The kinds of handover in words."""
        return [str(HandoverKind(kind).label) for kind in self.kinds]

    @property
    def category_labels(self) -> list[str]:
        """The kinds of data in words."""
        return [str(DataCategory(code).label) for code in self.categories]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" .").casefold()
