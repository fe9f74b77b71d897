"""Reports: made by who follows the whole area, read by who belongs to it once published."""

from typing import Any

from tests.factories import reports as make
from tests.support.world import World

from .rows import OFFICERS, Row

MAKERS = frozenset({"Daphne", "Lowie"})
READERS = frozenset({"Bente", "Jet"})


def drafted(world: World) -> list[Any]:
    return [make.drafted(world.zeeland, world.daphne).pk]


def published(world: World) -> list[Any]:
    return [make.published(world.zeeland, world.daphne, world.lowie).pk]


_FORM = ("get", "post")

ROWS = {
    "reports:own-figures": Row(open_to=OFFICERS),
    "reports:list": Row(open_to=MAKERS | READERS),
    "reports:new": Row(open_to=MAKERS, methods=_FORM),
    "reports:detail": Row(open_to=MAKERS | READERS, about=published),
    "reports:edit": Row(open_to=MAKERS, about=drafted, methods=_FORM),
    "reports:ask": Row(open_to=MAKERS, about=drafted, methods=("post",)),
    "reports:correct": Row(open_to=MAKERS, about=published, methods=_FORM),
    "reports:pdf": Row(open_to=MAKERS | READERS, about=published),
    "reports:tables": Row(open_to=MAKERS | READERS, about=published),
}
