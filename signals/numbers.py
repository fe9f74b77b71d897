"""The numbers of signals and cases that a signal's text names, read well or misread."""

import re

from core.references import BODY, normalise

from .models import Signal

_SHAPE = re.compile(rf"(?<![\w-])[SC]-[A-Z0-9]{{{BODY}}}-[A-Z0-9](?![\w-])")


def numbers_in(signal: Signal) -> set[str]:
    """Those that can be numbers: their check sign is right."""
    return {number for found in _shaped(signal) if (number := normalise(found))}


def misread_in(signal: Signal) -> set[str]:
    """What was meant as the number of a signal and is none: somebody misread or mistyped a sign."""
    return {found for found in _shaped(signal) if found.startswith("S") and not normalise(found)}


def _shaped(signal: Signal) -> list[str]:
    text = f"{signal.facts}\n{signal.interpretation}\n{signal.already_done}"
    return _SHAPE.findall(text.upper())
