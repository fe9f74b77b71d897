"""What of a signal may leave it: the fields of a handover, as the receiver will read them.

A field has a code, a label and a text. The anonymous tip keeps what an inspector can act on (place, company, shift,
vehicle, form) and holds neither source nor victim: no narrative, no reporter, no day. Each person and thing that the signal
mentions is a field of its own; of people, telephone numbers and accounts none stands in an anonymous tip, and of the others
none that is of a possible victim or of who reported, nor what was said about it. What is chosen is frozen as a list
of [code, label, text] and hashed, so that everybody can prove later what was shared.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast

from core.reading import read_together

from .models import Signal, SignalPerson, SignalThing
from .models.people import standing
from .things import ThingKind, Whose

type Content = list[list[str]]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be shared. `anonymous`: whether it may stand in an anonymous tip; `shown`: ticked beforehand.

    `tip`: how it is read there, when that is otherwise; `choice`: what stands beside its box, when the label says too little.
    """

    code: str
    label: str
    read: Callable[[Signal], str]
    anonymous: bool = False
    shown: bool = True
    tip: Callable[[Signal], str] | None = None
    choice: str = ""

    def in_a_tip(self) -> "Field":
        """As it stands in an anonymous tip."""
        return replace(self, read=self.tip) if self.tip else self


def _date(signal: Signal) -> str:
    if signal.seen_on is None:
        return signal.seen_when
    return f"{signal.seen_on:%d-%m-%Y} {signal.seen_when}".strip()


FIELDS: tuple[Field, ...] = (
    Field("form", "Vermoedelijke vorm", lambda s: s.get_form_display() if s.form != "unknown" else "", anonymous=True),
    Field("place", "Plaats", lambda s: s.place, anonymous=True),
    Field("company", "Bedrijf", lambda s: s.company, anonymous=True),
    # An address may be somebody's home: it goes along only when the officer ticks it.
    Field("address", "Adres", lambda s: s.address or "", anonymous=True, shown=False),
    Field("vehicle", "Voertuig", lambda s: s.vehicle, anonymous=True),
    Field("shift", "Tijdstip of dienst", lambda s: s.shift, anonymous=True),
    Field("seen", "Wanneer gezien", _date),
    Field("facts", "Wat is er gezien of gehoord", lambda s: s.facts),
    Field("interpretation", "Wat denkt de melder zelf", lambda s: s.interpretation, shown=False),
    Field("already_done", "Wat is er al gedaan", lambda s: s.already_done, shown=False),
    Field("minor", "Mogelijk minderjarig", lambda s: s.get_minor_display()),
    Field("source", "Soort bron", lambda s: s.get_source_display(), shown=False),
)


# Of these kinds a tip may hold what is of nobody that it must hide.
_IN_A_TIP = frozenset({ThingKind.COMPANY, ThingKind.VEHICLE, ThingKind.ADDRESS})
_HIDDEN_IN_A_TIP = frozenset({Whose.VICTIM, Whose.REPORTER})
_CODES = frozenset(field.code for field in FIELDS)


def known_fields(signal: Signal) -> list[Field]:
    """The fields of this signal that hold something: its own, and each person and thing that it mentions."""
    return [field for field in (*FIELDS, *_mentioned(signal)) if field.read(signal)]


def offered_fields(known: Iterable[Field], *, anonymous: bool) -> list[Field]:
    """Of these fields the ones that may go along; of a thing in an anonymous tip only what it is."""
    return [field.in_a_tip() if anonymous else field for field in known if field.anonymous or not anonymous]


def frozen(offered: Iterable[Field], codes: Collection[str], signal: Signal) -> Content:
    """The chosen ones of these fields as they leave: [code, label, text]."""
    return [[field.code, field.label, field.read(signal)] for field in offered if field.code in codes]


def _mentioned(signal: Signal) -> Iterator[Field]:
    rows = read_together({"people": SignalPerson.objects.of(signal), "things": SignalThing.objects.of(signal)})
    for person in standing(cast("list[SignalPerson]", rows["people"])):
        label = f"{str(person).capitalize()}: {person.about.lower()}" if person.role_known else str(person).capitalize()
        choice = f"{str(person).capitalize()}: {person.told}"
        yield Field(f"{person.kind}-{person.number}", label, _always(person.told), shown=False, choice=choice)
    for thing in standing(cast("list[SignalThing]", rows["things"])):
        may_tip = thing.kind in _IN_A_TIP and thing.whose not in _HIDDEN_IN_A_TIP and bool(thing.bare)
        told = thing.told if thing.whose == Whose.UNKNOWN else f"{thing.told} ({thing.about.lower()})"
        yield Field(
            f"{thing.kind}-{thing.number}",
            str(thing).capitalize(),
            _always(told),
            anonymous=may_tip,
            # A company is nobody; the rest leads to somebody, and goes along only when the officer ticks it.
            shown=thing.kind == ThingKind.COMPANY,
            tip=_always(thing.bare),
            choice=f"{str(thing).capitalize()}: {thing.bare or thing.told}",
        )


def _always(text: str) -> Callable[[Signal], str]:
    return lambda _signal: text


def frozen_content(signal: Signal, codes: Collection[str], *, anonymous: bool) -> Content:
    """The chosen fields as they leave: [code, label, text] in fixed order. A field that may not go along is left out."""
    known = known_fields(signal) if set(codes) - _CODES else [field for field in FIELDS if field.read(signal)]
    return frozen(offered_fields(known, anonymous=anonymous), codes, signal)


def content_hash(content: Content) -> str:
    """SHA-256 (hexadecimal) of the canonical JSON of the content."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
