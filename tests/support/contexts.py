"""Contexts for tests: everything, nobody, or one person."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from core import walls
from core.access import Actor
from municipalities.models import Municipality, Organisation

LIFETIME = timedelta(hours=1)


@contextmanager
def everywhere() -> Iterator[None]:
    """Every municipality, organisation and user that there is now, so that factories can write rows of any of them."""
    places = list(Municipality.objects.values_list("pk", flat=True))
    partners = list(Organisation.objects.values_list("pk", flat=True))
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
