"""Whose people sign in by an issuer (accounts/issuers.py): those of one or more municipalities, or of an organisation."""

from django.db import models

from accounts.models import Issuer
from core.walls import Open

from .areas import Municipality
from .organisations import Organisation


class IssuerArea(models.Model):
    """This issuer speaks for who works for this municipality, or for this organisation.

    `colleagues_report`: who has no account yet gets one at the first sign-in, to report for this municipality and no more.
    """

    wall = Open(reason="which sign-in screen is whose; read before anybody is known")
    issuer = models.ForeignKey(Issuer, models.CASCADE, related_name="areas")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name="gemeente", related_name="issuers", null=True
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="organisatie", related_name="issuers", null=True
    )
    colleagues_report = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="issuerarea_is_one_of_two",
                condition=models.Q(municipality=None, organisation__isnull=False)
                | models.Q(municipality__isnull=False, organisation=None),
            ),
            models.CheckConstraint(
                name="issuerarea_reports_for_a_municipality",
                condition=models.Q(colleagues_report=False) | models.Q(municipality__isnull=False),
            ),
            models.UniqueConstraint(
                name="issuerarea_once", fields=["issuer", "municipality", "organisation"], nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer_id} for {self.municipality_id or self.organisation_id}"
