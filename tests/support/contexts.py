"""Contexts for tests: everything, nobody, or one person."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection

from core import walls
from core.access import Actor

LIFETIME = timedelta(hours=1)
_EVERYWHERE = (
    "SELECT ARRAY(SELECT id FROM municipalities_municipality), ARRAY(SELECT id FROM municipalities_organisation)"
)


@contextmanager
def everywhere() -> Iterator[None]:
    """Every municipality, organisation and user that there is now, so that factories can write rows of any of them."""
    with connection.cursor() as cursor:  # nearly every test begins here: one statement, put together by nobody
        cursor.execute(_EVERYWHERE)
        places, partners = cursor.fetchone()
    token = walls.sign_all(
        user_id=walls.EVERYONE, content=places, governance=places, partners=partners, lifetime=LIFETIME
    )
    with walls.context(token):
        yield


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Exactly what this actor may reach, as in that person's request."""
    with walls.context(walls.sign(actor, LIFETIME)):
        yield actor
