"""The code lists of what a signal mentions beside people, and of why two signals may be about the same.

As in codes.py: a stable English code, the Dutch label as it stands on screen.
"""

from django.db import models

from core.codes import Codes


class ThingKind(models.TextChoices):
    """What a signal can mention beside people."""

    COMPANY = "company", "Bedrijf"
    VEHICLE = "vehicle", "Voertuig"
    PHONE = "phone", "Telefoonnummer"
    PROFILE = "profile", "Website of profiel"
    ADDRESS = "address", "Adres"
    REFERENCE = "reference", "Zaaknummer bij een ander"


class Whose(Codes):
    """Of whom something is. What is of a possible victim or of the reporter never stands in an anonymous tip."""

    VICTIM = "victim", "Van een mogelijk slachtoffer"
    EXPLOITER = "exploiter", "Van een mogelijke uitbuiter of iemand die meewerkt"
    REPORTER = "reporter", "Van de melder"
    OTHER = "other", "Van iemand anders"
    UNKNOWN = "unknown", "Nog niet bekend van wie"


class Platform(Codes):
    """Where on the internet."""

    WEBSITE = "website", "Website of advertentie"
    INSTAGRAM = "instagram", "Instagram"
    FACEBOOK = "facebook", "Facebook"
    SNAPCHAT = "snapchat", "Snapchat"
    TIKTOK = "tiktok", "TikTok"
    TELEGRAM = "telegram", "Telegram"
    WHATSAPP = "whatsapp", "WhatsApp"
    X = "x", "X"
    OTHER = "other", "Ergens anders"


class MatchKind(models.TextChoices):
    """Why two signals may be about the same; what somebody reads who is shown that they are."""

    PERSON = "person", "zelfde naam"
    PERSON_SOUND = "person_sound", "naam die hetzelfde klinkt"
    PERSON_INITIALS = "person_initials", "zelfde voorletters en geboortejaar"
    COMPANY = "company", "zelfde bedrijf"
    COMPANY_NUMBER = "company_number", "zelfde KvK-nummer"
    PLATE = "plate", "zelfde kenteken"
    PHONE = "phone", "zelfde telefoonnummer"
    PROFILE = "profile", "zelfde website of profiel"
    REFERENCE = "reference", "zelfde zaaknummer bij een ander"
    ADDRESS = "address", "zelfde adres"
    STREET_NAME = "street_name", "zelfde straat"
    STREET = "street", "straat lijkt erop"
    STREET_CORE = "street_core", "straat lijkt erop"


# By these something may be the same; by the others it is, as far as what was written down is right.
_STREETS = (MatchKind.STREET_NAME, MatchKind.STREET, MatchKind.STREET_CORE)
UNSURE = frozenset({MatchKind.PERSON_SOUND, MatchKind.PERSON_INITIALS, *_STREETS})
