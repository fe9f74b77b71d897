"""Who signs in: a person with an e-mail address as name; beside it what the throttle counts (throttle.py, devices.py), and
by which issuers people sign in (issuers.py).

A user carries no power of its own. There is no superuser flag, no staff flag and no group: what somebody may do comes
from dated role rows (municipalities/roles/) and from nothing else.
"""

import uuid
from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from core.access import Actor, Reach
from core.sealed import SealedTextField
from core.walls import Open

from .codes import Rhythm
from .querysets import IssuerQuerySet, UserManager


class User(AbstractBaseUser):  # type: ignore[django-manager-missing]  # the manager of an untyped package
    """One person. `email` is stored in lower case, so that one address can never be two people."""

    email = models.EmailField("e-mailadres", unique=True)
    full_name = models.CharField("naam", max_length=150)
    function_title = models.CharField("functie", max_length=150, blank=True)
    phone = models.CharField("telefoonnummer", max_length=40, blank=True)
    is_active = models.BooleanField("actief", default=True)
    created_at = models.DateTimeField("gemaakt op", auto_now_add=True)
    digest = models.CharField("overzicht per mail", max_length=10, choices=Rhythm, default=Rhythm.NONE)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    wall = Open(reason="Who works with this system; says nothing about a signal, a case or a client.")
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_email_lower_case", condition=models.Q(email=Lower("email"))),
            models.CheckConstraint(name="user_has_a_name", condition=~models.Q(full_name="")),
            models.CheckConstraint(name="user_digest_known", condition=models.Q(digest__in=Rhythm.values)),
        ]

    def __str__(self) -> str:
        return self.full_name

    def reaches_of(self, actor: Actor) -> set[str]:
        """How `actor` stands to this account."""
        return {Reach.MINE} if actor.user_id == self.pk else set()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        """The name as the frame shows it: "W. Windvaan"."""
        first, _, rest = self.full_name.partition(" ")
        return f"{first[:1]}. {rest}" if rest else first


class AttemptCount(models.Model):
    """How often something was tried, under a key that says nothing to who has no key of ours (throttle.py).

    No foreign key: an unknown sign-in name is counted as a known one is. Written over a connection of its own, so that
    neither a refused nor a broken request takes its attempt back.
    """

    key = models.CharField(max_length=64, unique=True)
    attempts = models.PositiveIntegerField(default=0)
    refused_until = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField()

    wall = Open(reason="Counts of attempts under keyed hashes; read before anybody is known.")

    def __str__(self) -> str:
        return f"{self.attempts} attempts"


class KnownDevice(models.Model):
    """A browser in which somebody has signed in fully; the id stands signed in its cookie (devices.py)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    used_at = models.DateTimeField(auto_now_add=True)

    wall = Open(reason="In which browsers somebody signed in: a number each, and when; read before anybody is known.")

    def __str__(self) -> str:
        return f"a browser of {self.user_id}"


class Issuer(models.Model):
    """The sign-in screen of a municipality or a partner (OpenID Connect); `municipalities` says whose it is.

    `url` is how it names itself in a token. `proofs`: what in a token shows a second factor, as "amr=mfa"; one is enough.
    The three endpoints and the two habits were read from it when it was registered, and change only by doing that again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("naam", max_length=150)
    url = models.CharField(max_length=500)
    client_id = models.CharField(max_length=200)
    client_secret = SealedTextField(label="accounts.issuer.client_secret")
    proofs = ArrayField(models.CharField(max_length=200))
    authorization_endpoint = models.CharField(max_length=500)
    token_endpoint = models.CharField(max_length=500)
    keys_endpoint = models.CharField(max_length=500)
    secret_in_header = models.BooleanField(default=True)
    names_itself = models.BooleanField(default=False)  # adds `iss` to the address of the return (RFC 9207)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    is_on = models.BooleanField(default=True)

    wall = Open(reason="By which screens people sign in; read before anybody is known. Its secret is sealed.")
    objects = IssuerQuerySet.as_manager()
    # What a sealed field and an event are bound to beside the row: an issuer belongs to no dossier of any municipality.
    municipality_id: int | None = None

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="issuer_period",
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(name="issuer_has_a_proof", condition=models.Q(proofs__len__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name

    def reaches_of(self, actor: Actor) -> set[str]:
        """Nobody stands to it in any way; commands on the server manage it."""
        return set()

    def is_running(self, on: date) -> bool:
        """Whether people sign in by it that day."""
        return self.is_on and self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


class IssuerDomain(models.Model):
    """Addresses that end in `@name` sign in by this issuer, and by no other."""

    name = models.CharField(max_length=200, unique=True)
    issuer = models.ForeignKey(Issuer, on_delete=models.CASCADE, related_name="domains")

    wall = Open(reason="Domains of organisations; read before anybody is known.")

    class Meta:
        constraints = [
            models.CheckConstraint(name="issuer_domain_lower_case", condition=models.Q(name=Lower("name"))),
        ]

    def __str__(self) -> str:
        return self.name


class Identity(models.Model):
    """Who somebody is to an issuer: `subject` never changes there, whatever becomes of the e-mail address."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    issuer = models.ForeignKey(Issuer, on_delete=models.CASCADE, related_name="identities")
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(auto_now_add=True)

    wall = Open(reason="A number of a colleague at her municipality; read before anybody is known.")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="identity_subject_once", fields=["issuer", "subject"]),
            models.UniqueConstraint(name="identity_user_once", fields=["issuer", "user"]),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.issuer_id}"


class Departure(models.Model):
    """Somebody was sent to an issuer and may come back once; what proves that it is she stands in her cookie.

    `way`: where signing in leads to. `carried`: a sealed form on its way through (carrying.py). `user`: who shows again
    that it is her; None for who signs in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    issuer = models.ForeignKey(Issuer, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True)
    way = models.TextField(blank=True)
    carried = models.TextField(blank=True)
    left_at = models.DateTimeField(auto_now_add=True)
    returned_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    wall = Open(reason="That somebody went to sign in elsewhere; read before anybody is known. A form in it is sealed.")

    def __str__(self) -> str:
        return f"to {self.issuer_id}"
