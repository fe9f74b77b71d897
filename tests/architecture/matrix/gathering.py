"""What is gathered about a signal, and what a partner asks back about a handover."""

import uuid
from dataclasses import replace
from typing import Any

from municipalities.roles import actor_for
from signals import operations
from signals.models import Handover, HandoverQuestion
from signals.operations.asking_back import AskedBack
from tests.support.world import World

from .rows import CARE, GOES, OTHER_OFFICERS, Row
from .signals import _FORM, asked, attachment, follow, handover

_OF_ITEM = Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=asked, methods=("get", "post"))


def asked_back(world: World) -> list[Any]:
    """A question of the inspectorate."""
    [pk] = handover(world)
    sent = Handover.objects.unscoped(reason="test").get(pk=pk)
    philo = actor_for(world.person("Philo"))
    key = uuid.uuid4()
    operations.ask_back(sent, actor=philo, asked=AskedBack("Welk adres is het?", key))
    return [key]


def replied(world: World) -> list[Any]:
    """The same, answered."""
    [pk] = asked_back(world)
    question = HandoverQuestion.objects.unscoped(reason="test").get(pk=pk)
    return [operations.reply_to_partner(question, actor=actor_for(world.wilma), text="Op de hoek.").pk]


ROWS = {
    "postbox:ask-back": Row(
        open_to=frozenset({"Philo"}), absent_for=frozenset({"Tirza"}), about=handover, methods=("get", "post")
    ),
    "signals:reply-to-partner": Row(
        open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=asked_back, methods=("get", "post")
    ),
    "signals:correct-follow": Row(
        open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=follow, methods=("get", "post")
    ),
    "signals:correct-file": Row(
        open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=attachment, methods=("get", "post")
    ),
    "signals:note-call": replace(_FORM),
    "signals:take-out-bsn": replace(_FORM),
    "signals:note-consent": replace(_FORM),
    "signals:note-telling": replace(_FORM),
    "signals:record-finding": _OF_ITEM,
    "signals:expect-later": _OF_ITEM,
    "signals:withdraw-finding": _OF_ITEM,
}
