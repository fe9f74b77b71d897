"""Characters that nobody sees: they come along when text is pasted, or somebody puts them in to make it read otherwise.

A mark that turns the direction of writing shows `gpj.exe` as `exe.jpg`, a space without width keeps a name from being
found, a control character breaks a letter. They carry no meaning that a report needs, so they go where text comes in,
in forms and in the API alike (core/forms.py, core/parsing.py), and once more where it leaves as a PDF. Letters of
scripts that run from right to left stay, with the direction that they have by themselves.

Two characters without width do carry meaning: between letters of Arabic script, of Indic scripts and of their kin they
say whether letters join (a Persian name is misspelt without), and one of them makes several emoji one. There they stay.
Between Latin letters they say nothing and go, or "Win|dvaan" would not be found.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

_KEPT = "\t\n\r"
_CONTROL = {code: None for code in [*range(0x20), *range(0x7F, 0xA0)] if chr(code) not in _KEPT}
_BREAKS = dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n")
_UNSEEN = dict.fromkeys(
    [
        0x00AD,  # soft hyphen
        0x061C,  # direction of Arabic letters
        0x180E,
        0x200B,  # without width
        *(0x200E, 0x200F),  # left-to-right and right-to-left mark
        *range(0x202A, 0x202F),  # embeds and overrides a direction
        *range(0x2060, 0x2070),  # joiners and operators without shape; isolates a direction
        0xFEFF,  # mark of a byte order
        *range(0xFFF9, 0xFFFC),
        *(0xFFFE, 0xFFFF),  # no characters at all: a spreadsheet with one of them does not open
        *range(0xE0000, 0xE0080),  # invisible copies of letters
    ]
)
_TABLE: Mapping[int, str | None] = {**_CONTROL, **_UNSEEN, **_BREAKS}

_JOINING = "\u0600-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"  # Arabic to Myanmar, Khmer, Mongolian, Arabic forms
_EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_LONE_JOINER = re.compile(
    f"(?<![{_JOINING}])\u200c|\u200c(?![{_JOINING}])|(?<![{_JOINING}{_EMOJI}])\u200d|\u200d(?![{_JOINING}{_EMOJI}])"
)


def visible(text: str) -> str:
    """The text without what nobody sees; a line break of any kind is a line break."""
    return _LONE_JOINER.sub("", text.translate(_TABLE))


def visible_fields(data: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The fields of a form that was sent, each value as `visible` leaves it."""
    if isinstance(data, MultiValueDict):
        seen = QueryDict(mutable=True)
        for name, values in data.lists():
            seen.setlist(name, [visible(value) for value in values])
        return seen
    return None if data is None else visible_values(dict(data))


def visible_values[T](value: T) -> T:
    """The same value with every text in its lists and objects as `visible` leaves it."""
    match value:
        case str():
            return visible(value)  # type: ignore[return-value]  # of the same kind as the value
        case list():
            return [visible_values(one) for one in value]  # type: ignore[return-value]  # of the same kind as the value
        case dict():
            return {name: visible_values(one) for name, one in value.items()}  # type: ignore[return-value]  # of the same kind as the value
        case _:
            return value
