"""The fields of a handover: what lines a signal has of each, and what may keep them from leaving it.

`FIELDS` is the table: a field gives lines, says whether it may stand in an anonymous tip and whether it is ticked
beforehand. What is made of them stands in disclosure.py.

New data of a signal: one row in `FIELDS`. Without `barred` it may stand in an anonymous tip, then `check` says how its
text is looked at; a field whose lines are told apart gives each a `key`, and its choices are "field-key".

Each person and thing that the signal mentions is a line of its own. In an anonymous tip people, telephone numbers and
accounts never stand, of the others none that is of a possible victim or of who reported, nor what was said about it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, cast

from core.files import KINDS

from .anonymising import coarse_moment
from .codes import Form, Route
from .held import held_rows
from .models import Signal, SignalPerson, SignalThing
from .models.people import standing
from .noticed import indicators_in_words, situation_in_words
from .sharing_codes import Provenance
from .things import ThingKind, Whose
from .usual import why_stays
from .when import known_when
from .who_reported import WHO, who_reported


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


def one(read: Callable[[Signal], str]) -> Callable[[Signal], list[Line]]:
    """A field of at most one line."""

    def lines(signal: Signal) -> list[Line]:
        text = read(signal)
        return [Line(text)] if text else []

    return lines


def _seen(signal: Signal) -> Iterator[Line]:
    """The day and what was said about it; in a tip about when, and nothing where only words say it."""
    day, words = f"{signal.seen_on:%d-%m-%Y}" if signal.seen_on else "", known_when(signal.seen_when)
    if text := f"{day} {words}".strip():
        coarse = coarse_moment(signal.seen_on, words) if signal.seen_on else ""
        yield Line(text, barred="" if coarse else SOURCE, in_a_tip=coarse)


def _form(signal: Signal) -> str:
    told = signal.form != Form.UNKNOWN or signal.other_forms or signal.serious_disadvantage
    return signal.forms_in_words if told else ""


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
            barred_by_name=why_stays(item.kind) or (unnamed if told else ""),
            is_of_source=told,
        )


def _situations(signal: Signal) -> Iterator[Line]:
    """Each by itself: the one may be of the police and the next the municipality's own."""
    for one in held_rows(signal)["situations"]:
        yield Line(situation_in_words(one), "", str(one.pk), one.provenance, beside=f"Situatie: {one}")


def _files(signal: Signal) -> Iterator[Line]:
    """Each by itself, as it was cleaned; nobody but who ticks it looks into it."""
    nameless = {reporter.may_be_named for reporter in held_rows(signal)["reporters"]} == {False}
    for file in held_rows(signal)["files"]:
        told, barred = _READ if KINDS[file.kind].has_words else _UNREAD, ""
        if file.is_of_reporter:
            told, barred = f"{told}; {_OF_SENDER}", NOT_NAMED if nameless else ""
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
ONLY_WHEN_NEEDED = "alleen als de ontvanger het nodig heeft"
_UNREAD = "let op: in een foto of PDF zoeken wij niet; open het bestand eerst"
_READ = "let op: wij zoeken alleen in de eerste 40 bladzijden tekst, niet in beeld; open het bestand eerst"
_OF_SENDER = "het kan laten zien wie dit meldde"
_FILE_IN_A_TIP = "een bestand kan laten zien wie het maakte of om wie het gaat, en dat kunnen wij niet nakijken"

# Of these kinds a tip may hold what is of nobody that it must hide, each looked at in its own way.
IN_A_TIP: Mapping[str, Check] = {
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
        yield Line(person.told, label, key, person.provenance, VICTIM, ONLY_WHEN_NEEDED, beside=beside)
    for thing in standing(cast("list[SignalThing]", rows["things"])):
        name = str(thing).capitalize()
        bare = "" if thing.kind in IN_A_TIP and thing.bare else VICTIM
        line = Line(
            thing.told if thing.whose == Whose.UNKNOWN else f"{thing.told} ({thing.about.lower()})",
            name,
            f"{thing.kind}-{thing.number}",
            thing.provenance,
            barred=_OF_WHOM.get(thing.whose, bare),
            # A company is nobody; the rest leads to somebody, and goes along only when the officer ticks it.
            held="" if thing.kind == ThingKind.COMPANY else ONLY_WHEN_NEEDED,
            check=IN_A_TIP.get(thing.kind),
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
    Field("shift", "Tijdstip of dienst", one(lambda s: known_when(s.shift)), check=Check.SHIFT),
    Field(TIP_TEXT, "Wat er aan de hand is", _tip_text, check=Check.STORY, tip_only=True),
    Field("seen", "Wanneer gezien", _seen, check=Check.SHIFT),
    Field("facts", "Wat is er gezien of gehoord", one(lambda s: s.facts), barred=FREE_TEXT),
    Field("interpretation", "Wat denkt de melder zelf", one(lambda s: s.interpretation), barred=SOURCE, held=_THOUGHT),
    Field("indicators", "Kenmerken", one(indicators_in_words), barred=NOTICED, held=ONLY_WHEN_NEEDED),
    Field("situations", "Situatie", _situations, barred=NOTICED, held=ONLY_WHEN_NEEDED),
    Field("already_done", "Wat is er al gedaan", one(lambda s: s.already_done), barred=SOURCE, held=ONLY_WHEN_NEEDED),
    Field("minor", "Mogelijk minderjarig", one(lambda s: s.get_minor_display()), barred=VICTIM),
    Field("source", "Soort bron", one(lambda s: s.get_source_display()), barred=SOURCE, held=ONLY_WHEN_NEEDED),
    Field(WHO, "Wie het meldde", one(who_reported), barred=SOURCE, held=ONLY_WHEN_NEEDED),
    Field("", "", _mentioned),
    Field("found", "Opgezocht", _gathered, barred=VICTIM, held=ONLY_WHEN_NEEDED),
    Field(FILE, "Bijlage", _files, barred=_FILE_IN_A_TIP, held=_UNREAD),
)
