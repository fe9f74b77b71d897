"""Role rows: who does what, where, from when until when; and which areas an administrator looks after by them.

The shape is that of django-guardian's direct-foreign-key permissions, one table per kind of area; the row carries its
own period and whether it is held as deputy. Outside this file only `municipalities/roles/` reads and writes these
tables: guardian's own functions know no periods, so an expired row would count for them.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import Q
from django.utils import timezone
from guardian.models import UserObjectPermissionBase

from core.access import Actor
from core.walls import Open
from municipalities.codes import Role

from .areas import District, Municipality, Region, RegionMembership, ServiceArea, ServiceAreaMembership
from .periods import Dated, DatedQuerySet, in_order, no_overlap


class AreaReach(StrEnum):
    """How an actor can stand to a role row, a mandate or a fall-back."""

    ADMINISTERED = "administered"  # it lies in a region that the actor administers


class RoleRow(UserObjectPermissionBase, Dated):
    """Base: a user has a role (the codename of the permission) on an area, in a period."""

    wall = Open(reason="makes the context: read before anybody's lists are known")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="gebruiker", related_name="%(class)ss"
    )
    permission = models.ForeignKey(Permission, models.PROTECT, verbose_name="rol", related_name="+")
    deputy = models.BooleanField("als vervanger", default=False)
    content_object: Any
    content_object_id: int

    objects: ClassVar[Any] = DatedQuerySet.as_manager()  # type: ignore[assignment]  # plain, without assign_perm

    class Meta:
        abstract = True
        unique_together: ClassVar[list[str]] = []
        constraints = [
            in_order("%(class)s_period"),
            no_overlap(
                "user",
                "permission",
                "content_object",
                name="%(class)s_once",
                message="Deze persoon heeft deze rol hier al in (een deel van) deze periode.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.permission_id} op {self.content_object_id} vanaf {self.valid_from}"

    @property
    def role(self) -> Role:
        """The role that the row gives; join `permission` first."""
        return Role(self.permission.codename)

    @property
    def municipality_id(self) -> int | None:
        """The municipality in whose log a change of the row stands; None for wider areas."""
        return self.content_object_id if isinstance(self, MunicipalityRole) else None

    def reaches_of(self, actor: Actor) -> set[str]:
        """ADMINISTERED for an administrator of a region in which the area lies."""
        return reach_by_administration(actor, self.content_object)


class MunicipalityRole(RoleRow):
    """`while_away`: given by a fall-back because everybody was away; ends when the first of them is back earlier."""

    content_object = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente", related_name="role_rows")
    while_away = models.BooleanField("neemt waar zolang iedereen weg is", default=False)

    class Meta(RoleRow.Meta):
        constraints = [
            *RoleRow.Meta.constraints,
            models.CheckConstraint(
                name="municipalityrole_while_away_ends",
                condition=Q(while_away=False) | Q(deputy=True, valid_until__isnull=False),
            ),
        ]


class DistrictRole(RoleRow):
    content_object = models.ForeignKey(District, models.PROTECT, verbose_name="district", related_name="role_rows")


class RegionRole(RoleRow):
    content_object = models.ForeignKey(Region, models.PROTECT, verbose_name="regio", related_name="role_rows")


class ServiceAreaRole(RoleRow):
    content_object = models.ForeignKey(
        ServiceArea, models.PROTECT, verbose_name="verzorgingsgebied", related_name="role_rows"
    )


class OrganisationRole(RoleRow):
    content_object = models.ForeignKey(
        "municipalities.Organisation", models.PROTECT, verbose_name="organisatie", related_name="role_rows"
    )


@dataclass(frozen=True, slots=True)
class Administered:
    """The ids of the areas that an administrator looks after, and of the organisations that she keeps."""

    regions: frozenset[int]
    districts: frozenset[int]
    municipalities: frozenset[int]
    service_areas: frozenset[int]
    organisations: frozenset[int] = frozenset()

    def has(self, area: models.Model) -> bool:
        """Whether `area` is among them."""
        match area:
            case Municipality():
                return area.pk in self.municipalities
            case District():
                return area.pk in self.districts
            case Region():
                return area.pk in self.regions
            case ServiceArea():
                return area.pk in self.service_areas
            case _ if area._meta.label_lower == "municipalities.organisation":  # its module imports this one
                return area.pk in self.organisations
            case _:
                return False


def administered_by(user_id: int | None, on: date) -> Administered:
    """What somebody administers that day: the areas of the regions on which the role is held. Five queries."""
    rows = RegionRole.objects.on(on).filter(user=user_id, permission__codename=Role.APP_ADMIN, user__is_active=True)
    regions = frozenset(rows.values_list("content_object_id", flat=True))
    places = RegionMembership.objects.on(on).filter(area__in=regions).values_list("municipality_id", flat=True)
    municipalities = frozenset(places)
    cared_for = ServiceAreaMembership.objects.on(on).filter(municipality__in=municipalities)
    looked_after = Administered(
        regions=regions,
        districts=frozenset(District.objects.filter(region__in=regions).values_list("pk", flat=True)),
        municipalities=municipalities,
        service_areas=frozenset(cared_for.values_list("area_id", flat=True)),
    )
    # Its module imports this one.
    organisations: Any = OrganisationRole._meta.get_field("content_object").related_model
    kept = organisations.objects.kept_by(looked_after)
    return replace(looked_after, organisations=frozenset(kept.values_list("pk", flat=True)))


def reach_by_administration(actor: Actor, area: models.Model) -> set[str]:
    """ADMINISTERED when the actor administers `area` today."""
    inside = administered_by(actor.user_id, timezone.localdate()).has(area)
    return {AreaReach.ADMINISTERED} if inside else set()


def administers_all_of(actor: Actor, user_id: int, role: str, on: date) -> bool:
    """Whether the actor administers every municipality and service area in which somebody has `role` that day or later."""
    areas = [
        row.content_object
        for table in (MunicipalityRole, ServiceAreaRole)
        for row in table.objects.not_ended(on)
        .filter(user=user_id, permission__codename=role)
        .select_related("content_object")
    ]
    administered = administered_by(actor.user_id, timezone.localdate())
    return bool(areas) and all(administered.has(area) for area in areas)
