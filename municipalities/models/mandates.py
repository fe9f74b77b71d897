"""What makes work arrive at the right desk: mandates, absences and who is called when nobody is there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.access import Actor, Reach
from core.walls import Open
from municipalities.codes import Role

from .areas import Municipality, Region
from .organisations import Organisation
from .periods import Dated, DatedQuerySet, in_order, no_overlap
from .roles import AreaReach, administers_all_of, reach_by_administration


class Mandate(Dated):
    """A municipality agreed that a care organisation coordinates care for its inhabitants.

    A care coordinator reaches a municipality's signals and cases only while such a row holds. Its end closes nothing.
    """

    wall = Open(reason="makes the context: a coordinator's content follows from it")
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente", related_name="mandates")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="zorgorganisatie", related_name="mandates"
    )
    document = models.CharField("vastgelegd in", max_length=200, help_text="Nummer of naam van het besluit.")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("mandate_period"),
            no_overlap(
                "municipality",
                "organisation",
                name="mandate_once",
                message="Voor deze periode is al een mandaat vastgelegd.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} aan {self.organisation_id} vanaf {self.valid_from}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """ADMINISTERED for an administrator of the municipality's region."""
        return reach_by_administration(actor, self.municipality)


class Absence(Dated):
    """Somebody is away in one of his roles; the deputy receives work and mail on those days.

    Without deputy they go to who else is there, or on along the chain (municipalities/duty.py).
    What the deputy may see does not follow from this row but from a role row of his own. `registered_by`: who wrote it down;
    somebody else than `user` where she fell ill.
    """

    wall = Open(reason="addresses work and mail of every role; holds days and a deputy, never a reason")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="afwezig", related_name="absences")
    role = models.CharField("rol", max_length=30, choices=Role)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="vervanger", null=True, related_name="absences_covered"
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="geregeld door", null=True, related_name="+"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("absence_period"),
            no_overlap("user", "role", name="absence_once", message="U bent in deze periode al afwezig gemeld."),
            models.CheckConstraint(
                name="absence_deputy_is_another",
                condition=~Q(user=F("deputy")),
                violation_error_message="Kies iemand anders als vervanger.",
            ),
            models.CheckConstraint(name="absence_has_last_day", condition=Q(valid_until__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} van {self.valid_from} tot en met {self.valid_until}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """MINE for the one who is away and for the deputy, who may have to register it for somebody who fell ill.

        ADMINISTERED for an administrator of every area in which that one has the role.
        """
        if actor.user_id in (self.user_id, self.deputy_id):
            return {Reach.MINE}
        inside = administers_all_of(actor, self.user_id, self.role, timezone.localdate())
        return {AreaReach.ADMINISTERED} if inside else set()

    @property
    def by_another(self) -> bool:
        """Whether somebody else wrote it down."""
        return self.registered_by_id not in (None, self.user_id)


class MunicipalityFallBack(Dated):
    """Whom the municipality named for when it has no focal officer and no deputy: that person appoints one."""

    wall = Open(reason="addresses what arrives where nobody is appointed; names a function holder only")
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente", related_name="fall_backs")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="persoon", related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("municipalityfallback_period"),
            no_overlap(
                "municipality",
                name="municipalityfallback_one",
                message="De gemeente heeft voor deze periode al een achtervang.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} voor {self.municipality_id} vanaf {self.valid_from}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """MINE for the person named, ADMINISTERED for an administrator of the municipality's region."""
        return ({Reach.MINE} if self.user_id == actor.user_id else set()) | reach_by_administration(
            actor, self.municipality
        )


class RegionFallBack(Dated):
    """Whom the region named as the last one: sees reference and municipality, and appoints.

    `municipality` holds a partner's signal whose place nobody can tell.
    """

    wall = Open(reason="addresses what arrives where nobody is appointed; names a function holder only")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="regio", related_name="fall_backs")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="persoon", related_name="+")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name="gemeente voor signalen zonder plaats", related_name="+"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("regionfallback_period"),
            no_overlap(
                "region", name="regionfallback_one", message="De regio heeft voor deze periode al een achtervang."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} voor {self.region_id} vanaf {self.valid_from}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """MINE for the person named, ADMINISTERED for an administrator of the region."""
        return ({Reach.MINE} if self.user_id == actor.user_id else set()) | reach_by_administration(actor, self.region)
