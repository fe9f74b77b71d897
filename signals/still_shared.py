"""What was offered to a second municipality and may still be given once it accepts: not what was taken back or struck since.

What was corrected stays as it was offered: the holder shares it anew, with its day (shared_texts.py).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from .codes import SharedPart
from .held import held_rows
from .models import Concern, Signal, SignalThing
from .models.people import standing
from .portable import portable
from .shared_texts import SharedText, shared_parts
from .things import ThingKind

# The parts that are told in a line for each thing.
THINGS: Mapping[str, ThingKind] = {
    SharedPart.COMPANIES: ThingKind.COMPANY,
    SharedPart.VEHICLES: ThingKind.VEHICLE,
    SharedPart.ADDRESSES: ThingKind.ADDRESS,
}
_FIELDS = frozenset(SharedPart.values)


def still_shared(concern: Concern) -> list[SharedText]:
    """Of what was offered what may be given now. Of a part of which something was taken back the other lines."""
    gathered = {(code, one.title, one.text) for code, one in portable(concern.signal).items()}
    left = (
        replace(part, text=_still_told(concern.signal, part))
        for part in shared_parts(concern)
        if part.code in _FIELDS or (part.code, part.label, part.text) in gathered
    )
    return [part for part in left if part.text]


def _still_told(signal: Signal, part: SharedText) -> str:
    kind = THINGS.get(part.code)
    if kind is None:
        return part.text
    things = cast("list[SignalThing]", held_rows(signal)["things"])
    stand = {row.number for row in standing(things) if row.kind == kind}
    # Of what was struck nothing is left to look for, so a line stays only when it is of something that stands.
    known = {line for row in things if row.kind == kind and row.number in stand for line in row.told.splitlines()}
    return "\n".join(line for line in part.text.splitlines() if line in known)
