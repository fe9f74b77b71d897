"""The text for an anonymous tip: written, and settled piece by piece, before anything of it can go along."""

from collections.abc import Collection

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.characters import visible
from signals.anonymising import Kept, unsettled
from signals.events import SignalEvent
from signals.models import Signal, TipText, part_of
from signals.policies import SignalAction
from signals.protecting import protected_in
from signals.workflow import SIGNAL


def _stands(signal: Signal, *, actor: Actor, text: str, kept: Collection[Kept]) -> bool:
    """Whether a second click says what stands there."""
    row = TipText.objects.of(signal).first()
    if row is None or row.text != visible(text).strip() or row.kept != _columns(row.text, kept):
        return False
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return True


@operation(SignalAction.WRITE_TIP, done_before=_stands)
def write_tip(signal: Signal, *, actor: Actor, text: str, kept: Collection[Kept]) -> Signal:
    """Keep this text, and what in it may stay (of which it forgets what does not stand in it any more).

    The log tells how much is left to settle, no word of the text.
    """
    SIGNAL.move(signal, SignalAction.WRITE_TIP)
    text = visible(text).strip()
    row = TipText.objects.of(signal).first() or TipText(**part_of(signal))
    row.text, row.kept = text, _columns(text, kept)
    row.written_at, row.author_id = timezone.now(), actor.person_id
    row.save()
    left = len(unsettled(text, protected_in(signal), kept))
    record(SignalEvent.TIP_WRITTEN, signal, actor=actor, detail={"left": left, "kept": len(row.kept)})
    return signal


def _columns(text: str, kept: Collection[Kept]) -> list[list[str]]:
    found = {(one.kind.value, one.text, one.reason.value) for one in kept if one.text in text}
    return [list(row) for row in sorted(found)]
