"""Browsers for tests."""

from typing import Any

from django.db import connection
from django.test import Client

from accounts.models import User
from core import walls
from municipalities.roles import actor_for


class OutsideClient(Client):
    """A client whose requests begin as in production: without the context that the test itself holds."""

    def request(self, **request: Any) -> Any:
        if not connection.in_atomic_block:
            return super().request(**request)
        with walls.context(walls.NO_CONTEXT):
            return super().request(**request)

    @property
    def hat(self) -> str:
        """The role under which the next request acts: the chosen one, else the first that the user holds."""
        user = User.objects.get(pk=self.session["_auth_user_id"])
        return actor_for(user, self.session.get("hat", "")).hat

    def wear(self, hat: str) -> None:
        """From the next request on, act under this role."""
        session = self.session
        session["hat"] = hat
        session.save()
