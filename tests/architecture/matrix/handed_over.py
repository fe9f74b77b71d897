"""What was handed over, on the side of who sent it and on that of its receiver."""

import io
import uuid
from dataclasses import replace
from typing import Any

import pikepdf

from core.access import SYSTEM
from municipalities.roles import actor_for
from signals import operations
from signals.letters import letter_about
from signals.models import Handover
from signals.operations.begun import Begun
from tests.factories import signals as make
from tests.support.world import World

from .rows import CARE, GOES, OTHER_OFFICERS, PARTNERS, Row
from .signals import handled, handover

_FORM = Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=handover, methods=("get", "post"))


def with_file(world: World) -> list[Any]:
    """One to the inspectorate, with one file."""
    signal = make.handled(world.goes, world.wilma)
    file = operations.accept_file(make.attached(signal, actor_for(world.wilma)), actor=SYSTEM, made=make.CLEANED)
    fields = ["place", f"file-{file.pk}"]
    return [make.handed_over(signal, actor_for(world.wilma), world.inspectorate, fields=fields).pk, 1]


def begun(world: World) -> list[Any]:
    """Begun by Wilma, and not sent."""
    signal, given = make.handled(world.goes, world.wilma), Begun(uuid.uuid4(), {}, {}, uuid.uuid4())
    return [operations.keep_handover(actor=actor_for(world.wilma), signal=signal, begun=given).pk]


def with_letter(world: World) -> list[Any]:
    """Its letter was made."""
    [pk] = handover(world)
    made, empty = Handover._base_manager.get(pk=pk), io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(empty)
    operations.store_letter(made, actor=actor_for(world.wilma), pdf=empty.getvalue(), about=letter_about(made))
    return [pk]


ROWS = {
    "signals:lock-letter": replace(_FORM, about=with_letter),
    "signals:keep-handover": replace(_FORM, about=handled, methods=("post",)),
    "signals:begun-discard": Row(
        open_to=frozenset({"Wilma"}),
        absent_for=(GOES | OTHER_OFFICERS | CARE) - {"Wilma"},
        about=begun,
        methods=("get", "post"),
    ),
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
