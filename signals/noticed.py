"""What was noticed in a signal, in words: for what leaves it, and for whoever else may see it. Only what stands today."""

from collections.abc import Iterable

from .held import held_rows
from .indicators import by_group
from .models import Signal, SignalIndicator, Situation


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
    return "\n".join(map(_told, standing))


def _told(one: Situation) -> str:
    known = f"{one.get_basis_display().lower()}, {one.get_confidence_display().lower()}"
    return f"{one} ({known}){f': {one.note}' if one.note else ''}"
