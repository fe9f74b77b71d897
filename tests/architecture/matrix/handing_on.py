"""Giving work to a colleague: whoever works on signals, of her own work."""

from typing import Any

from tests.factories import signals as make
from tests.support.world import World

from .rows import CARE, GOES, OFFICERS, OTHER_OFFICERS, Row


def handled(world: World) -> list[Any]:
    return [make.handled(world.goes, world.wilma).pk]


def owner(world: World) -> list[Any]:
    """Of one signal in Goes."""
    return [make.handled(world.goes, world.wilma).owner_id]


ROWS = {
    "signals:hand-on": Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=handled, methods=("get", "post")),
    "signals:owners": Row(open_to=OFFICERS | CARE),
    "signals:hand-on-many": Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=owner, methods=("get", "post")),
}
