"""What does not go along in a handover by name, and where the text that does go along names it all the same.

Whoever leaves a person, a number or a house out must not find her again in the free text. Everything that this signal
knows of and that is not ticked is looked for by the same finders as an anonymous tip uses (`anonymising.naming_in`): what
is unticked, barred or taken back, what was corrected, the people and things of merged signals, and who reported. Each find is settled:
the thing is ticked after all, the words are taken out of what leaves, or they stay for a reason that is kept with the
handover. Who reported stays only when she said that her name may go along, and is looked for unless she is ticked herself.
"""

import uuid
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import cast

from municipalities.models import Organisation, StoredFile

from .anonymising import Kind, Piece, Pointing, Protected, naming_in
from .codes import Origin
from .disclosure import Choice, chosen, content_of
from .held import held_rows
from .last_check import Find, LastCheck, Leaving, Withheld, pointing_of
from .models import Reporter, Signal, SignalPerson, SignalThing
from .models.people import label_of
from .normal.numbers import plates_in
from .normal.places import ways_to_say
from .protecting import hidden_of, names_of_reporter, said_of, ways_to_reporter, written
from .sharing_codes import LAWFUL_RECEIVERS, Provenance
from .sharing_fields import ADDRESS, COMPANY, FILE, VEHICLE
from .things import ThingKind, Whose
from .who_reported import WHO, line_of, who_reported

_TOGETHER = "wat niet meegaat"
_OWN = "de melder"


def about_to_leave(
    signal: Signal,
    choices: Sequence[Choice],
    ticked: Collection[str],
    answers: Mapping[str, str],
    *,
    partner: Organisation | None = None,
) -> Leaving:
    """With what the last check said to tick after all, which may name somebody else again. Few queries: of who sent it in.

    `partner`: the receiver, once it is known; leave for police data is of use only where it may have them.
    """
    by_leave = partner is None or partner.kind in LAWFUL_RECEIVERS[Provenance.WPG]
    codes = set(ticked)
    while True:
        content = content_of(chosen(choices, codes), anonymous=False)
        going = {code for code, _, _ in content}
        withheld = list(withheld_of(signal, choices, going))
        told = told_of(signal, going)
        # What a line says of a file is ours; of the file itself its words are looked through.
        typed = [line for line in content if not line[0].startswith(f"{FILE}-")]
        in_files = list(_in_files(choices, codes))
        origins = {choice.code: choice.origin for choice in choices}
        # Her own line names her, as the officer chose it, also by the name in her mail address.
        others = [one for one in withheld if one.words != _OWN]
        finds = [
            one
            for code, where, text in (*typed, *in_files)
            for one in _with_pointing(
                code,
                where,
                text,
                finds_in(code, where, text, others if code == WHO else withheld, told),
                origins.get(code, ""),
                by_leave=by_leave,
            )
        ]
        check = LastCheck(_each_once(finds, {code for code, _, _ in in_files}), answers)
        if check.ticked <= codes and not check.dropped:
            return Leaving(check.applied(content), codes, check)
        codes = (codes | check.ticked) - check.dropped


def _in_files(choices: Sequence[Choice], codes: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """(code, what it is called here, its words) of each file that goes along and has words. One query where a file goes."""
    files = [one for one in chosen(choices, codes) if one.code.startswith(f"{FILE}-")]
    going = {uuid.UUID(one.code.removeprefix(f"{FILE}-")): one for one in files}
    for about, words in words_of_files(going).items():
        yield going[about].code, going[about].beside, words


def _each_once(finds: Sequence[Find], files: Collection[str]) -> list[Find]:
    """What stands in a file goes or stays as a whole, however often it stands there."""
    in_files = {one.key: replace(one, in_file=True) for one in finds if one.code in files}
    return [*(one for one in finds if one.code not in files), *in_files.values()]


def words_of_files(about: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """By attachment, of a signal that passed its gate, the words of its file; one of which none can be read is not there."""
    if not about:
        return {}
    rows = StoredFile.objects.words_about(about)
    return {row.about: row.words for row in rows if row.words}


def finds_in(code: str, where: str, text: str, withheld: Sequence[Withheld], told: Protected) -> Iterator[Find]:
    """Where this text names one of these. `told`: the names of those who go along; what is one of theirs names nobody else, but who reported."""

    # Only the words that were found are looked at again, once each: a list of a file may name somebody in each of its rows.
    @cache
    def about(words: str) -> Sequence[Withheld]:
        of = [one for one in withheld if naming_in(words, one.known)]
        if not any(one.is_source for one in of) and [one.text for one in naming_in(words, told)] == [words]:
            return ()
        return of or [Withheld(_TOGETHER, Protected(), may_stay=False)]

    for piece in naming_in(text, _together(one.known for one in withheld)):
        if of := about(piece.text):
            yield Find(code, where, piece, of)


def _with_pointing(
    code: str, where: str, text: str, finds: Iterator[Find], origin: str, *, by_leave: bool
) -> Iterator[Find]:
    """Also the words that point to data that stay; `origin`: whose data the line says that it holds; `by_leave`: whether
    its receiver may have police data.
    """
    found = list(finds)
    yield from found
    starts, ends = [one.piece.start for one in found], [one.piece.end for one in found]  # in order, none over another
    for one in pointing_of(text, origin):
        if bisect_right(ends, one.start) < bisect_left(starts, one.end):
            continue
        piece = Piece(one.start, one.end, one.text, Kind.HELD)
        # What Bibob found goes to nobody: there is none who could agree.
        may_stay = one.kind is Pointing.MMA or (one.kind is not Pointing.BIBOB and by_leave)
        yield Find(code, where, piece, [Withheld(one.words, Protected(), may_stay=may_stay, points=True)])


def told_of(signal: Signal, going: Collection[str]) -> Protected:
    """The names of those whose line goes along."""
    people = cast("list[SignalPerson]", held_rows(signal)["people"])
    told = [person for person in people if f"{person.kind}-{person.number}" in going]
    names = [name for person in told for name in _names_of(person)]
    if WHO in going:
        names += [name for row in held_rows(signal)["reporters"] for name in names_of_reporter(row)]
    return Protected(names=dict.fromkeys(names, ""))


def _names_of(person: SignalPerson) -> list[str]:
    return [name for name in (person.name, *(person.alias or "").split(",")) if name]


def _together(known: Iterator[Protected]) -> Protected:
    every = list(known)
    return Protected(
        names={name: "" for one in every for name in one.names},
        whole=[said for one in every for said in one.whole],
        source=[said for one in every for said in one.source],
        hidden=[hidden for one in every for hidden in one.hidden],
    )


def withheld_of(signal: Signal, choices: Sequence[Choice], going: Collection[str]) -> Iterator[Withheld]:
    """Whoever and whatever this signal knows of and that does not go along with these lines."""
    open_ = {choice.code for choice in choices if not choice.barred}
    barred = {choice.code for choice in choices if choice.barred}
    rows = held_rows(signal)
    for person in cast("list[SignalPerson]", rows["people"]):
        code = f"{person.kind}-{person.number}"
        names = _names_of(person)
        if code not in going and names:
            known = Protected(names=dict.fromkeys(names, ""))
            yield Withheld(label_of(person.number), known, code if code in open_ else "", may_stay=code not in barred)
    for thing in cast("list[SignalThing]", rows["things"]):
        code = f"{thing.kind}-{thing.number}"
        told = _of_thing(thing)
        if code not in going and told:
            may_stay = code not in barred and (thing.whose != Whose.REPORTER or _may_be_named(signal))
            box = code if code in open_ else ""
            yield Withheld(str(thing), told, box, may_stay=may_stay, may_be_typed=_is_of_a_place(thing))
    yield from _of_place(signal, going, open_)
    yield from _of_merged(signal)
    yield from _of_source(signal, going, open_)
    yield replace(of_before(signal), is_source=False)


def of_before(signal: Signal) -> Withheld:
    """Whom the municipality protected that it came from: who reported there is among them."""
    known = Protected(hidden=hidden_of(signal))
    return Withheld("wie in de eerdere gemeente beschermd was", known, may_stay=False, is_source=True)


def sources_of(signal: Signal, *, goes: bool = False) -> Iterator[Withheld]:
    """Who reported this or what was merged into it, without what she does for a living. `goes`: her own line goes along."""
    rows = cast("list[Reporter]", held_rows(signal)["reporters"])
    own = _source(_OWN, rows, [signal], line=", ".join(map(line_of, rows)) if goes else "")
    things = () if goes else _of_sources_things(signal)
    for one in (*own, *_of_merged(signal), *things):
        if one.is_source:
            yield replace(one, known=replace(one.known, source=()))


def _of_sources_things(signal: Signal) -> Iterator[Withheld]:
    rows = held_rows(signal)
    for thing in cast("list[SignalThing]", [*rows["things"], *rows["merged_things"]]):
        known = _of_thing(thing) if thing.whose == Whose.REPORTER else None
        if known:
            yield Withheld("iets van de melder", known, may_stay=_may_be_named(signal), is_source=True)


def _of_thing(thing: SignalThing) -> Protected | None:
    said = [*said_of(thing), *((thing.name,) if thing.kind == ThingKind.COMPANY else ())]
    said = [one for one in said if one]
    return Protected(whole=said) if said else None


def _is_of_a_place(thing: SignalThing) -> bool:
    """Whether a handover may be about it. What is of a possible victim leads to her, and a number or an account to anybody."""
    kinds = {ThingKind.COMPANY, ThingKind.ADDRESS, ThingKind.VEHICLE}
    return thing.kind in kinds and thing.whose not in {Whose.VICTIM, Whose.REPORTER}


def _of_place(signal: Signal, going: Collection[str], open_: Collection[str]) -> Iterator[Withheld]:
    """What stands in the signal itself beside its story."""
    known = {
        ADDRESS: ("het adres", [signal.address, *ways_to_say(signal.address)] if signal.address else []),
        COMPANY: ("het bedrijf", [signal.company] if signal.company else []),
        VEHICLE: ("het voertuig", [*plates_in(signal.vehicle), *((signal.vehicle,) if signal.vehicle else ())]),
    }
    for code, (words, said) in known.items():
        if said and code not in going:
            yield Withheld(words, Protected(whole=said), code if code in open_ else "", may_be_typed=True)


def _of_merged(signal: Signal) -> Iterator[Withheld]:
    rows = held_rows(signal)
    for person in cast("list[SignalPerson]", rows["merged_people"]):
        if names := _names_of(person):
            yield Withheld("iemand uit een samengevoegd signaal", Protected(names=dict.fromkeys(names, "")))
    for thing in cast("list[SignalThing]", rows["merged_things"]):
        known = _of_thing(thing)
        if known:
            may_stay = thing.whose != Whose.REPORTER
            typed = _is_of_a_place(thing)
            yield Withheld("iets uit een samengevoegd signaal", known, may_stay=may_stay, may_be_typed=typed)
    reporters = cast("list[Reporter]", rows["merged_reporters"])
    signals = cast("list[Signal]", rows["merged"])
    yield from _source("de melder van een samengevoegd signaal", reporters, signals)


def _of_source(signal: Signal, going: Collection[str], open_: Collection[str]) -> Iterator[Withheld]:
    rows = cast("list[Reporter]", held_rows(signal)["reporters"])
    if WHO in going:
        yield from _source(_OWN, rows, [signal], line=who_reported(signal))
    else:
        yield from _source(_OWN, rows, [signal], code=WHO if WHO in open_ else "")


def _source(
    words: str, reporters: Collection[Reporter], signals: Collection[Signal], *, code: str = "", line: str = ""
) -> Iterator[Withheld]:
    """Who reported: her names, how she is reached, her function or department, and who sent it in here.

    `line`: what goes along of her; by another name or address that her account has here she is still looked for.
    """
    writers = [one.author for one in signals if one.origin in {Origin.REPORTER, Origin.PARTNER} and one.author]
    rows = () if line else reporters
    names = [
        *(name for row in rows for name in names_of_reporter(row)),
        *(writer.full_name for writer in writers if writer.full_name not in line),
    ]
    reached = [one for writer in writers for one in (writer.email, writer.phone) if one and one not in line]
    ways = [
        *(said for row in rows for said in ways_to_reporter(row)),
        *(said for one in reached for said in written(one)),
    ]
    functions = [row.function for row in rows if row.function]
    for sender in {str(one.sender) for one in signals if one.sender}:
        yield Withheld("wie het instuurde", Protected(whole=[sender]))
    if names or ways or functions:
        known = Protected(names=dict.fromkeys(filter(None, names), ""), whole=ways, source=functions)
        may_stay = bool(reporters) and all(row.may_be_named for row in reporters)
        yield Withheld(words, known, code, may_stay=may_stay, is_source=True)


def _may_be_named(signal: Signal) -> bool:
    return any(row.may_be_named for row in held_rows(signal)["reporters"])
