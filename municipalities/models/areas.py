"""Areas and who belongs to them, since when.

A municipality lies in five kinds of area at once: region, district, province, service area (verzorgingsgebied) and
the area of a centre municipality. They do not coincide: Tholen lies in the province of Zeeland and in the district
De Markiezaten. So each kind has its own dated relation, and each question names kind and date (municipalities/areas.py).
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from core.access import Actor, Reach
from core.walls import Open
from municipalities.codes import AreaKind, Role, permissions_for
from municipalities.names import FoldedNameField

from .periods import Dated, DatedQuerySet, in_order, no_overlap

_PUBLIC = "public administration: which municipality lies where holds nothing about anybody"


class Area(models.Model):
    """Base of a group of municipalities. `kind` says how it groups them."""

    wall = Open(reason=_PUBLIC)
    kind: ClassVar[AreaKind]
    name = models.CharField("naam", max_length=150)
    sort_name = FoldedNameField(max_length=150)

    class Meta:
        abstract = True
        ordering = ["sort_name"]

    def __str__(self) -> str:
        return self.name


class Region(Area):
    """A police region with a joint plan, such as Zeeland-West-Brabant."""

    kind = AreaKind.REGION

    class Meta(Area.Meta):
        constraints = [models.UniqueConstraint(fields=["name"], name="region_name_once")]
        permissions = permissions_for(
            Role.REGIONAL_COORDINATOR, Role.BOARD_MEMBER, Role.POLICY_OFFICER, Role.PRIVACY_OFFICER, Role.APP_ADMIN
        )


class District(Area):
    """A part of a region that works together. Not every municipality of a region lies in a district."""

    kind = AreaKind.DISTRICT
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="regio", related_name="districts")

    class Meta(Area.Meta):
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="district_name_once")]
        permissions = permissions_for(Role.DISTRICT_COORDINATOR, Role.BOARD_MEMBER, Role.POLICY_OFFICER)


class Province(Area):
    """A province."""

    kind = AreaKind.PROVINCE

    class Meta(Area.Meta):
        constraints = [models.UniqueConstraint(fields=["name"], name="province_name_once")]


class ServiceArea(Area):
    """Where one or more care organisations (ServiceAreaOrganisation) offer care coordination."""

    kind = AreaKind.SERVICE_AREA

    class Meta(Area.Meta):
        constraints = [models.UniqueConstraint(fields=["name"], name="servicearea_name_once")]
        permissions = permissions_for(Role.CARE_COORDINATOR, Role.PROCESS_DIRECTOR)


class Municipality(models.Model):
    """A municipality by its CBS code. After a merger it points to its successor and stays as it was."""

    wall = Open(reason=_PUBLIC)
    gm_code = models.CharField("gemeentecode", max_length=6)
    name = models.CharField("naam", max_length=150)
    sort_name = FoldedNameField(max_length=150)
    inhabitants = models.PositiveIntegerField("inwoners")
    inhabitants_year = models.PositiveSmallIntegerField("inwoners in het jaar")
    latitude = models.DecimalField("breedtegraad", max_digits=7, decimal_places=4)
    longitude = models.DecimalField("lengtegraad", max_digits=7, decimal_places=4)
    successor = models.ForeignKey(
        "self", models.PROTECT, verbose_name="opgegaan in", related_name="predecessors", null=True, blank=True
    )
    succeeded_on = models.DateField("opgegaan op", null=True, blank=True)

    class Meta:
        ordering = ["sort_name"]
        permissions = permissions_for(
            Role.FOCAL_OFFICER, Role.REPORTER, Role.POLICY_OFFICER, Role.BOARD_MEMBER, Role.PRIVACY_OFFICER
        )
        constraints = [
            models.UniqueConstraint(fields=["gm_code"], name="municipality_code_once"),
            models.CheckConstraint(name="municipality_code_form", condition=Q(gm_code__regex=r"^GM[0-9]{4}$")),
            models.CheckConstraint(
                name="municipality_successor_dated",
                condition=Q(successor=None, succeeded_on=None) | Q(successor__isnull=False, succeeded_on__isnull=False),
            ),
            models.CheckConstraint(name="municipality_not_its_own_successor", condition=~Q(successor=F("id"))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def municipality_id(self) -> int:
        """Its own id: what happens to a municipality belongs in its own log."""
        return self.pk

    def reaches_of(self, actor: Actor) -> set[str]:
        """How the actor stands to this municipality (core/access.py)."""
        reaches: set[str] = set()
        if self.pk in actor.content:
            reaches.add(Reach.OWN)
        if self.pk in actor.governance:
            reaches.add(Reach.GOVERNANCE)
        return reaches


class CentreArea(models.Model):
    """The municipalities for which one centre municipality (centrumgemeente) arranges shelter."""

    wall = Open(reason=_PUBLIC)
    kind: ClassVar[AreaKind] = AreaKind.CENTRE
    centre = models.OneToOneField(
        Municipality, models.PROTECT, verbose_name="centrumgemeente", related_name="centre_area"
    )

    def __str__(self) -> str:
        return f"centrumgemeente {self.centre.name}"


class Membership(Dated):
    """Base of "this municipality lies in this area"; at most one area of a kind on any day."""

    wall = Open(reason=_PUBLIC)
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente", related_name="+")
    area: Any
    area_id: int

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            in_order("%(class)s_period"),
            no_overlap(
                "municipality",
                name="%(class)s_one_area",
                message="De gemeente ligt in deze periode al in een ander gebied van deze soort.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} in {self.area_id} vanaf {self.valid_from}"


class RegionMembership(Membership):
    area = models.ForeignKey(Region, models.PROTECT, verbose_name="regio", related_name="memberships")


class DistrictMembership(Membership):
    area = models.ForeignKey(District, models.PROTECT, verbose_name="district", related_name="memberships")


class ProvinceMembership(Membership):
    area = models.ForeignKey(Province, models.PROTECT, verbose_name="provincie", related_name="memberships")


class ServiceAreaMembership(Membership):
    area = models.ForeignKey(ServiceArea, models.PROTECT, verbose_name="verzorgingsgebied", related_name="memberships")


class CentreMembership(Membership):
    area = models.ForeignKey(CentreArea, models.PROTECT, verbose_name="centrumgemeente", related_name="memberships")
