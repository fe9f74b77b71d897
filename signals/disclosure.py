"""What of a signal may leave it: the fields of a handover, as the receiver will read them.

A field has a code, a label and a text. The anonymous tip keeps what an inspector can act on (place, company, shift,
vehicle, form) and holds neither source nor victim: no narrative, no reporter, no day. Characteristics and situations are
narrative too: each tells what somebody saw of a person, and few may know that. What is chosen is frozen as a list
of [code, label, text] and hashed, so that everybody can prove later what was shared.
"""

import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass

from .models import Signal
from .noticed import indicators_in_words, situations_in_words

type Content = list[list[str]]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be shared. `anonymous`: whether it may stand in an anonymous tip; `shown`: ticked beforehand."""

    code: str
    label: str
    read: Callable[[Signal], str]
    anonymous: bool = False
    shown: bool = True


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
    Field("indicators", "Kenmerken", indicators_in_words, shown=False),
    Field("situations", "Situaties", situations_in_words, shown=False),
    Field("already_done", "Wat is er al gedaan", lambda s: s.already_done, shown=False),
    Field("minor", "Mogelijk minderjarig", lambda s: s.get_minor_display()),
    Field("source", "Soort bron", lambda s: s.get_source_display(), shown=False),
)


def offered_fields(signal: Signal, *, anonymous: bool) -> list[Field]:
    """The fields of this signal that hold something and may go along."""
    return [field for field in FIELDS if (field.anonymous or not anonymous) and field.read(signal)]


def frozen_content(signal: Signal, codes: Collection[str], *, anonymous: bool) -> Content:
    """The chosen fields as they leave: [code, label, text] in fixed order. A field that may not go along is left out."""
    return [
        [field.code, field.label, field.read(signal)]
        for field in offered_fields(signal, anonymous=anonymous)
        if field.code in codes
    ]


def content_hash(content: Content) -> str:
    """SHA-256 (hexadecimal) of the canonical JSON of the content."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
