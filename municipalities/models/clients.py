"""The program of a partner: it signs in by itself and acts for its organisation."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from oauth2_provider.models import AbstractApplication

from core.walls import Open

from .organisations import Organisation


class ApiClient(AbstractApplication):  # type: ignore[misc]  # the package has no types
    """One program of one organisation, with the scopes it was given. Its secret is stored hashed."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="clients")
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    last_used_at = models.DateTimeField(null=True, blank=True)

    wall = Open(reason="read to find out which organisation a program acts for; holds no content")

    class Meta(AbstractApplication.Meta):  # type: ignore[misc]  # as above
        swappable = "OAUTH2_PROVIDER_APPLICATION_MODEL"
        verbose_name = "koppeling"
        verbose_name_plural = "koppelingen"

    def __str__(self) -> str:
        return str(self.name)
