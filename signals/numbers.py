"""The numbers of signals and cases that a signal's text names, read well or misread."""

import re

from core.references import BODY, normalise, one_mistake_away

from .models import Signal

_SHAPE = re.compile(rf"(?<![\w-])[SC]-[A-Z0-9]{{{BODY}}}-[A-Z0-9](?![\w-])")


def numbers_in(signal: Signal) -> set[str]:
    """Those that can be numbers: their check sign is right."""
    return {number for found in _shaped(signal) if (number := normalise(found))}


def misread_in(signal: Signal) -> set[str]:
    """What was meant as the number of a signal and is none: somebody misread or mistyped a sign."""
    return {found for found in _shaped(signal) if found.startswith("S") and not normalise(found)}


def nearly_in(signal: Signal) -> set[str]:
    """The numbers that are one mistake away from what was meant as one, of a signal or a case."""
    misread = (found for found in _shaped(signal) if not normalise(found))
    return {number for found in misread for number in one_mistake_away(found)} - {signal.reference}


def names_any(signal: Signal) -> bool:
    """Whether its text names another dossier by its number, read well or not."""
    return bool(numbers_in(signal) - {signal.reference} or nearly_in(signal))


def _shaped(signal: Signal) -> list[str]:
    text = f"{signal.facts}\n{signal.interpretation}\n{signal.already_done}"
    return _SHAPE.findall(text.upper())
