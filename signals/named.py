"""Which names, and numbers that do not belong there, the text of a signal seems to hold, and when that is asked about."""

from core.access import Actor, may
from core.bsn import bsns_in
from municipalities.areas import every_name

from .models import Signal
from .naming import TEXTS, distinct, names_in
from .policies import SignalAction
from .workflow import SIGNAL

# Where else a number may stand readable: with danger nothing stops it there either.
LINES = (
    *("place", "place_unknown", "company", "vehicle", "shift", "seen_when"),
    *("danger_not_called", "danger_over", "veilig_thuis_not"),
)


def names_offered(signal: Signal) -> list[str]:
    """The names and numbers that could be moved, each once. No query of its own (`every_name`)."""
    own = [signal.place, signal.company, signal.address or "", str(signal.municipality)]
    if not _names(signal, own):
        return []
    return _names(signal, [*own, *every_name()])


# What stands in the text where such a number was.
TAKEN_OUT = "[nummer weggehaald]"


def asks_about_names(signal: Signal, actor: Actor) -> bool:
    """Whether a page offers to move names: to who may do so, and not while somebody is in danger and nothing was decided."""
    urgent = signal.is_acute and signal.decided_at is None
    allowed = SIGNAL.allows(SignalAction.MOVE_NAME, signal.state) and may(actor, SignalAction.MOVE_NAME, signal)
    return allowed and not urgent and bool(asks_about_bsn(signal) or names_offered(signal))


def bsns_of(signal: Signal) -> list[str]:
    """The numbers in its text that could be a BSN, as they stand there, each once."""
    return list(dict.fromkeys(number for name in (*TEXTS, *LINES) for number in bsns_in(getattr(signal, name))))


def asks_about_bsn(signal: Signal) -> bool:
    """Whether a page tells of such a number by itself: where somebody was in danger nobody was asked as it was typed."""
    return bool((signal.is_acute or signal.danger_over) and bsns_of(signal))


def _names(signal: Signal, known: list[str]) -> list[str]:
    return distinct([found for name in TEXTS for found in names_in(getattr(signal, name), known)])
