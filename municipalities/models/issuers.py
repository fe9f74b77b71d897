"""Whose people sign in by an issuer (accounts/issuers.py): those of one or more municipalities, or of an organisation."""

from django.db import models

from accounts.models import Issuer
from core.walls import Open

from .areas import Municipality
from .organisations import Organisation


class IssuerArea(models.Model):
    """This issuer speaks for who works for this municipality, or for this organisation."""

    wall = Open(reason="which sign-in screen is whose; read before anybody is known")
    issuer = models.ForeignKey(Issuer, models.CASCADE, related_name="areas")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name="gemeente", related_name="issuers", null=True
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="organisatie", related_name="issuers", null=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="issuerarea_is_one_of_two",
                condition=models.Q(municipality=None, organisation__isnull=False)
                | models.Q(municipality__isnull=False, organisation=None),
            ),
            models.UniqueConstraint(
                name="issuerarea_once", fields=["issuer", "municipality", "organisation"], nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer_id} for {self.municipality_id or self.organisation_id}"
