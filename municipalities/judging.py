"""What every judgement afterwards of a privacy officer must hold."""

from core.errors import Invalid

from .codes import Verdict


def demand_reason(verdict: Verdict, reason: str) -> None:
    """Raise Invalid, at `reason`, where something is not in order and nobody says what."""
    if verdict == Verdict.NOT_FINE and not reason.strip():
        raise Invalid({"reason": ["Schrijf op wat er niet in orde is."]})
