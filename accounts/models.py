"""Who signs in: a person with an e-mail address as name; beside it what the throttle counts (throttle.py, devices.py).

A user carries no power of its own. There is no superuser flag, no staff flag and no group: what somebody may do comes
from dated role rows (municipalities/roles.py) and from nothing else.
"""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower

from core.access import Actor, Reach
from core.walls import Open

from .querysets import UserManager


class User(AbstractBaseUser):  # type: ignore[django-manager-missing]  # the manager of an untyped package
    """One person. `email` is stored in lower case, so that one address can never be two people."""

    email = models.EmailField("e-mailadres", unique=True)
    full_name = models.CharField("naam", max_length=150)
    function_title = models.CharField("functie", max_length=150, blank=True)
    phone = models.CharField("telefoonnummer", max_length=40, blank=True)
    is_active = models.BooleanField("actief", default=True)
    created_at = models.DateTimeField("gemaakt op", auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    wall = Open(reason="Who works with this system; says nothing about a signal, a case or a client.")
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_email_lower_case", condition=models.Q(email=Lower("email"))),
            models.CheckConstraint(name="user_has_a_name", condition=~models.Q(full_name="")),
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
