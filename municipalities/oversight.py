"""Who watches over the log and the emergency accesses of which municipalities: the privacy officer, without any content.

Her list `oversees` opens no signal and no case. To read these she gets, for that alone, a context with that list: their
walls let it through (`Overseen`), and no wall of content does.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from core import walls
from core.access import Actor


@contextmanager
def overseeing(actor: Actor) -> Iterator[None]:
    """Inside, the log and the emergency accesses of the municipalities that this actor oversees can be read."""
    with walls.context(walls.sign_all(user_id=actor.user_id, overseen=actor.oversees, excluded=actor.excluded)):
        yield
