"""Who watches over the log of which municipalities: the privacy officer, without any content.

Her list `oversees` opens no signal and no case. To read the log she gets, for that alone, a context in which her
municipalities count as governance: the wall of the log lets these through, and no wall of content does.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from core import walls
from core.access import Actor


@contextmanager
def watching(actor: Actor) -> Iterator[None]:
    """Inside, the log of the municipalities that this actor oversees can be read."""
    with walls.context(walls.sign_all(user_id=actor.user_id, governance=actor.oversees)):
        yield
