"""Organisations: partners that send and receive, and those that carry care coordination.

Names change (Inspectie SZW became the Nederlandse Arbeidsinspectie), so a former or everyday name is a dated alias.
"""

from datetime import date
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models

from core.access import Actor, Reach
from core.walls import Open
from municipalities.codes import OrganisationKind, Role, permissions_for
from municipalities.names import FoldedNameField

from .areas import Municipality, Region, ServiceArea
from .periods import Dated, DatedQuerySet, in_order, no_overlap
from .roles import Administered, reach_by_administration


class OrganisationQuerySet(DatedQuerySet["Organisation"]):
    """Organisations, with what else is known of them."""

    def with_other_names(self, day: date) -> Self:
        """Each with `also`: the other names that it has on `day`, in order."""
        names = OrganisationAlias.objects.on(day).filter(organisation=models.OuterRef("pk")).order_by("name")
        return self.annotate(also=ArraySubquery(names.values("name")))

    def kept_by(self, administered: Administered) -> Self:
        """Those that this administrator changes: added by her region, in one of its municipalities, or with care there."""
        carries = ServiceAreaOrganisation.objects.filter(
            organisation=models.OuterRef("pk"), service_area__in=administered.service_areas
        )
        there = models.Q(keeper__in=administered.regions) | models.Q(municipality__in=administered.municipalities)
        return self.filter(there | models.Exists(carries))


class Organisation(Dated):  # type: ignore[django-manager-missing]  # as for User
    """A partner. Holds from `valid_from` on; an organisation that stopped keeps its row and gets a last day."""

    wall = Open(reason="an address book of public organisations, by function and never by person")
    kind = models.CharField("soort", max_length=30, choices=OrganisationKind)
    name = models.CharField("naam", max_length=200)
    sort_name = FoldedNameField()
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name="gemeente", related_name="organisations", null=True, blank=True
    )
    keeper = models.ForeignKey(
        Region, models.PROTECT, verbose_name="beheerd door", related_name="+", null=True, blank=True
    )
    mailbox = models.EmailField("e-mailadres van de functie", blank=True)
    phone = models.CharField("telefoonnummer", max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    # Only of rows `with_other_names`.
    also: list[str]

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name"]
        permissions = permissions_for(Role.PARTNER_CONTACT, Role.PARTNER_FOCAL)
        constraints = [
            in_order("organisation_period"),
            no_overlap("name", name="organisation_name_once", message="Er is al een organisatie met deze naam."),
            models.CheckConstraint(
                name="organisation_kind_known", condition=models.Q(kind__in=OrganisationKind.values)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def reaches_of(self, actor: Actor) -> set[str]:
        """PARTNER for somebody who acts for this organisation, ADMINISTERED for who keeps it."""
        reaches: set[str] = {Reach.PARTNER} if self.pk in actor.partners else set()
        return reaches | reach_by_administration(actor, self)


class OrganisationAlias(Dated):
    """Another name under which people know an organisation, in a period."""

    wall = Open(reason="names of public organisations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, verbose_name="organisatie", related_name="aliases")
    name = models.CharField("naam", max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("organisationalias_period"),
            no_overlap(
                "organisation", "name", name="organisationalias_once", message="Deze naam is al bekend in deze periode."
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceAreaOrganisation(Dated):
    """This organisation carries care coordination in this service area; an area may have several."""

    wall = Open(reason="makes the context: which mandates count for a service area")
    service_area = models.ForeignKey(
        ServiceArea, models.PROTECT, verbose_name="verzorgingsgebied", related_name="organisations"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="zorgorganisatie", related_name="service_areas"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("serviceareaorganisation_period"),
            no_overlap(
                "service_area",
                "organisation",
                name="serviceareaorganisation_once",
                message="Deze organisatie werkt in deze periode al in dit verzorgingsgebied.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.service_area_id} vanaf {self.valid_from}"
