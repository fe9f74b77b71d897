"""What is past its day: the officer of the municipality and who watches over it, in Goes."""

from typing import Any

from signals import operations
from signals.models import ErasureLine
from tests.factories import retention as past
from tests.support.world import World

from .rows import GOES, OFFICERS, OTHER_OFFICERS, Row

_PRIVACY = frozenset({"Vince"})
_FORM = ("get", "post")


def signal(world: World) -> list[Any]:
    return [past.past_its_day(world).pk]


def erasure(world: World) -> list[Any]:
    return [past.put_forward(world, past.past_its_day(world)).pk]


def line(world: World) -> list[Any]:
    return [ErasureLine.objects.unscoped(reason="test").get(erasure=erasure(world)[0]).pk]


def hold(world: World) -> list[Any]:
    return [operations.hold_signal(actor=past.officer(world), longer=past.longer(past.past_its_day(world))).pk]


ROWS: dict[str, Row] = {
    "signals:retention": Row(open_to=OFFICERS | _PRIVACY),
    "signals:approve-erasure": Row(open_to=OFFICERS, methods=("post",)),
    "signals:erasure": Row(open_to=GOES | _PRIVACY, absent_for=OTHER_OFFICERS, about=erasure),
    "signals:agree-erasure": Row(open_to=_PRIVACY, about=erasure, methods=("post",)),
    "signals:hold": Row(open_to=GOES, absent_for=OTHER_OFFICERS | _PRIVACY, about=signal, methods=_FORM),
    "signals:hold-by-number": Row(open_to=_PRIVACY, absent_for=OFFICERS, methods=_FORM),
    "signals:set-aside": Row(open_to=GOES | _PRIVACY, absent_for=OTHER_OFFICERS, about=line, methods=_FORM),
    "signals:end-hold": Row(open_to=GOES | _PRIVACY, absent_for=OTHER_OFFICERS, about=hold, methods=("post",)),
}
