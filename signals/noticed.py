"""What was noticed in a signal, in words: for what leaves it, and for whoever else may see it. Only what stands today."""

from .held import held_rows
from .indicators import by_group
from .models import Signal, Situation


def indicators_in_words(signal: Signal) -> str:
    """A line for each group of characteristics, "" when there are none; of a signal that has passed its own gate."""
    rows = [(one.code, one.basis, one.text or "") for one in held_rows(signal)["indicators"]]
    return "\n".join(f"{group.label}: {'; '.join(said)}" for group, said in by_group(rows))


def situations_in_words(signal: Signal) -> str:
    """A line for each situation with all that is known of it, "" when there are none."""
    return "\n".join(_told(one) for one in held_rows(signal)["situations"])


def _told(one: Situation) -> str:
    known = ", ".join(
        filter(None, (one.suspected.lower(), one.get_basis_display().lower(), one.get_confidence_display().lower()))
    )
    return f"{one} ({known}){f': {one.note}' if one.note else ''}"
