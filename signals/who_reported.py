"""Who reported, as one line that may go along in a *doormelding* by name: never unless she said yes and the officer ticked it.

Who said no or was not asked gives no line, so there is nothing to tick; and once she takes her yes back nothing more goes
to anybody. In a tip it never stands. On the sender's side the line is read by whoever may know who reported.
"""

from collections.abc import Sequence

from core.access import Actor, Reach, may

from .held import held_rows
from .models import Handover, HandoverAddition, Reporter, Signal
from .policies import SignalAction

# The code of its line; what is frozen names it so.
WHO = "reporter"
_HIDDEN = "Dit ging mee. Alleen wie het signaal behandelt, leest hier wat er stond."
# Of what was typed beside it.
MAY_NAME = "Wie het meldde, ging mee en kan hier genoemd zijn. Alleen wie het signaal behandelt, leest dit."


def who_reported(signal: Signal) -> str:
    """Her name, her function and how she is reached, as the receiver reads it; "" unless her name may go along."""
    return next((line_of(row) for row in held_rows(signal)["reporters"] if row.may_be_named), "")


def line_of(row: Reporter) -> str:
    """All that tells who she is, in one line."""
    called = f"terugbellen op {row.call_back}" if row.call_back else ""
    return ", ".join(part for part in (row.name, row.function, row.contact, called) if part)


def may_read_all(handover: Handover, actor: Actor) -> bool:
    """Whether everything that went may be read by this actor: its receiver, and who may know who reported."""
    if Reach.PARTNER in handover.reaches_of(actor) or may(actor, SignalAction.VIEW_REPORTER, handover.signal):
        return True
    every = (handover, *HandoverAddition.objects.of_handover(handover))
    return not any(code == WHO for one in every for code, _, _ in one.content or [])


def without_who(content: Sequence[Sequence[str]] | None) -> list[list[str]]:
    """The same lines for a reader who may not know who reported."""
    return [[code, label, _HIDDEN if code == WHO else text] for code, label, text in content or []]
