"""What a second municipality reads of a signal: each part as it stood when it was shared, whose data it holds, and when it came.

The rows of both sides keep it sealed, in one shape (`models.Concern.shared`), and both pages show it from here.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format

from .models import Concern, SharedSignal
from .sharing_codes import Provenance


@dataclass(frozen=True, slots=True)
class SharedText:
    """A part as the other reads it. `code`: which one it is, whatever it reads: a `SharedPart`, or that of a `Portable`.

    `origins`: of whom it does not go on by itself, the strictest last. `added_on`: the day on which it was shared, where that was
    later than the rest.
    """

    code: str
    label: str
    text: str
    origins: Sequence[str] = ()
    added_on: dt.date | None = None

    @property
    def heading(self) -> str:
        """What stands above it: its label, whose data it holds, and when it came."""
        whose = ", ".join(Provenance(origin).label for origin in self.origins)
        label = f"{self.label} [{whose}]" if whose else self.label
        return f"{label}, gedeeld op {date_format(self.added_on, 'j F Y')}" if self.added_on else label


type Parts = Sequence[SharedText]


def shared_parts(side: Concern | SharedSignal) -> list[SharedText]:
    """What stands in the row, in the order in which it was shared."""
    return [
        SharedText(one["code"], one["label"], one["text"], tuple(one["origins"]), _day(one["added_on"]))
        for one in side.shared or []
    ]


def stored(parts: Parts) -> list[dict[str, Any]]:
    """As the row keeps them."""
    return [
        {
            "code": str(part.code),
            "label": part.label,
            "text": part.text,
            "origins": list(part.origins),
            "added_on": part.added_on.isoformat() if part.added_on else None,
        }
        for part in parts
    ]


def has_part(concern: Concern, part: SharedText) -> bool:
    """Whether what the other read of it last is how it reads now, whoever's it was said to be and whenever it was shared."""
    last = _last_of(concern).get(part.code)
    return last is not None and (last.label, last.text) == (part.label, part.text)


def gone_since(concern: Concern, there: Collection[str]) -> list[SharedText]:
    """What the other has and the holder could not share any more. `there`: the codes of what she can."""
    return [part for code, part in _last_of(concern).items() if code not in there]


def _last_of(concern: Concern) -> dict[str, SharedText]:
    return {part.code: part for part in shared_parts(concern)}


def _day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None
