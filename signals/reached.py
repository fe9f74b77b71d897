"""How somebody is reached: a number, an e-mail address or words. A number that misses digits is told beside its field.

Such a field takes more than a number ("alleen appen, toestel 12"), so what it holds is kept as it was typed. Digits alone
that nobody can dial are most often a number with a digit left out, and nobody would ever reach who told them. A short
number within an office is one too, once it says what it is of. With direct danger nothing is in the way.
"""

import re

from django.core.exceptions import ValidationError

from .normal.numbers import is_short, phone

TOO_SHORT = (
    "Dit telefoonnummer mist cijfers: een nummer heeft er 10. Is het een kort nummer, zet er dan bij wat het is, bijvoorbeeld: "
    "toestel 1234."
)
_ALONE = re.compile(r"[\s\d+()./\-‐‑–—]+")
# Of a municipality: 14 and the area.
_MUNICIPAL = re.compile(r"\s*14\s*0\d{2,3}\s*")
# Amid words other digits may be hours, days or an extension; these can only begin a whole number.
_AMID = re.compile(r"(?<![\w+])(?:06|\+31|0031)(?:[ ()/\-‐‑–—]*\d)*")


def misses_digits(text: str) -> bool:
    """Whether a number in it can be dialled by nobody: all of the text, or a mobile or international one amid words."""
    if _ALONE.fullmatch(text):
        return any(map(str.isdigit, text)) and not _MUNICIPAL.fullmatch(text) and not _is_whole(text)
    return not all(map(_is_whole, _AMID.findall(text)))


def _is_whole(number: str) -> bool:
    return bool(phone(number)) and not is_short(number)


def reached_by(text: str, *, in_danger: bool, known: str = "") -> str:
    """What was typed. Raises ValidationError for a number that misses digits; not for what stood there already (`known`)."""
    if text != known and not in_danger and misses_digits(text):
        raise ValidationError(TOO_SHORT)
    return text
