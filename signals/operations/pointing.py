"""Words that point to data that may not go on by themselves, in what is about to leave: the officer says why they stay, or takes them out.

The last check of a handover by name asks it of each word (withheld.py), a tip of each piece of its text; a move, what a second
municipality sees and a paragraph for a screening table ask it once, for all of it. That they stayed, and why, stands in the log.
"""

from collections.abc import Collection, Iterable

from audit.recording import record
from core.access import Actor
from core.errors import Invalid
from signals.anonymising import Pointed, Pointing
from signals.events import SignalEvent
from signals.last_check import POINTING_WHY, Settled, pointing_of, why_not_left
from signals.models import Signal
from signals.sharing_codes import PERMISSION


def demand_pointing_told(
    signal: Signal, texts: Iterable[tuple[str, str, str]], *, actor: Actor, why: str, permitted_by: str
) -> bool:
    """As `demand_reason`, and record that such a word stayed. Whether police data leave by that: words that stay by leave."""
    if found := demand_reason(texts, why=why, permitted_by=permitted_by):
        record_left(signal, found, actor=actor, why=why)
    return _by_leave(found, why)


def demand_reason(texts: Iterable[tuple[str, str, str]], *, why: str, permitted_by: str) -> list[Pointed]:
    """Such words in (where it stands, what it says, whose data that is).

    Raises Invalid, at POINTING_WHY, unless `why` says that they stay; at `permitted_by` for one of the police that stays by leave of
    nobody in particular.
    """
    found = [(where, one) for where, text, origin in texts for one in pointing_of(text, origin)]
    if not found:
        return []
    if told := why_not_left(found, why):
        raise Invalid({POINTING_WHY: [told]})
    left = [one for _, one in found]
    if _by_leave(left, why) and not permitted_by.strip():
        raise Invalid({"permitted_by": [PERMISSION]})
    return left


def _by_leave(found: Collection[Pointed], why: str) -> bool:
    return why == Settled.AGREED and any(one.kind is not Pointing.MMA for one in found)


def record_left(signal: Signal, found: Collection[Pointed], *, actor: Actor, why: str) -> None:
    """That they stayed: which kinds of words, and the code of the reason; nothing of the text."""
    detail = {"words": sorted({one.kind.value for one in found}), "why": Settled(why).value}
    record(SignalEvent.POINTING_LEFT, signal, actor=actor, detail=detail)
