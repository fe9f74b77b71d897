"""Playing the steps of stories/steps_between.py: the real operations, as play.py does for the others."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from functools import singledispatch
from typing import TYPE_CHECKING

from core import walls
from core.errors import WrongState
from municipalities.codes import Role
from signals import operations
from signals.calling import Caller
from signals.codes import Answered, HandoverKind, HandoverMethod, LegalGround, Outcome
from signals.comparing import items_of
from signals.models import Concern, SharedSignal, Submission
from signals.operations.asking_back import AskedBack
from signals.operations.begun import Begun
from signals.operations.comparing import AskedElsewhere, tell_hits
from signals.operations.concerning import AskedConcern
from signals.operations.danger import Danger
from signals.operations.flagging import Flag
from signals.operations.moving import OfferedMove
from signals.shared_texts import SharedText

from . import people
from .partners import DESKS, NEEDED
from .stories import steps_between as s

if TYPE_CHECKING:
    from core.access import Actor

    from .play import Player

_WHY = "a story reads its own rows while the demo world is built"


@singledispatch
def do(step: object, _player: Player) -> None:
    """Do one step."""
    raise NotImplementedError(type(step).__name__)  # a step that was told and that nobody plays


@do.register(s.MoveAsked)
def _(step: s.MoveAsked, player: Player) -> None:
    key, place = player.key("move"), player.world.municipalities[step.municipality]
    operations.offer_move(player.signal, actor=player.officer, offered=OfferedMove(key, place, step.why, ()))


@do.register(s.ShareAsked)
def _(step: s.ShareAsked, player: Player) -> None:
    place = player.world.municipalities[step.municipality]
    asked = AskedConcern(player.key("share", step.municipality), place, step.why, _told(step.parts))
    operations.concern_also(player.signal, actor=player.officer, asked=asked)


@do.register(s.ShareAccepted)
def _(_step: s.ShareAccepted, player: Player) -> None:
    there, shared = _other_side(player)
    operations.accept_concern(actor=there, shared=shared)


@do.register(s.WroteAlong)
def _(step: s.WroteAlong, player: Player) -> None:
    there, shared = _other_side(player)
    operations.write_along(actor=there, on=shared, key=player.key("line", step.ago), text=step.text)


@do.register(s.SharedMore)
def _(step: s.SharedMore, player: Player) -> None:
    operations.share_more(_concern(player), actor=player.officer, parts=_told(step.parts))


@do.register(s.InDanger)
def _(step: s.InDanger, player: Player) -> None:
    called = dt.time.fromisoformat(step.called)
    danger = Danger(Answered.YES, player.world.date(step.ago), called, Caller.REPORTER)
    sent = Submission.objects.unscoped(reason=_WHY).get(signal=player.signal)
    flag = Flag(player.key("danger"), danger, step.call_back)
    operations.flag_danger(sent, actor=player.sender, flag=flag)


@do.register(s.KeptOut)
def _(step: s.KeptOut, player: Player) -> None:
    deputy = player.world.user(player.world.deputies[player.story.municipality])
    operations.exclude_colleague(player.signal, actor=player.officer, user_id=deputy.pk, why=step.why)


@do.register(s.RefusedByPhone)
def _(step: s.RefusedByPhone, player: Player) -> None:
    handover, refused = player.handovers[step.partner], (Outcome.REFUSED,)
    operations.record_answer(handover, actor=player.officer, outcomes=refused, text=step.why)


@do.register(s.AskedBack)
def _(step: s.AskedBack, player: Player) -> None:
    asked = AskedBack(step.text, player.key("back", step.partner))
    operations.ask_back(player.handovers[step.partner], actor=player.contact(step.partner), asked=asked)


@do.register(s.HandoverBegun)
def _(step: s.HandoverBegun, player: Player) -> None:
    typed: dict[str, list[str]] = {
        "anonymous": ["no"],
        "fields_shared": list(step.fields),
        "partner": [str(player.world.organisations[step.partner].pk)],
        "kind": [HandoverKind.INVESTIGATE],
        "purpose": [step.purpose],
        "ground": [LegalGround.PUBLIC_TASK],
        "to_function": [DESKS[step.partner]],
        "method": [HandoverMethod.INBOX],
        "necessity": [NEEDED],
    }
    begun = Begun(player.key("begun"), typed, {}, player.key("begun page"))
    operations.keep_handover(actor=player.officer, signal=player.signal, begun=begun)


@do.register(s.AskedElsewhere)
def _(step: s.AskedElsewhere, player: Player) -> None:
    there = items_of(player.signal, player.officer)
    asked = AskedElsewhere([item.key for item in there if item.words in step.things], step.why, player.key("elsewhere"))
    # The database writes down who asks, so nobody asks for everybody. It judges by its own clock whether comparing is on: a
    # world that is built on another day may go without.
    with suppress(WrongState), walls.context(walls.sign(player.officer)):
        operations.ask_elsewhere(player.signal, actor=player.officer, asked=asked)
    tell_hits(asked.key)


def _told(parts: s.Shared) -> list[SharedText]:
    return [SharedText(part.value, str(part.label), text) for part, text in parts]


def _concern(player: Player) -> Concern:
    found: Concern = Concern.objects.of(player.signal).select_related("signal").latest("offered_at")
    return found


def _other_side(player: Player) -> tuple[Actor, SharedSignal]:
    """The officer of the municipality that was asked, and what she sees."""
    concern = _concern(player)
    place = str(concern.other_municipality)
    there = player.world.actor(people.holder(Role.FOCAL_OFFICER, place), Role.FOCAL_OFFICER)
    rows = SharedSignal.objects.unscoped(reason=_WHY).select_related("municipality")
    return there, rows.get(concern_id=concern.pk)
