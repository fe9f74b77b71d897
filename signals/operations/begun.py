"""A *doormelding* that is being filled in: kept for who does, until she sends it, throws it away or its term is over.

Nothing of it leaves, and it holds no right: who goes on with it passes everything again that a new one passes. As of a draft
of the wizard, a page that was opened before another window saved the same one is refused, and so is what comes in late.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from audit.operation import changing, operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import NotVisible, WrongState
from core.unit import once
from signals.events import SignalEvent
from signals.models import BegunHandover, Handover, Signal, part_of
from signals.policies import SignalAction
from signals.workflow import SIGNAL

from .drafts import SavedElsewhere, is_late

# Of one signal, by one person: more is no work any more.
MOST_BEGUN = 10
ENOUGH = f"U begon voor dit signaal al {MOST_BEGUN} doormeldingen. Verstuur er eerst een, of gooi er een weg."
SENT = "Deze doormelding is al verstuurd. Wat u daarna typte, is niet bewaard. Begin zo nodig een nieuwe."


@dataclass(frozen=True, slots=True)
class Begun:
    """What was filled in. `key`: of the handover that it becomes; `typed`, `lines`: see the model.

    `to`: what the chosen receiver is called, "" while there is none; `shown`: the key of the shown page; `saved`: how often it had been saved when that page was shown; `at`: when it was typed,
    in milliseconds, where the page keeps itself, as `typed` of `save_draft`.
    """

    key: uuid.UUID
    typed: Mapping[str, Sequence[str]]
    lines: Mapping[str, Sequence[str]]
    shown: uuid.UUID
    saved: int = 0
    at: int | None = None
    to: str = ""

    def answers(self) -> dict[str, object]:
        """As they are stored."""
        return {
            "typed": {name: list(texts) for name, texts in self.typed.items()},
            "lines": {code: list(line) for code, line in self.lines.items()},
            "at": self.at,
            "to": self.to,
        }


@operation(SignalAction.KEEP_HANDOVER)
def keep_handover(*, actor: Actor, signal: Signal, begun: Begun) -> BegunHandover:
    """Keep it, over what was kept of the same one before.

    Raises SavedElsewhere when another window was first, or something newer, WrongState when it was sent meanwhile or nothing of the signal may be
    handed over now.
    """
    once(begun.key)
    # Locked and read again: a colleague may close it at this moment, and then nothing of it stays behind.
    signal = Signal._base_manager.select_for_update(of=("self",)).get(pk=signal.pk)
    if why_not := SIGNAL.why_not(SignalAction.HAND_OVER, signal):
        raise WrongState(why_not)
    if Handover.objects.of(signal).filter(pk=begun.key).exists():
        raise WrongState(SENT)
    there = BegunHandover._base_manager.filter(pk=begun.key).first()
    if there is None:
        return _begin(actor, signal, begun)
    if (there.signal_id, there.author_id, there.hat) != (signal.pk, actor.user_id, actor.hat):
        raise NotVisible
    with changing(there) as row:
        again = row.shown == begun.shown
        if (again and is_late(row.answers["at"], begun.at)) or not (again or row.saved == begun.saved):
            message = "Er is niets overschreven. Kijk eerst wat er nu staat."
            raise SavedElsewhere(message)
        row.answers, row.shown, row.saved = begun.answers(), begun.shown, row.saved + 1
        row.saved_at = timezone.now()
        # That it was begun stands in the log; every pause in the typing would fill the page of who looked.
        record_view(SignalEvent.VIEWED, signal, actor=actor, purpose="Doorgeven")
    return row


def _begin(actor: Actor, signal: Signal, begun: Begun) -> BegunHandover:
    if BegunHandover.objects.visible_to(actor).filter(signal=signal).count() >= MOST_BEGUN:
        raise WrongState(ENOUGH)
    row = BegunHandover(
        **part_of(signal),
        id=begun.key,
        author_id=actor.person_id,
        hat=actor.hat,
        answers=begun.answers(),
        shown=begun.shown,
        saved=1,
        saved_at=timezone.now(),
    )
    row.save(force_insert=True)
    record(SignalEvent.HANDOVER_BEGUN, row, actor=actor)
    return row


@operation(SignalAction.KEEP_HANDOVER)
def drop_begun(begun: BegunHandover, *, actor: Actor, seen: int) -> BegunHandover:
    """She who began it throws it away. `seen`: its version as she saw it; what she kept since is not thrown away unseen."""
    if begun.version != seen:
        message = "Er is niets weggegooid. Kijk eerst wat er nu staat."
        raise SavedElsewhere(message)
    record(SignalEvent.HANDOVER_DROPPED, begun, actor=actor)
    BegunHandover.objects.of(begun.signal).filter(pk=begun.pk).delete()
    return begun


@operation(SignalAction.EXPIRE_DRAFT)
def expire_begun(begun: BegunHandover, *, actor: Actor) -> BegunHandover:
    """Delete one that nobody went on with."""
    record(SignalEvent.DRAFT_EXPIRED, begun, actor=actor)
    BegunHandover.objects.of(begun.signal).filter(pk=begun.pk).delete()
    return begun


def forget_begun(signal: Signal, key: uuid.UUID | None = None) -> None:
    """What became a handover, by its `key`, or all that anybody began of it: nothing leaves it any more. A step of an operation."""
    rows = BegunHandover.objects.of(signal)
    (rows.filter(pk=key) if key else rows).delete()
