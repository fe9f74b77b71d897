"""What of a signal may leave it: the fields of a handover, as the receiver will read them.

`FIELDS` is the table: a field gives lines, says whether it may stand in an anonymous tip and whether it is ticked
beforehand. The anonymous tip keeps what an inspector can act on (place, company, shift, vehicle, form, and a text in
which everything that leads to a person was settled) and holds neither source nor victim. What is chosen is frozen as a
list of [code, label, text] and hashed, so that everybody can prove later what was shared.

New data of a signal: one row in `FIELDS`. Without `barred` it may stand in an anonymous tip, then `check` says how its
text is looked at; a field whose lines are told apart gives each a `key`, and its choices are "field-key".

Police, judicial and M. data stay behind unless they are ticked, and the first two go only to receivers of a kind that may
have them (domain 8.1 and 8.2, R7). Which kinds those are has to be confirmed by a jurist (docs/adr/0038).

Each person and thing that the signal mentions is a line of its own. In an anonymous tip people, telephone numbers and
accounts never stand, of the others none that is of a possible victim or of who reported, nor what was said about it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, cast

from municipalities.models import Organisation

from .anonymising import (
    KeepReason,
    Kept,
    Kind,
    Piece,
    Protected,
    coarse_moment,
    coarsened,
    telling_in,
    telling_in_place,
    unknown_place,
    unsettled,
)
from .codes import Form, Route
from .held import held_rows
from .lawful import HELD_BY_LAW, LAWFUL_RECEIVERS, barred_by_law
from .models import Signal, SignalPerson, SignalThing
from .models.people import standing
from .noticed import indicators_in_words, situations_in_words
from .protecting import protected_in
from .sharing_codes import DataCategory, Provenance
from .things import ThingKind, Whose

type Content = list[list[str]]


class Check(Enum):
    """How the text of a field is looked at before it may stand in an anonymous tip."""

    NONE = "none"
    WORDS = "words"
    SHIFT = "shift"
    VEHICLE = "vehicle"
    PLACE = "place"
    ADDRESS = "address"
    # Written for the tip: everything that was found in it has to be settled.
    STORY = "story"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a field holds. `label`: where it is not the field's; `provenance`: where it is not the signal's.

    Where they are not the field's either: `barred`, `held` and `check`. `in_a_tip`: what it says there, where that is less;
    `beside`: what stands beside its box, where the label says too little; `place`: the part of it that is one;
    `barred_by_name`: why it may not stand in a handover by name either.
    """

    text: str
    label: str = ""
    key: str = ""
    provenance: str = ""
    barred: str = ""
    held: str = ""
    check: Check | None = None
    in_a_tip: str = ""
    beside: str = ""
    place: str = ""
    barred_by_name: str = ""
    is_of_source: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One kind of thing that can be shared.

    `read`: the lines that a signal has of it. `barred`: why it may not stand in an anonymous tip, "" when it may. `held`:
    why none of it is ticked beforehand, "" when it is. `tip_only`: it stands in no other handover.
    """

    code: str
    label: str
    read: Callable[[Signal], Iterable[Line]]
    barred: str = ""
    held: str = ""
    check: Check = Check.WORDS
    tip_only: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One line as the officer chooses it. `barred`: why it cannot go along now; `held`: why it is not ticked beforehand.

    `needs_permission`: it goes along only when who gave it agreed.
    """

    code: str
    label: str
    text: str
    barred: str = ""
    held: str = ""
    needs_permission: bool = False
    beside: str = ""
    is_of_source: bool = False

    @property
    def is_ticked_beforehand(self) -> bool:
        """Whether it goes along unless the officer takes it out."""
        return not self.barred and not self.held

    @property
    def words(self) -> str:
        """What stands beside its box; that only what is needed is chosen stands once, above all of them."""
        label = self.beside or self.label
        return f"{label} ({self.held})" if self.held not in {"", _ONLY_WHEN_NEEDED} else label


def one(read: Callable[[Signal], str]) -> Callable[[Signal], list[Line]]:
    """A field of at most one line."""

    def lines(signal: Signal) -> list[Line]:
        text = read(signal)
        return [Line(text)] if text else []

    return lines


def _seen(signal: Signal) -> Iterator[Line]:
    """The day and what was said about it; in a tip about when, and nothing where only words say it."""
    day = f"{signal.seen_on:%d-%m-%Y}" if signal.seen_on else ""
    if text := f"{day} {signal.seen_when}".strip():
        coarse = coarse_moment(signal.seen_on, signal.seen_when) if signal.seen_on else ""
        yield Line(text, barred="" if coarse else SOURCE, in_a_tip=coarse)


def _form(signal: Signal) -> str:
    return signal.forms_in_words if signal.form != Form.UNKNOWN or signal.other_forms else ""


def _route(signal: Signal) -> str:
    return str(signal.get_route_display()) if signal.route != Route.UNKNOWN else ""


def _tip_text(signal: Signal) -> list[Line]:
    return [Line(row.text) for row in held_rows(signal)["tip"]]


def _gathered(signal: Signal) -> Iterator[Line]:
    """What was found, each item by itself; what the reporter told is of the reporter, who may have to stay unknown."""
    rows = held_rows(signal)
    unnamed = "" if any(reporter.may_be_named for reporter in rows["reporters"]) else NOT_NAMED
    for item in rows["found"]:
        text = ". ".join(filter(None, (item.question, item.get_result_display(), item.finding)))
        told = item.provenance == Provenance.REPORTER
        yield Line(
            text,
            f"Opgezocht: {item.get_kind_display()}",
            str(item.pk),
            item.provenance,
            barred_by_name=unnamed if told else "",
            is_of_source=told,
        )


def _files(signal: Signal) -> Iterator[Line]:
    """Each by itself, as it was cleaned; nobody but who ticks it looks into it."""
    nameless = {reporter.may_be_named for reporter in held_rows(signal)["reporters"]} == {False}
    for file in held_rows(signal)["files"]:
        told, barred = (_UNREAD_OF_SENDER, NOT_NAMED if nameless else "") if file.is_of_reporter else (_UNREAD, "")
        key, whose, beside = str(file.pk), file.provenance, f"Bijlage: {file.name}"
        yield Line(file.told, "", key, whose, held=told, beside=beside, barred_by_name=barred)


SOURCE = "kan naar de melder leiden"
NOT_NAMED = "is van de melder, die niet genoemd mag worden"
VICTIM = "kan leiden naar om wie het gaat"
FREE_TEXT = "vrije tekst kan naar iemand leiden; maak er een tekst voor de tip van"
# What was noticed tells what somebody saw of a person, and few may know that.
NOTICED = "kan laten zien wie het zag, en bij wie"
TIP_TEXT = "tip_text"
ADDRESS, COMPANY, VEHICLE, FILE, PLACE = "address", "company", "vehicle", "file", "place"
_HOME = "let op: het kan iemands huis zijn"
_THOUGHT = "let op: dit is wat iemand denkt, niet wat er gezien is"
_ONLY_WHEN_NEEDED = "alleen als de ontvanger het nodig heeft"
_UNREAD = "let op: in het bestand zoeken wij niet; open het eerst"
_UNREAD_OF_SENDER = f"{_UNREAD}; het kan laten zien wie dit meldde"
_FILE_IN_A_TIP = "een bestand kan laten zien wie het maakte of om wie het gaat, en dat kunnen wij niet nakijken"

# Of these kinds a tip may hold what is of nobody that it must hide, each looked at in its own way.
_IN_A_TIP: Mapping[str, Check] = {
    ThingKind.COMPANY: Check.WORDS,
    ThingKind.VEHICLE: Check.VEHICLE,
    ThingKind.ADDRESS: Check.ADDRESS,
}
_OF_WHOM: Mapping[str, str] = {Whose.VICTIM: VICTIM, Whose.REPORTER: SOURCE}


def _mentioned(signal: Signal) -> Iterator[Line]:
    """Each person and thing as it stands now, by its kind and number: "person-1"."""
    rows = held_rows(signal)
    unnamed = "" if any(reporter.may_be_named for reporter in rows["reporters"]) else NOT_NAMED
    for person in standing(cast("list[SignalPerson]", rows["people"])):
        name = str(person).capitalize()
        label = f"{name}: {person.about.lower()}" if person.role_known else name
        key, beside = f"{person.kind}-{person.number}", f"{name}: {person.told}"
        yield Line(person.told, label, key, barred=VICTIM, held=_ONLY_WHEN_NEEDED, beside=beside)
    for thing in standing(cast("list[SignalThing]", rows["things"])):
        name = str(thing).capitalize()
        bare = "" if thing.kind in _IN_A_TIP and thing.bare else VICTIM
        line = Line(
            thing.told if thing.whose == Whose.UNKNOWN else f"{thing.told} ({thing.about.lower()})",
            name,
            f"{thing.kind}-{thing.number}",
            barred=_OF_WHOM.get(thing.whose, bare),
            # A company is nobody; the rest leads to somebody, and goes along only when the officer ticks it.
            held="" if thing.kind == ThingKind.COMPANY else _ONLY_WHEN_NEEDED,
            check=_IN_A_TIP.get(thing.kind),
            in_a_tip=thing.bare_of_number,
            place=thing.place,
            barred_by_name=unnamed if thing.whose == Whose.REPORTER else "",
            is_of_source=thing.whose == Whose.REPORTER,
            beside=f"{name}: {thing.bare or thing.told}",
        )
        yield line
        if thing.kind == ThingKind.ADDRESS and thing.value and thing.place:
            yield _place_alone(line, thing)


def _place_alone(line: Line, thing: SignalThing) -> Line:
    """Of an address less than the street: in which place it lies."""
    label = f"Plaats van {thing}"
    known: dict[str, Any] = {"text": thing.place, "label": label, "key": f"{PLACE}-{thing.number}", "in_a_tip": ""}
    barred = _OF_WHOM.get(thing.whose, "")
    return replace(line, **known, barred=barred, check=Check.PLACE, beside=f"{label}, zonder straat: {thing.place}")


FIELDS: tuple[Field, ...] = (
    Field("form", "Vermoedelijke vorm", one(_form), check=Check.NONE),
    Field("route", "Binnen Nederland of over de grens", one(_route), check=Check.NONE),
    Field("place", "Plaats", one(lambda s: s.place), check=Check.PLACE),
    Field(COMPANY, "Bedrijf", one(lambda s: s.company)),
    Field(ADDRESS, "Adres", one(lambda s: s.address or ""), held=_HOME, check=Check.ADDRESS),
    Field(VEHICLE, "Voertuig", one(lambda s: s.vehicle), check=Check.VEHICLE),
    Field("shift", "Tijdstip of dienst", one(lambda s: s.shift), check=Check.SHIFT),
    Field(TIP_TEXT, "Wat er aan de hand is", _tip_text, check=Check.STORY, tip_only=True),
    Field("seen", "Wanneer gezien", _seen, check=Check.SHIFT),
    Field("facts", "Wat is er gezien of gehoord", one(lambda s: s.facts), barred=FREE_TEXT),
    Field("interpretation", "Wat denkt de melder zelf", one(lambda s: s.interpretation), barred=SOURCE, held=_THOUGHT),
    Field("indicators", "Kenmerken", one(indicators_in_words), barred=NOTICED, held=_ONLY_WHEN_NEEDED),
    Field("situations", "Situaties", one(situations_in_words), barred=NOTICED, held=_ONLY_WHEN_NEEDED),
    Field("already_done", "Wat is er al gedaan", one(lambda s: s.already_done), barred=SOURCE, held=_ONLY_WHEN_NEEDED),
    Field("minor", "Mogelijk minderjarig", one(lambda s: s.get_minor_display()), barred=VICTIM),
    Field("source", "Soort bron", one(lambda s: s.get_source_display()), barred=SOURCE, held=_ONLY_WHEN_NEEDED),
    Field("", "", _mentioned),
    Field("found", "Opgezocht", _gathered, barred=VICTIM, held=_ONLY_WHEN_NEEDED),
    Field(FILE, "Bijlage", _files, barred=_FILE_IN_A_TIP, held=_UNREAD),
)


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
                barred or barred_by_law(origin, partner),
                HELD_BY_LAW.get(origin) or line.held or field.held or asked,
                needs_permission=origin in LAWFUL_RECEIVERS,
                beside=line.beside,
                is_of_source=line.is_of_source,
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


def chosen(choices: Iterable[Choice], codes: Collection[str]) -> list[Choice]:
    """Of these what was ticked and may go along."""
    return [choice for choice in choices if choice.code in codes and not choice.barred]


def content_of(choices: Iterable[Choice], *, anonymous: bool) -> Content:
    """The lines as they leave: [code, label, text]. Files are counted, and of a tip all things: a gap tells what is hidden."""
    lines, counted = [], Counter[str]()
    for choice in choices:
        code, label, text = choice.code, choice.label, choice.text
        kind = code.partition("-")[0]
        if kind == FILE or (anonymous and kind in (*_IN_A_TIP, PLACE) and kind != code):
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
    **dict.fromkeys(("person", "minor"), DataCategory.PEOPLE),
    **dict.fromkeys((ThingKind.PHONE.value, ThingKind.PROFILE.value), DataCategory.CONTACT),
    "source": DataCategory.SOURCE,
    "found": DataCategory.FOUND,
    FILE: DataCategory.FILES,
}


def categories_of(choices: Iterable[Choice]) -> set[DataCategory]:
    """Which kinds of data these are."""
    found = set()
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
