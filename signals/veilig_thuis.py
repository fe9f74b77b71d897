"""Of which signals it is asked whether Veilig Thuis was called: as a condition of a list, and of one that was read already.

tests/signals/test_veilig_thuis.py holds the two against each other.
"""

from django.db.models import Exists, OuterRef, Q

from core.access import NOBODY, Actor

from .calling import is_silent
from .codes import Answered
from .models import Decision, Signal
from .workflow import OPEN_STATES


def asks_veilig_thuis(_actor: Actor = NOBODY) -> Q:
    """Somebody under 18 is involved, or may be, or was judged to be; nobody said whether Veilig Thuis was called."""
    rows = Decision.objects.unscoped(reason="only whether there is one, of a signal that passed its gate")
    judged = Exists(rows.filter(signal=OuterRef("pk"), minors=Answered.YES))
    return Q(~Q(minor=Answered.NO) | Q(judged), is_silent(), state__in=OPEN_STATES)


def still_asks_veilig_thuis(signal: Signal, *, judged: bool) -> bool:
    """The same of a signal that was read already. `judged`: whether a decision on it says that a minor is involved."""
    if signal.veilig_thuis == Answered.NO and signal.minor == Answered.YES:
        silent = not signal.veilig_thuis_not
    else:
        silent = signal.veilig_thuis == Answered.UNKNOWN
    return signal.is_open and silent and (signal.minor != Answered.NO or judged)
