"""Named sets of users. A user row holds no case data, so this manager has no gate."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import BaseUserManager
from django.db import models

if TYPE_CHECKING:
    from .models import User


class UserManager(BaseUserManager["User"]):
    """Makes users. The address is folded to lower case and counts as verified: whoever makes the account vouches for it."""

    def create_user(self, email: str, full_name: str, password: str | None = None, **fields: str) -> "User":
        """A new user. Without `password` nobody can sign in with one until it is set by a reset."""
        user = self.model(email=email.strip().lower(), full_name=full_name, **fields)
        if password is None:
            user.set_unusable_password()
        else:
            user.set_password(password)
        user.save(using=self._db)
        EmailAddress.objects.using(self._db).create(user=user, email=user.email, primary=True, verified=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())

    def active(self) -> models.QuerySet["User"]:
        return self.filter(is_active=True)


class IssuerQuerySet(models.QuerySet[Any]):
    """By which screens people sign in."""

    def running(self, on: date) -> Self:
        """Those by which people sign in that day."""
        begun = self.filter(is_on=True, valid_from__lte=on)
        return begun.filter(models.Q(valid_until=None) | models.Q(valid_until__gte=on))
