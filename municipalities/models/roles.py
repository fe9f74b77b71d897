"""Role rows: who does what, where, from when until when.

The shape is that of django-guardian's direct-foreign-key permissions, one table per kind of area; the row carries its
own period and whether it is held as deputy. Only `municipalities/roles.py` reads and writes these tables: guardian's
own functions know no periods, so an expired row would count for them.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import models
from guardian.models import UserObjectPermissionBase

from core.walls import Open
from municipalities.codes import Role

from .areas import District, Municipality, Region, ServiceArea
from .organisations import Organisation
from .periods import Dated, DatedQuerySet, in_order, no_overlap


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


class MunicipalityRole(RoleRow):
    content_object = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente", related_name="role_rows")


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
        Organisation, models.PROTECT, verbose_name="organisatie", related_name="role_rows"
    )
