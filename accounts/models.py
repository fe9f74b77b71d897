"""Who signs in: a person with an e-mail address as name.

A user carries no power of its own. There is no superuser flag, no staff flag and no group: what somebody may do comes
from dated role rows (municipalities/roles.py) and from nothing else.
"""

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
