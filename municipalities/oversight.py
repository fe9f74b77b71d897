"""Who watches over the log and the emergency accesses of which municipalities: the privacy officer, without any content.

Her list `oversees` opens no signal and no case. To read these she gets, for that alone, a context with that list: their
walls let it through (`Overseen`), and no wall of content does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from core import walls
from core.access import Actor

from .models import RegionMembership


def regions_overseen(actor: Actor, on: date) -> frozenset[int]:
    """The regions, by id, in which the municipalities lie that day that this actor oversees."""
    rows = RegionMembership.objects.on(on).filter(municipality__in=actor.oversees)
    return frozenset(rows.values_list("area_id", flat=True)) if actor.oversees else frozenset()


@contextmanager
def overseeing(actor: Actor) -> Iterator[None]:
    """Inside, the log and the emergency accesses of the municipalities that this actor oversees can be read."""
    with walls.context(walls.sign_all(user_id=actor.user_id, overseen=actor.oversees, excluded=actor.excluded)):
        yield
