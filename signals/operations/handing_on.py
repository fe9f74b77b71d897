"""Work that goes to a colleague: of who left, is overloaded, or knows less of it."""

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid
from signals.events import SignalEvent
from signals.models import Signal
from signals.notices import tell_worker
from signals.policies import SignalAction
from signals.seeing import could_own
from signals.workflow import SIGNAL

from .owning import pass_to

NOT_HERE = "Deze collega kan dit signaal niet behandelen. Kies iemand anders."


def _is_theirs(signal: Signal, *, actor: Actor, to: int) -> bool:
    """Whether the signal is this colleague's already: a second click changes nothing."""
    if signal.owner_id != to:
        return False
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return True


@operation(SignalAction.HAND_ON, done_before=_is_theirs)
def hand_on(signal: Signal, *, actor: Actor, to: int) -> Signal:
    """Make somebody else (user id) the owner. Terms and everything that runs go on; the new owner is told.

    Raises Invalid when `to` does not work here today, or is kept from this dossier.
    """
    SIGNAL.move(signal, SignalAction.HAND_ON)
    if _is_theirs(signal, actor=actor, to=to):
        return signal
    if to not in could_own(signal):
        raise Invalid({"to": [NOT_HERE]})
    detail = {"from": signal.owner_id, "to": to}
    pass_to(signal, to)
    record(SignalEvent.HANDED_ON, signal, actor=actor, detail=detail)
    tell_worker(signal, actor=actor)
    return signal
