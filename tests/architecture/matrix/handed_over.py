"""What was handed over, on the side of who sent it and on that of its receiver."""

from dataclasses import replace
from typing import Any

from core.access import SYSTEM
from municipalities.roles import actor_for
from signals import operations
from tests.factories import signals as make
from tests.support.world import World

from .rows import CARE, GOES, OTHER_OFFICERS, PARTNERS, Row
from .signals import handover

_FORM = Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=handover, methods=("get", "post"))


def with_file(world: World) -> list[Any]:
    """One to the inspectorate, with one file."""
    signal = make.handled(world.goes, world.wilma)
    file = operations.accept_file(make.attached(signal, actor_for(world.wilma)), actor=SYSTEM, made=make.CLEANED)
    fields = ["place", f"file-{file.pk}"]
    return [make.handed_over(signal, actor_for(world.wilma), world.inspectorate, fields=fields).pk, 1]


ROWS = {
    "signals:handed-file": Row(open_to=GOES | {"Philo"}, absent_for=OTHER_OFFICERS | CARE | {"Tirza"}, about=with_file),
    "signals:handed-over": Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=handover),
    # Of one by name: care coordination gives none.
    "signals:add-to-handover": replace(_FORM, absent_for=OTHER_OFFICERS),
    "signals:record-acceptance": _FORM,
    "signals:record-reminder": _FORM,
    "postbox:inbox": Row(open_to=PARTNERS),
    "postbox:handover": Row(open_to=frozenset({"Philo"}), absent_for=frozenset({"Tirza"}), about=handover),
    "postbox:accept": Row(
        open_to=frozenset({"Philo"}), absent_for=frozenset({"Tirza"}), about=handover, methods=("post",)
    ),
    "postbox:refuse": Row(
        open_to=frozenset({"Philo"}), absent_for=frozenset({"Tirza"}), about=handover, methods=("get", "post")
    ),
    "postbox:answer": Row(
        open_to=frozenset({"Philo"}), absent_for=frozenset({"Tirza"}), about=handover, methods=("get", "post")
    ),
}
