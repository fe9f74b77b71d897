"""Browsers for tests."""

from typing import Any

from django.db import connection
from django.test import Client

from core import walls


class OutsideClient(Client):
    """A client whose requests begin as in production: without the context that the test itself holds."""

    def request(self, **request: Any) -> Any:
        if not connection.in_atomic_block:
            return super().request(**request)
        with walls.context(walls.NO_CONTEXT):
            return super().request(**request)

    def wear(self, hat: str) -> None:
        """From the next request on, act under this role."""
        session = self.session
        session["hat"] = hat
        session.save()
