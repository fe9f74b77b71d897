"""What was noticed in a signal, in words: for what leaves it, and for whoever else may see it. Only what stands today."""

from collections.abc import Iterable

from .held import held_rows
from .indicators import by_group
from .models import Signal, SignalIndicator, Situation
from .sharing_codes import HELD_BY_LAW


def indicators_in_words(signal: Signal) -> str:
    """A line for each group of characteristics, "" when there are none; of a signal that has passed its own gate."""
    return told_indicators(held_rows(signal)["indicators"])


def told_indicators(standing: Iterable[SignalIndicator]) -> str:
    """The same of rows that stand, of one signal."""
    rows = [(one.code, one.basis, one.text or "") for one in standing]
    return "\n".join(f"{group.label}: {'; '.join(said)}" for group, said in by_group(rows))


def situations_in_words(signal: Signal) -> str:
    """A line for each situation with all that is known of it, "" when there are none."""
    return told_situations(held_rows(signal)["situations"])


def told_situations(standing: Iterable[Situation]) -> str:
    """The same of rows that stand, of one signal."""
    return "\n".join(map(_marked, standing))


def _marked(one: Situation) -> str:
    """Who reads it beside the rest of the signal has to know whose it is where the law holds it back."""
    words = situation_in_words(one)
    return f"{words} [{one.get_provenance_display()}]" if one.provenance in HELD_BY_LAW else words


def situation_in_words(one: Situation) -> str:
    """One of them with all that is known of it."""
    known = ", ".join(
        filter(None, (one.suspected.lower(), one.get_basis_display().lower(), one.get_confidence_display().lower()))
    )
    return f"{one} ({known}){f': {one.note}' if one.note else ''}"
