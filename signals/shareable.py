"""What of a signal a second municipality can be shown, as it would read it; it is chosen part by part.

Nobody is named: of people, of who reported and of files there is nothing among it. What was gathered goes as text, each by itself,
and not where it tells who reported or names somebody of the signal (ADR 66).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from django.utils.formats import date_format

from .anonymising import Protected, naming_in
from .codes import SharedPart
from .held import held_rows
from .models import Signal, SignalPerson, SignalThing
from .models.people import standing
from .noticed import indicators_in_words, situations_in_words
from .portable import portable
from .shared_texts import SharedText
from .sharing_codes import HELD_BY_LAW, note_of, strictness
from .things import ThingKind, Whose

_MENTIONED: Mapping[SharedPart, ThingKind] = {
    SharedPart.COMPANIES: ThingKind.COMPANY,
    SharedPart.VEHICLES: ThingKind.VEHICLE,
    SharedPart.ADDRESSES: ThingKind.ADDRESS,
}


# A part is ticked as a whole, so what leads to the reporter or a possible victim is in none.
_NEVER_OF = frozenset({Whose.REPORTER, Whose.VICTIM})


def shareable(signal: Signal) -> dict[str, SharedText]:
    """What there is to share of a signal that has passed its own gate, as the other would read it, by the code of the part."""
    found: dict[str, SharedText] = {}
    origins = _origins(signal)
    things = standing(cast("list[SignalThing]", held_rows(signal)["things"]))
    mentions = [thing for thing in things if thing.whose not in _NEVER_OF]
    for part in SharedPart:
        if part in _MENTIONED:
            text = "\n".join(thing.told for thing in mentions if thing.kind == _MENTIONED[part])
        else:
            text = _as_shared(signal, part)
        if text:
            found[part] = SharedText(part.value, str(part.label), text, origins.get(part, ()))
    return found | dict(_gathered(signal))


def _gathered(signal: Signal) -> Iterator[tuple[str, SharedText]]:
    """What was looked up or answered, each by itself: nothing that tells who reported or names somebody of the signal. Never a file."""
    people = cast("list[SignalPerson]", held_rows(signal)["people"])
    known = Protected(names={name: "" for row in people for name in (row.name, *(row.alias or "").split(",")) if name})
    for code, one in portable(signal).items():
        if one.is_file or one.is_of_source or naming_in(one.text, known):
            continue
        yield code, SharedText(code, one.title, one.text, [one.origin] if note_of(one.origin) else ())


def _origins(signal: Signal) -> Mapping[SharedPart, Sequence[str]]:
    """By part whose data it holds, of whom it does not go on by itself."""
    told = {one.provenance for one in held_rows(signal)["situations"]}
    whose = {part: {signal.provenance, *(told if part is SharedPart.SITUATIONS else ())} for part in SharedPart}
    return {part: sorted(held, key=strictness) for part, every in whose.items() if (held := every & HELD_BY_LAW.keys())}


def _as_shared(signal: Signal, part: SharedPart) -> str:
    if part in _ROWS:
        return _ROWS[part](signal)
    display = getattr(signal, f"get_{part.value}_display", None)
    value = display() if display else getattr(signal, part.value)
    return date_format(value, "j F Y") if part is SharedPart.SEEN_ON and value else str(value or "")


# What stands in rows of its own.
_ROWS = {SharedPart.INDICATORS: indicators_in_words, SharedPart.SITUATIONS: situations_in_words}
