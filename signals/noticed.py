"""What was noticed in a signal, in words: for what leaves it, and for whoever else may see it. Only what stands today."""

from .indicators import by_group
from .models import Signal, SignalIndicator, Situation


def indicators_in_words(signal: Signal) -> str:
    """A line for each group of characteristics, "" when there are none; of a signal that has passed its own gate."""
    rows = [(one.code, one.basis, one.text or "") for one in _of(signal)[0]]
    return "\n".join(f"{group.label}: {'; '.join(said)}" for group, said in by_group(rows))


def situations_in_words(signal: Signal) -> str:
    """A line for each situation with all that is known of it, "" when there are none."""
    return "\n".join(_told(one) for one in _of(signal)[1])


def _told(one: Situation) -> str:
    known = f"{one.get_basis_display().lower()}, {one.get_confidence_display().lower()}"
    return f"{one} ({known}){f': {one.note}' if one.note else ''}"


def _of(signal: Signal) -> tuple[list[SignalIndicator], list[Situation]]:
    """Both, asked once for this object: a form asks its fields for their text several times. An operation locks a fresh one."""
    kept: tuple[list[SignalIndicator], list[Situation]] | None = vars(signal).get("_noticed")
    if kept is None:
        kept = (
            list(SignalIndicator.objects.of(signal).filter(withdrawn_at__isnull=True)),
            list(Situation.objects.of(signal).filter(ended_at__isnull=True)),
        )
        vars(signal)["_noticed"] = kept
    return kept
