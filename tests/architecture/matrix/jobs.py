"""Jobs: whoever asked for one follows it, and nobody else."""

from typing import Any

from jobs.operations import enqueue
from tests.support.world import World

from .rows import EVERYBODY, Row


def asked_by_wilma(world: World) -> list[Any]:
    return [enqueue("jobs.clear", owner_id=world.wilma.pk).pk]


ROWS = {
    "jobs:progress": Row(
        open_to=frozenset({"Wilma"}), absent_for=EVERYBODY - frozenset({"Wilma"}), about=asked_by_wilma
    )
}
