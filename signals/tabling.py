"""Whose data a paragraph for a screening table holds, and what has to be settled before it goes out.

As in a handover (disclosure.py): what came from the police, the prosecutor or M. stays behind unless it is ticked, and of the
first two somebody there agreed. A paragraph is free text, so whoever writes it ticks what was looked up and stands in it; what
it repeats word for word is pointed out, and so are words that point to such data. Of such a word that stays because who gave the
data agreed, the rule is the one for the data themselves: who may read it, who agreed, and that facts confirm it.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from core.workdays import today

from .anonymising import Pointed, Pointing
from .held import held_rows
from .last_check import POINTING_WHY, Settled, pointing_of, why_not_left
from .models import Signal, SignalPerson, SignalThing
from .models.people import standing
from .protecting import said_of
from .sharing_codes import HELD_BY_LAW, LAWFUL_RECEIVERS, PERMISSION, Provenance
from .typed_beside import repeats, repeats_secret


@dataclass(frozen=True, slots=True)
class LookedUp:
    """Something that was looked up, named, added as a file or told apart, and does not go on by itself. `key`: how it is chosen;
    `texts`: what of it the paragraph may repeat."""

    key: str
    label: str
    texts: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who of the police or the prosecutor agreed that it goes on, and when; `confirmed`: what M. told is confirmed by facts.

    `pointing_why`: why words that point to such data are left standing, a code of `last_check.POINTING_STAYS`.
    """

    by: str = ""
    on: dt.date | None = None
    confirmed: bool = False
    pointing_why: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at a text gave: by field what has to be settled before it goes out, of whom the data are that it holds and the
    words in it that point to others.
    """

    wrong: dict[str, str]
    origins: list[str]
    pointed: list[tuple[str, Pointed]]


# Whose data such a word repeats where somebody agreed to that.
_WHOSE: Mapping[Pointing, Provenance] = {
    Pointing.POLICE: Provenance.WPG,
    Pointing.INTELLIGENCE: Provenance.WPG,
    Pointing.MMA: Provenance.MMA,
}


def looked_up(signal: Signal) -> list[LookedUp]:
    """What was looked up for a signal, whom and what it names, its situations and its files, of whom it does not go on by itself.
    In a file nothing is searched; of a situation its address and note are, for where it is and when it was is told elsewhere too."""
    files = [
        LookedUp(str(row.pk), f"Bijlage, {Provenance(row.provenance).label}: {row.name}", (), row.provenance)
        for row in held_rows(signal)["files"]
        if row.provenance in HELD_BY_LAW
    ]
    found = [
        LookedUp(
            str(row.pk),
            f"{row.get_kind_display()}, {Provenance(row.provenance).label}: {row.finding or row.question}",
            (row.finding or "",),
            row.provenance,
        )
        for row in held_rows(signal)["found"]
        if row.provenance in HELD_BY_LAW
    ]
    told = [
        LookedUp(
            str(row.pk),
            f"Situatie, {Provenance(row.provenance).label}: {row}",
            tuple(filter(None, (row.address, row.note))),
            row.provenance,
        )
        for row in held_rows(signal)["situations"]
        if row.provenance in HELD_BY_LAW
    ]
    return [*found, *told, *_named(signal), *files]


def _named(signal: Signal) -> Iterator[LookedUp]:
    rows = held_rows(signal)
    for person in standing(cast("list[SignalPerson]", rows["people"])):
        names = (person.name, *(one.strip() for one in (person.alias or "").split(",")), person.description)
        yield from _if_held(person, names)
    for thing in standing(cast("list[SignalThing]", rows["things"])):
        yield from _if_held(thing, (thing.name, *said_of(thing), thing.description))


def _if_held(row: SignalPerson | SignalThing, said: Iterable[str | None]) -> Iterator[LookedUp]:
    if row.provenance in HELD_BY_LAW:
        label = f"{str(row).capitalize()}, {Provenance(row.provenance).label}: {row.told}"
        yield LookedUp(f"{row.kind}-{row.number}", label, tuple(filter(None, said)), row.provenance)


def can_need_permission(signal: Signal) -> bool:
    """Whether something of the signal goes on only when the police or the prosecutor agreed."""
    origins = {signal.provenance, *(one.origin for one in looked_up(signal))}
    return not origins.isdisjoint(LAWFUL_RECEIVERS)


def can_need_facts(signal: Signal) -> bool:
    """Whether something of it came from M."""
    return Provenance.MMA in {signal.provenance, *(one.origin for one in looked_up(signal))}


def whats_missing(signal: Signal, texts: Mapping[str, str], used: Collection[str], agreed: Agreed) -> Looked:
    """What has to be settled before these texts, by what they are called, go out."""
    known, text = looked_up(signal), "\n".join(texts.values())
    wrong = {}
    if staying := repeats_secret(signal, text):
        wrong["text"] = staying
    if repeated := [
        one.label for one in known if one.key not in used and any(repeats(text, said) for said in one.texts)
    ]:
        wrong["used"] = f"Dit staat in uw tekst: {'; '.join(repeated)}. Vink het aan, of haal het uit de tekst."
    origins = {one.origin for one in known if one.key in used}
    if signal.provenance in HELD_BY_LAW:
        origins.add(signal.provenance)
    pointed = _pointed(texts, origins)
    if pointed and (told := why_not_left(pointed, agreed.pointing_why)):
        wrong[POINTING_WHY] = told
    elif agreed.pointing_why == Settled.AGREED:
        origins |= {_WHOSE[one.kind].value for _, one in pointed}
    if not origins.isdisjoint(LAWFUL_RECEIVERS):
        wrong.update(_unagreed(agreed))
    if Provenance.MMA in origins and not agreed.confirmed:
        wrong["confirmed"] = "Een melding bij M. moet eerst met feiten bevestigd zijn. Vink het daarna aan."
    return Looked(wrong, sorted(origins), pointed)


def _pointed(texts: Mapping[str, str], origins: Collection[str]) -> list[tuple[str, Pointed]]:
    """The words that point to data of nobody of whom the text says that it holds some."""
    found = [(where, one) for where, text in texts.items() for one in pointing_of(text, "")]
    return [(where, one) for where, one in found if _WHOSE.get(one.kind) not in _alike(origins)]


def _alike(origins: Collection[str]) -> set[str]:
    """A word of the police says nothing of whether it is the Wpg or the Wjsg that holds the data."""
    return {*origins, *({Provenance.WPG.value} if not LAWFUL_RECEIVERS.keys().isdisjoint(origins) else ())}


def _unagreed(agreed: Agreed) -> Iterator[tuple[str, str]]:
    if not agreed.by:
        yield "permitted_by", PERMISSION
    if agreed.on is None:
        yield "permitted_on", "Vul in op welke dag dat was."
    elif agreed.on > today():
        yield "permitted_on", "Deze dag is nog niet geweest."
