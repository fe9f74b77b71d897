"""Asking whether something is known elsewhere: an officer about her own signal; the switch: the administrator of the region."""

from dataclasses import replace
from typing import Any

from municipalities.roles import actor_for
from signals.models import Signal
from tests.factories import comparing as make_comparing
from tests.factories import signals as make
from tests.support.world import World

from .rows import GOES, OTHER_OFFICERS, Row

_ADMINISTRATOR = frozenset({"Bo"})


def comparable(world: World) -> list[Any]:
    """With a plate, where it is switched on."""
    make_comparing.on(world)
    signal: Signal = make.handled(world.goes, world.wilma)
    return [make.mentioned(signal, actor_for(world.wilma), make_comparing.PLATE).pk]


def comparison(world: World) -> list[Any]:
    return [make_comparing.on(world).pk]


def ended_comparison(world: World) -> list[Any]:
    made = make_comparing.on(world)
    make_comparing.ended(world, made)
    return [made.pk]


_ASK = Row(open_to=GOES, absent_for=OTHER_OFFICERS, about=comparable, methods=("get", "post"))
_SWITCH = Row(open_to=_ADMINISTRATOR, methods=("get", "post"))

ROWS = {
    "signals:ask-elsewhere": _ASK,
    "signals:known-elsewhere": replace(_ASK, methods=("get",)),
    "signals:comparisons": Row(open_to=_ADMINISTRATOR | {"Vince"}),
    "signals:switch-comparison": _SWITCH,
    "signals:end-comparison": replace(_SWITCH, about=comparison),
}
