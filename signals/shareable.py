"""What of a signal a second municipality can be shown, as it would read it; it is chosen part by part.

Nobody is named: of people, of who reported and of files there is nothing among it. What was gathered goes as text, each by itself,
and not where it tells who reported or names somebody of the signal (ADR 66). Between the offer and the yes some of it may have
been taken back, ended, struck or taken out of the text, or it was said that the law holds it back or that it is of a possible victim:
that is not given. What was corrected stays as it was offered: the holder shares it anew, with its day.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from django.utils.formats import date_format

from core.bsn import bsns_in, without_bsns

from .anonymising import Protected, naming_in
from .codes import SharedPart
from .held import held_rows
from .models import Concern, Signal, SignalPerson, SignalThing, Situation
from .models.people import label_of, standing
from .named import LINES, TAKEN_OUT
from .naming import TEXTS, without
from .noticed import indicators_in_words, situations_in_words, told_situations
from .portable import portable
from .shared_texts import SharedText, shared_parts
from .sharing_codes import HELD_BY_LAW, note_of, strictness
from .things import ThingKind, Whose

# The parts that are told in a line for each thing.
_MENTIONED: Mapping[str, ThingKind] = {
    SharedPart.COMPANIES: ThingKind.COMPANY,
    SharedPart.VEHICLES: ThingKind.VEHICLE,
    SharedPart.ADDRESSES: ThingKind.ADDRESS,
}
_FIELDS = frozenset(SharedPart.values)
# A part is ticked as a whole, so what leads to the reporter or a possible victim is in none.
_NEVER_OF = frozenset({Whose.REPORTER, Whose.VICTIM})


def shareable(signal: Signal) -> dict[str, SharedText]:
    """What there is to share of a signal that has passed its own gate, as the other would read it, by the code of the part."""
    found: dict[str, SharedText] = {}
    mentions = _mentions(signal)
    origins = _origins(signal, mentions)
    for part in SharedPart:
        if part in _MENTIONED:
            text = "\n".join(thing.told for thing in mentions if thing.kind == _MENTIONED[part])
        else:
            text = _as_shared(signal, part)
        if text:
            found[part] = SharedText(part.value, str(part.label), text, origins.get(part, ()))
    return found | dict(_gathered(signal))


def still_shared(concern: Concern) -> list[SharedText]:
    """Of what was offered what may be given now. Of a part of which something was taken back the other lines."""
    signal = concern.signal
    gathered = {(code, one.title, one.text) for code, one in portable(signal).items()}
    left = (
        replace(part, text=_still_told(signal, part))
        for part in shared_parts(concern)
        if _still_open(signal, part) or (part.code, part.label, part.text) in gathered
    )
    return [part for part in left if part.text]


def _still_open(signal: Signal, part: SharedText) -> bool:
    """Of a part of the report: whether nobody said since of all of it that the law holds it back."""
    if part.code not in _FIELDS:
        return False
    whose = set(_origins(signal, ()).get(SharedPart(part.code), ()))
    return whose <= set(part.origins)


def _still_told(signal: Signal, part: SharedText) -> str:
    if part.code == SharedPart.INDICATORS:
        return _still_noticed(signal, part.text)
    if part.code == SharedPart.SITUATIONS:
        known = _lines_of_situations(signal)
    elif part.code in _MENTIONED:
        known = _lines_of_things(signal, _MENTIONED[part.code], part.origins)
    else:
        return _cleared(signal, part) if part.code in {*TEXTS, *LINES} else part.text
    # Of what was struck nothing is left to look for, so a line stays only when it is of something that stands.
    return "\n".join(line for line in part.text.splitlines() if line in known)


def _cleared(signal: Signal, part: SharedText) -> str:
    """A text without the names and numbers that were taken out of it since; what was added below it was not offered."""
    now, text = getattr(signal, part.code) or "", part.text
    if not bsns_in(now):
        text = without_bsns(text, TAKEN_OUT)
    if part.code not in TEXTS:
        return text
    for person in standing(cast("list[SignalPerson]", held_rows(signal)["people"])):
        for name in filter(None, (person.name, *(one.strip() for one in (person.alias or "").split(",")))):
            text = text if without(now, name, "") != now else without(text, name, label_of(person.number))
    return text


def _lines_of_things(signal: Signal, kind: ThingKind, origins: Collection[str]) -> set[str]:
    """How what stands of this kind reads, and read before it was put right; not what the law was said to hold back since."""
    held = HELD_BY_LAW.keys() - origins
    stand = {row.number for row in _mentions(signal) if row.kind == kind and row.provenance not in held}
    things = cast("list[SignalThing]", held_rows(signal)["things"])
    return {line for row in things if row.kind == kind and row.number in stand for line in row.told.splitlines()}


def _lines_of_situations(signal: Signal) -> set[str]:
    """The same of situations: one that is told better stands as the row that replaced it."""
    rows = {row.pk: row for row in Situation.objects.of(signal)}
    stand = [row for row in rows.values() if row.ended_at is None]
    for row in stand:
        stand += [rows[row.replaces_id]] if row.replaces_id else []
    return {line for row in stand for line in told_situations([row]).splitlines()}


def _still_noticed(signal: Signal, text: str) -> str:
    """Of each group of characteristics those that stand; one is never corrected, only taken back."""
    now = indicators_in_words(signal).splitlines()
    stand = {group: said.split("; ") for group, _, said in (line.partition(": ") for line in now)}
    left = []
    for line in text.splitlines():
        group, _, said = line.partition(": ")
        still = "; ".join(one for one in said.split("; ") if one in stand.get(group, ()))
        left += [line] if line in now else [f"{group}: {still}"] if still else []
    return "\n".join(left)


def _mentions(signal: Signal) -> list[SignalThing]:
    """The things that stand and may be shared."""
    things = standing(cast("list[SignalThing]", held_rows(signal)["things"]))
    return [thing for thing in things if thing.whose not in _NEVER_OF]


def _gathered(signal: Signal) -> Iterator[tuple[str, SharedText]]:
    """What was looked up or answered, each by itself: nothing that tells who reported or names somebody of the signal. Never a file."""
    people = cast("list[SignalPerson]", held_rows(signal)["people"])
    known = Protected(names={name: "" for row in people for name in (row.name, *(row.alias or "").split(",")) if name})
    for code, one in portable(signal).items():
        if one.is_file or one.is_of_source or naming_in(one.text, known):
            continue
        yield code, SharedText(code, one.title, one.text, [one.origin] if note_of(one.origin) else ())


def _origins(signal: Signal, mentions: Iterable[SignalThing]) -> Mapping[SharedPart, Sequence[str]]:
    """By part whose data it holds, of whom it does not go on by itself."""
    whose = {part: {signal.provenance} for part in SharedPart}
    whose[SharedPart.SITUATIONS] |= {one.provenance for one in held_rows(signal)["situations"]}
    for part in SharedPart:
        whose[part] |= {thing.provenance for thing in mentions if thing.kind == _MENTIONED.get(part)}
    return {part: sorted(held, key=strictness) for part, every in whose.items() if (held := every & HELD_BY_LAW.keys())}


def _as_shared(signal: Signal, part: SharedPart) -> str:
    if part in _ROWS:
        return _ROWS[part](signal)
    display = getattr(signal, f"get_{part.value}_display", None)
    value = display() if display else getattr(signal, part.value)
    return date_format(value, "j F Y") if part is SharedPart.SEEN_ON and value else str(value or "")


# What stands in rows of its own.
_ROWS = {SharedPart.INDICATORS: indicators_in_words, SharedPart.SITUATIONS: situations_in_words}
