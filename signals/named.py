"""Which names the text of a signal seems to hold, and when that is asked about."""

from core.access import Actor, may
from municipalities.areas import every_name

from .models import Signal
from .naming import TEXTS, distinct, names_in
from .policies import SignalAction
from .workflow import SIGNAL


def names_offered(signal: Signal) -> list[str]:
    """The names and numbers that could be moved, each once. No query of its own (`every_name`)."""
    own = [signal.place, signal.company, signal.address or "", str(signal.municipality)]
    if not _names(signal, own):
        return []
    return _names(signal, [*own, *every_name()])


def asks_about_names(signal: Signal, actor: Actor) -> bool:
    """Whether a page offers to move names: to who may do so, and not while somebody is in danger and nothing was decided."""
    urgent = signal.is_acute and signal.decided_at is None
    allowed = SIGNAL.allows(SignalAction.MOVE_NAME, signal.state) and may(actor, SignalAction.MOVE_NAME, signal)
    return allowed and not urgent and bool(names_offered(signal))


def _names(signal: Signal, known: list[str]) -> list[str]:
    return distinct([found for name in TEXTS for found in names_in(getattr(signal, name), known)])
