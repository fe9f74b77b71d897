"""What is written down before there is a signal, and by who sent one afterwards."""

import uuid
from typing import Any

from municipalities.roles import actor_for
from signals import operations
from signals.wizard import NOTE
from tests.support.world import World

from .rows import CARE, OFFICERS, PARTNERS, Row
from .signals import submission


def cut_off(world: World) -> list[Any]:
    """A short note of Wilma's that was not sent."""
    actor = actor_for(world.wilma)
    draft = operations.start_draft(actor=actor, municipality=world.goes, key=uuid.uuid4())
    return [operations.save_draft(draft, actor=actor, step=NOTE, fields={"facts": "Hij belt."}).pk]


ROWS = {
    "signals:draft-note": Row(
        open_to=frozenset({"Wilma"}), absent_for=(OFFICERS | CARE) - {"Wilma"}, about=cut_off, methods=("get", "post")
    ),
    "signals:flag-danger": Row(
        open_to=frozenset({"Hanna"}), absent_for=PARTNERS, about=submission, methods=("get", "post")
    ),
}
