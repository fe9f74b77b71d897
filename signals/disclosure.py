"""What of a signal may leave it, as the receiver will read it: the lines of `sharing_fields`, chosen and frozen.

The anonymous tip keeps what an inspector can act on (place, company, shift, vehicle, form, and a text in which everything
that leads to a person was settled) and holds neither source nor victim. What is chosen is frozen as a list of
[code, label, text] and hashed, so that everybody can prove later what was shared.

Police, judicial and M. data stay behind unless they are ticked, and the first two go only to receivers of a kind that may
have them (domain 8.1 and 8.2, R7). Which kinds those are has to be confirmed by a jurist (docs/adr/0038).
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from municipalities.models import Organisation

from .anonymising import (
    KeepReason,
    Kept,
    Kind,
    Piece,
    Protected,
    coarsened,
    telling_in,
    telling_in_place,
    unknown_place,
    unsettled,
)
from .held import held_rows
from .models import Signal
from .protecting import protected_in
from .sharing_codes import HELD_BY_LAW, LAWFUL_RECEIVERS, DataCategory, Provenance, stays_by_leave
from .sharing_fields import (
    ADDRESS,
    COMPANY,
    FIELDS,
    FILE,
    IN_A_TIP,
    ONLY_WHEN_NEEDED,
    PLACE,
    TIP_TEXT,
    VEHICLE,
    Check,
    Field,
    Line,
)
from .things import ThingKind
from .who_reported import WHO

type Content = list[list[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One line as the officer chooses it. `barred`: why it cannot go along now; `held`: why it is not ticked beforehand.

    `needs_permission`: it goes along only when who gave it agreed. `origin`: whose data it holds, a code of `Provenance`.
    """

    code: str
    label: str
    text: str
    barred: str = ""
    held: str = ""
    needs_permission: bool = False
    beside: str = ""
    is_of_source: bool = False
    origin: str = ""

    @property
    def is_ticked_beforehand(self) -> bool:
        """Whether it goes along unless the officer takes it out."""
        return not self.barred and not self.held

    @property
    def words(self) -> str:
        """What stands beside its box; that only what is needed is chosen stands once, above all of them."""
        label = self.beside or self.label
        return f"{label} ({self.held})" if self.held not in {"", ONLY_WHEN_NEEDED} else label


def choices_of(signal: Signal, *, anonymous: bool, partner: Organisation | None = None) -> list[Choice]:
    """Everything that this signal holds, in the order of the letter, with what cannot go along now and why.

    `partner`: the receiver, once it is known; some data go to some kinds of receivers only.
    """
    protected = protected_in(signal) if anonymous else Protected()
    return list(_choices(signal, protected, anonymous=anonymous, partner=partner))


def _choices(
    signal: Signal, protected: Protected, *, anonymous: bool, partner: Organisation | None
) -> Iterator[Choice]:
    for field in FIELDS:
        if field.tip_only and not anonymous:
            continue
        for line in field.read(signal):
            origin = line.provenance or signal.provenance
            text, barred = _for_tip(signal, field, line, protected) if anonymous else (line.text, line.barred_by_name)
            asked = _ask_about_place(field, line, protected) if anonymous else ""
            yield Choice(
                "-".join(filter(None, (field.code, line.key))),
                line.label or field.label,
                text,
                barred or _barred_by_law(origin, partner),
                HELD_BY_LAW.get(origin) or line.held or field.held or asked,
                needs_permission=origin in LAWFUL_RECEIVERS,
                beside=line.beside,
                is_of_source=line.is_of_source,
                origin=origin,
            )


def _for_tip(signal: Signal, field: Field, line: Line, protected: Protected) -> tuple[str, str]:
    """The text as it may stand in an anonymous tip, and why it may not."""
    text, check, barred = line.in_a_tip or line.text, line.check or field.check, line.barred or field.barred
    if barred or check is Check.NONE:
        return text, barred
    if check is Check.STORY:
        left = len(unsettled(text, protected, kept_in(signal)))
        return text, f"hierin zijn nog {left} stukken na te kijken" if left else ""
    coarse = coarsened(text) if check is Check.SHIFT else text
    telling = [*_telling(coarse, check, protected), *_telling(line.place, Check.PLACE, protected)]
    return coarse, f"hierin staat een {telling[0].words}" if telling else ""


def _ask_about_place(field: Field, line: Line, protected: Protected) -> str:
    """What stands where a place stands and is known as none may be somebody's name: the officer ticks it, or does not."""
    text = line.text if field.check is Check.PLACE else line.place
    word = unknown_place(text, protected)
    return f"let op: kijk na of “{word}” een plaats is en geen naam" if word else ""


def _telling(text: str, check: Check, protected: Protected) -> list[Piece]:
    if check is Check.PLACE:
        return telling_in_place(text, protected)
    return telling_in(
        text,
        protected,
        vehicle=check is Check.VEHICLE,
        address=check is Check.ADDRESS,
        shift=check is Check.SHIFT,
    )


def kept_in(signal: Signal) -> list[Kept]:
    """What the officer said may stay in the text for a tip."""
    rows = [row for text in held_rows(signal)["tip"] for row in text.kept or []]
    return [Kept(Kind(kind), piece, KeepReason(reason)) for kind, piece, reason in rows]


def _barred_by_law(origin: str, partner: Organisation | None) -> str:
    if origin in LAWFUL_RECEIVERS and partner is not None and partner.kind not in LAWFUL_RECEIVERS[origin]:
        return f"{Provenance(origin).label}: deze ontvanger mag die niet krijgen"
    return ""


def chosen(choices: Iterable[Choice], codes: Collection[str]) -> list[Choice]:
    """Of these what was ticked and may go along."""
    return [choice for choice in choices if choice.code in codes and not choice.barred]


def goes_by_leave(lines: Iterable[Choice], kept: Iterable[Sequence[str]] = ()) -> bool:
    """Whether some of it goes along only because who gave it agreed: its receiver may not give it on without asking (R7).

    `kept`: what stayed at the last check, as it is stored.
    """
    return stays_by_leave(kept) or any(line.needs_permission for line in lines)


def content_of(choices: Iterable[Choice], *, anonymous: bool) -> Content:
    """The lines as they leave: [code, label, text]. Files are counted, and of a tip all things: a gap tells what is hidden."""
    lines, counted = [], Counter[str]()
    for choice in choices:
        code, label, text = choice.code, choice.label, choice.text
        kind = code.partition("-")[0]
        if kind == FILE or (anonymous and kind in (*IN_A_TIP, PLACE) and kind != code):
            counted[kind] += 1
            code, label = f"{kind}-{counted[kind]}", f"{label.rpartition(' ')[0] or label} {counted[kind]}"
            text = f"{label.lower()}{text}" if kind == FILE else text
        lines.append([code, label, text])
    return lines


_CATEGORIES: Mapping[str, DataCategory] = {
    **dict.fromkeys(("form", "route", "place", COMPANY, VEHICLE, "shift", "seen"), DataCategory.PLACE),
    **dict.fromkeys(
        (TIP_TEXT, "facts", "interpretation", "indicators", "situations", "already_done"), DataCategory.STORY
    ),
    ADDRESS: DataCategory.ADDRESS,
    # The number of a file at somebody else leads to whoever that is about.
    **dict.fromkeys(("person", "minor", ThingKind.REFERENCE.value), DataCategory.PEOPLE),
    **dict.fromkeys((ThingKind.PHONE.value, ThingKind.PROFILE.value), DataCategory.CONTACT),
    **dict.fromkeys(("source", WHO), DataCategory.SOURCE),
    "found": DataCategory.FOUND,
    FILE: DataCategory.FILES,
}


def categories_of(choices: Iterable[Choice], kept: Iterable[Sequence[str]] = ()) -> set[DataCategory]:
    """Which kinds of data these are; `kept`: as of `goes_by_leave`."""
    found = {DataCategory.LEGAL} if stays_by_leave(kept) else set()
    for choice in choices:
        found.add(DataCategory.SOURCE if choice.is_of_source else _CATEGORIES[choice.code.partition("-")[0]])
        if choice.needs_permission:
            found.add(DataCategory.LEGAL)
    return found


def leads_to_somebody(content: Content) -> bool:
    """Whether it names an address and no company there: that may be somebody's home."""
    return ADDRESS in (kinds := {code.partition("-")[0] for code, _, _ in content}) and COMPANY not in kinds


def content_hash(content: Content) -> str:
    """SHA-256 (hexadecimal) of the canonical JSON of the content."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
