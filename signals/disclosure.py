"""What of a signal may leave it: the fields of a handover, as the receiver will read them.

`FIELDS` is the table: a field gives lines, says whether it may stand in an anonymous tip and whether it is ticked
beforehand. The anonymous tip keeps what an inspector can act on (place, company, shift, vehicle, form) and holds neither
source nor victim. What is chosen is frozen as a list of [code, label, text] and hashed, so that everybody can prove
later what was shared.

New data of a signal: one row in `FIELDS`. Without `barred` it may stand in an anonymous tip; a field whose lines are
told apart gives each a `key`, and its choices are "field-key".
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from .models import Signal

type Content = list[list[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a field holds. `label`: where it is not the field's; `held`: why this line is not ticked beforehand."""

    text: str
    label: str = ""
    key: str = ""
    held: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One kind of thing that can be shared.

    `read`: the lines that a signal has of it. `barred`: why it may not stand in an anonymous tip, "" when it may. `held`:
    why none of it is ticked beforehand, "" when it is.
    """

    code: str
    label: str
    read: Callable[[Signal], Iterable[Line]]
    barred: str = ""
    held: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line as the officer chooses it. `barred`: why it cannot go along now; `held`: why it is not ticked beforehand."""

    code: str
    label: str
    text: str
    barred: str = ""
    held: str = ""

    @property
    def is_ticked_beforehand(self) -> bool:
        """Whether it goes along unless the officer takes it out."""
        return not self.barred and not self.held

    @property
    def words(self) -> str:
        """What stands beside its box."""
        return f"{self.label} ({self.held})" if self.held else self.label


def one(read: Callable[[Signal], str]) -> Callable[[Signal], list[Line]]:
    """A field of at most one line."""

    def lines(signal: Signal) -> list[Line]:
        text = read(signal)
        return [Line(text)] if text else []

    return lines


def _date(signal: Signal) -> str:
    if signal.seen_on is None:
        return signal.seen_when
    return f"{signal.seen_on:%d-%m-%Y} {signal.seen_when}".strip()


def _form(signal: Signal) -> str:
    return signal.get_form_display() if signal.form != "unknown" else ""


SOURCE = "kan naar de melder leiden"
VICTIM = "kan leiden naar om wie het gaat"
FREE_TEXT = "vrije tekst kan naar de melder leiden of naar om wie het gaat"
_HOME = "staat uit: het kan iemands huis zijn"
_THOUGHT = "staat uit: dit is wat iemand denkt, niet wat er gezien is"
_ONLY_WHEN_NEEDED = "staat uit: kies dit alleen als de ontvanger het nodig heeft"

FIELDS: tuple[Field, ...] = (
    Field("form", "Vermoedelijke vorm", one(_form)),
    Field("place", "Plaats", one(lambda s: s.place)),
    Field("company", "Bedrijf", one(lambda s: s.company)),
    Field("address", "Adres", one(lambda s: s.address or ""), held=_HOME),
    Field("vehicle", "Voertuig", one(lambda s: s.vehicle)),
    Field("shift", "Tijdstip of dienst", one(lambda s: s.shift)),
    Field("seen", "Wanneer gezien", one(_date), barred=SOURCE),
    Field("facts", "Wat is er gezien of gehoord", one(lambda s: s.facts), barred=FREE_TEXT),
    Field("interpretation", "Wat denkt de melder zelf", one(lambda s: s.interpretation), barred=SOURCE, held=_THOUGHT),
    Field("already_done", "Wat is er al gedaan", one(lambda s: s.already_done), barred=SOURCE, held=_ONLY_WHEN_NEEDED),
    Field("minor", "Mogelijk minderjarig", one(lambda s: s.get_minor_display()), barred=VICTIM),
    Field("source", "Soort bron", one(lambda s: s.get_source_display()), barred=SOURCE, held=_ONLY_WHEN_NEEDED),
)


def choices_of(signal: Signal, *, anonymous: bool) -> list[Choice]:
    """Everything that this signal holds, in the order of the letter, with what cannot go along now and why."""
    return list(_choices(signal, anonymous=anonymous))


def _choices(signal: Signal, *, anonymous: bool) -> Iterator[Choice]:
    for field in FIELDS:
        barred = field.barred if anonymous else ""
        for line in field.read(signal):
            code = f"{field.code}-{line.key}" if line.key else field.code
            yield Choice(code, line.label or field.label, line.text, barred, line.held or field.held)


def chosen_content(choices: Iterable[Choice], codes: Collection[str]) -> Content:
    """The chosen lines as they leave: [code, label, text]. A line that may not go along is left out."""
    return [
        [choice.code, choice.label, choice.text] for choice in choices if choice.code in codes and not choice.barred
    ]


def frozen_content(signal: Signal, codes: Collection[str], *, anonymous: bool) -> Content:
    """The chosen lines of this signal as they leave, in fixed order: [code, label, text]."""
    return chosen_content(choices_of(signal, anonymous=anonymous), codes)


def content_hash(content: Content) -> str:
    """SHA-256 (hexadecimal) of the canonical JSON of the content."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
