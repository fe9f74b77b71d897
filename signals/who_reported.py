"""Who reported, as one line that may go along in a *doormelding* by name: never unless she said yes and the officer ticked it.

Who said no or was not asked gives no line, so there is nothing to tick; and once she takes her yes back nothing more goes
to anybody. In a tip it never stands. On the sender's side the line is read by whoever may know who reported, and so is every
word that its receiver answered: what knows her may name her.
"""

import uuid
from collections.abc import Iterable, Sequence

from core.access import Actor, Reach, may

from .held import held_rows
from .models import Handover, HandoverAddition, Reporter, Signal
from .policies import SignalAction

# The code of its line; what is frozen names it so.
WHO = "reporter"
_HIDDEN = "Dit ging mee. Alleen wie het signaal behandelt, leest hier wat er stond."
# Of what was typed beside it, and of what its receiver answered.
MAY_NAME = "Wie het meldde, ging mee en kan hier genoemd zijn. Alleen wie het signaal behandelt, leest dit."
ASK_ABOUT_IT = f"{MAY_NAME} De aandachtsfunctionaris kan u vertellen wat u ervan moet weten."


def who_reported(signal: Signal) -> str:
    """Her name, her function and how she is reached, as the receiver reads it; "" unless her name may go along."""
    return next((line_of(row) for row in held_rows(signal)["reporters"] if row.may_be_named), "")


def line_of(row: Reporter) -> str:
    """All that tells who she is, in one line."""
    called = f"terugbellen op {row.call_back}" if row.call_back else ""
    return ", ".join(part for part in (row.name, row.function, row.contact, called) if part)


def may_read_all(handover: Handover, actor: Actor, additions: Iterable[HandoverAddition] | None = None) -> bool:
    """Whether everything that went, and was answered to it, may be read by this actor: its receiver, and who may know who reported.

    `additions`: what it was added to later; None when nobody read that yet.
    """
    if Reach.PARTNER in handover.reaches_of(actor) or may(actor, SignalAction.VIEW_REPORTER, handover.signal):
        return True
    return not _took_along(
        (handover, *(HandoverAddition.objects.of_handover(handover) if additions is None else additions))
    )


def that_may_name(
    signal: Signal, actor: Actor, handovers: Iterable[Handover], additions: Iterable[HandoverAddition]
) -> set[uuid.UUID]:
    """The handovers of a signal of which this actor reads no word that was typed: whoever reported went along. Asks nothing."""
    if may(actor, SignalAction.VIEW_REPORTER, signal):
        return set()
    later = {one.handover_id for one in additions if _took_along([one])}
    return {one.pk for one in handovers if one.pk in later or _took_along([one])}


def _took_along(given: Iterable[Handover | HandoverAddition]) -> bool:
    return any(code == WHO for one in given for code, _, _ in one.content or [])


def without_who(content: Sequence[Sequence[str]] | None) -> list[list[str]]:
    """The same lines for a reader who may not know who reported."""
    return [[code, label, _HIDDEN if code == WHO else text] for code, label, text in content or []]
