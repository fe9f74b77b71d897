"""Code lists about accounts."""

from django.db import models


class IdentityCheck(models.TextChoices):
    """How an administrator made sure who asks for a new second step."""

    IN_PERSON = "in_person", "De persoon stond voor mij"
    VIDEO = "video", "Via een videogesprek, ik herkende de persoon"
    CALLED_BACK = "called_back", "Teruggebeld op het nummer dat al bekend was"


class Rhythm(models.TextChoices):
    """How often somebody wants a mail that counts what waits."""

    DAILY = "daily", "Elke werkdag"
    WEEKLY = "weekly", "Eén keer per week, op de eerste werkdag"
    NONE = "none", "Geen overzicht"
