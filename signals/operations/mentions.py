"""The people and things of a signal: added, corrected and taken back while somebody works on it.

Nothing is overwritten: each step adds a row with the next revision (signals/models/people.py). What somebody or something
is found by elsewhere is written in the same step: keyed hashes of how it stands now, and of nothing that was corrected.
The log tells which kind and number, never a name or a value.
"""

import re
import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid, NotVisible, WrongState
from core.resend import sent_before
from signals.codes import Certainty, PossibleRole
from signals.events import SignalEvent
from signals.models import MatchKey, SignalPerson, SignalThing, part_of
from signals.models.people import PERSON
from signals.models.signal import Signal
from signals.naming import TEXTS
from signals.normal.keys import kind_of, person_keys, place_keys, thing_keys
from signals.policies import SignalAction
from signals.sharing_codes import Provenance, strictness
from signals.things import Platform, ThingKind, Whose
from signals.workflow import SIGNAL

from .states import demand_not_offered_away

_OF_SIGNAL = "signal"
_LABELLED = re.compile(r"\bpersoon (\d{1,4})\b")
WITHDRAWN = "Dit is al ingetrokken. Klopt dat niet? Voeg het opnieuw toe."
NOTHING = "Vul iets in, of ga terug zonder op te slaan."
STAYS_HELD = "Dit zijn nu: {held}. Klopt dat niet? Trek dit dan in, en voeg opnieuw toe wat wel klopt."


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """Somebody, as far as is known; all of it may be left out. `birth_year`: a year, or about how old in words.

    `provenance`: of whom this is known, where that is not of whom the report is.
    """

    name: str = ""
    alias: str = ""
    birth_year: str = ""
    description: str = ""
    role: PossibleRole = PossibleRole.UNKNOWN
    certainty: Certainty = Certainty.UNKNOWN
    provenance: Provenance | str = ""

    @property
    def kind(self) -> str:
        return PERSON

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing of anybody."""
        told = self.name or self.alias or self.birth_year or self.description
        return not told and self.role == PossibleRole.UNKNOWN

    def row(self, **given: Any) -> SignalPerson:
        """Not stored yet; `given`: the columns that do not come from what was told."""
        return SignalPerson(**_stored(self, "name", "alias", "birth_year", "description"), **given)


@dataclass(frozen=True, slots=True)
class ToldThing:
    """A company, vehicle, number, page or address; see `SignalThing`. `provenance`: as of a person."""

    kind: ThingKind
    name: str = ""
    value: str = ""
    place: str = ""
    platform: Platform | str = ""
    description: str = ""
    whose: Whose = Whose.UNKNOWN
    certainty: Certainty = Certainty.UNKNOWN
    provenance: Provenance | str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it says too little to be a thing of this kind."""
        if self.kind == ThingKind.COMPANY:
            return not self.name
        return not (self.value or (self.kind == ThingKind.VEHICLE and self.description))

    def row(self, **given: Any) -> SignalThing:
        """Not stored yet; `given`: the columns that do not come from what was told."""
        return SignalThing(**_stored(self, "value", "description"), **given)


type Told = ToldPerson | ToldThing
type Row = SignalPerson | SignalThing


def _stored(told: Told, *empty_is_none: str) -> dict[str, Any]:
    """The columns; a sealed one that is empty is None, so that nothing stands sealed in its place."""
    columns = asdict(told)
    return columns | {name: columns[name] or None for name in empty_is_none}


def _told_before(signal: Signal, *, actor: Actor, told: Told, key: uuid.UUID, number: int | None = None) -> bool:
    """Whether an earlier sending of the same form did this."""
    columns = {name: getattr(told.row(), name) for name in asdict(told)}
    if number is not None:
        columns["number"] = number
    if not sent_before(_model(told.kind).objects.of(signal), key, **columns):
        return False
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return True


def _withdrawn_before(signal: Signal, *, actor: Actor, kind: str, number: int, why: str, key: uuid.UUID) -> bool:
    """The same of what was taken back."""
    if not sent_before(_model(kind).objects.of(signal), key, number=number, withdrawn=True, why=why):
        return False
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return True


@operation(SignalAction.MENTION, done_before=_told_before)
def add_mention(signal: Signal, *, actor: Actor, told: Told, key: uuid.UUID) -> Signal:
    """Add somebody or something. Sending the same key again adds once. Raises Invalid when nothing is told."""
    if _told_before(signal, actor=actor, told=told, key=key):
        return signal
    _demand(signal, told)
    number = next_number(signal, told.kind, rows_of(signal, told.kind))
    write_told(signal, told, id=key, number=number, author_id=actor.person_id)
    signal.version += 1
    detail = {"kind": str(told.kind), "number": number} | _whose(told)
    record(SignalEvent.MENTION_ADDED, signal, actor=actor, detail=detail)
    return signal


@operation(SignalAction.MENTION, done_before=_told_before)
def correct_mention(signal: Signal, *, actor: Actor, number: int, told: Told, key: uuid.UUID) -> Signal:
    """Say how it is; what was said before stays to be read. The same key again changes nothing.

    Raises Invalid where less of it would be held back than was (ADR 56).
    """
    if _told_before(signal, actor=actor, told=told, key=key, number=number):
        return signal
    _demand(signal, told)
    last = _last(signal, told.kind, number)
    _demand_held(signal, last, told)
    write_told(signal, told, id=key, number=number, revision=last.revision + 1, author_id=actor.person_id)
    signal.version += 1
    detail = {"kind": str(told.kind), "number": number} | _whose(told)
    record(SignalEvent.MENTION_CORRECTED, signal, actor=actor, detail=detail)
    return signal


@operation(SignalAction.MENTION, done_before=_withdrawn_before)
def withdraw_mention(signal: Signal, *, actor: Actor, kind: str, number: int, why: str, key: uuid.UUID) -> Signal:
    """It has nothing to do with the matter after all, or stood here twice. It is found by nothing from then on."""
    if _withdrawn_before(signal, actor=actor, kind=kind, number=number, why=why, key=key):
        return signal
    SIGNAL.move(signal, SignalAction.MENTION)
    demand_not_offered_away(signal)
    if not why.strip():
        raise Invalid({"why": ["Schrijf op waarom."]})
    last = _last(signal, kind, number)
    again = told_of(last).row(**part_of(signal), id=key, number=number, revision=last.revision + 1)
    again.withdrawn, again.why, again.author_id = True, why, actor.person_id
    again.save(force_insert=True)
    write_keys(signal, kind, number, ())
    signal.version += 1
    record(SignalEvent.MENTION_WITHDRAWN, signal, actor=actor, detail={"kind": kind, "number": number})
    return signal


def _demand(signal: Signal, told: Told) -> None:
    SIGNAL.move(signal, SignalAction.MENTION)
    demand_not_offered_away(signal)
    if told.is_empty:
        raise Invalid(message=NOTHING)


def _demand_held(signal: Signal, last: Row, told: Told) -> None:
    was, now = (Provenance(one or signal.provenance) for one in (last.provenance, told.provenance))
    if strictness(now) < strictness(was):
        raise Invalid({"provenance": [STAYS_HELD.format(held=was.label)]})


def _whose(told: Told) -> dict[str, str]:
    """For the log: whose data somebody said it is, where that is not of whom the report is."""
    return {"whose": str(told.provenance)} if told.provenance else {}


def _last(signal: Signal, kind: str, number: int) -> Row:
    """How it stands. NotVisible when there is none of this number, WrongState when it was withdrawn."""
    found = max((row for row in rows_of(signal, kind) if row.number == number), key=_revision, default=None)
    if found is None:
        raise NotVisible
    if found.withdrawn:
        raise WrongState(WITHDRAWN)
    return found


def _revision(row: Row) -> int:
    return row.revision


def rows_of(signal: Signal, kind: str) -> list[Row]:
    """Every revision of one kind of a signal that has passed its own gate."""
    rows: Any = _model(kind).objects.of(signal)
    return list(rows if kind == PERSON else rows.filter(kind=kind))


def next_number(signal: Signal, kind: str, rows: Iterable[Row]) -> int:
    """A number that none of these had, also none that was withdrawn, and none that the text calls a person by."""
    texts = " ".join(getattr(signal, name) for name in TEXTS) if kind == PERSON else ""
    return max([*(row.number for row in rows), *map(int, _LABELLED.findall(texts))], default=0) + 1


def told_of(row: Row) -> Told:
    """What a row says, as it can be told again."""
    if isinstance(row, SignalPerson):
        names = ("name", "alias", "birth_year", "description")
        texts = {name: getattr(row, name) or "" for name in names}
        role, certainty = PossibleRole(row.role), Certainty(row.certainty)
        return ToldPerson(**texts, role=role, certainty=certainty, provenance=row.provenance)
    return ToldThing(
        kind=ThingKind(row.kind),
        name=row.name,
        value=row.value or "",
        place=row.place,
        platform=row.platform,
        description=row.description or "",
        whose=Whose(row.whose),
        certainty=Certainty(row.certainty),
        provenance=row.provenance,
    )


def numbered(told: Iterable[Told]) -> Iterator[tuple[int, Told]]:
    """Each with a number, from 1 for each kind."""
    count: dict[str, int] = {}
    for one in told:
        count[one.kind] = count.get(one.kind, 0) + 1
        yield count[one.kind], one


def store_told(signal: Signal, told: Iterable[tuple[int, Told]], *, author_id: int | None) -> None:
    """With a new signal: its people and things, each with its number, and by what these and its place are found."""
    store_in_bulk([(signal, told)], author_id=author_id)


def store_in_bulk(made: Iterable[tuple[Signal, Iterable[tuple[int, Told]]]], *, author_id: int | None) -> None:
    """The same with several new signals, in three statements."""
    keys: list[MatchKey] = []
    rows: list[Row] = []
    for signal, told in made:
        keys += keys_with(signal)
        for number, one in told:
            rows.append(one.row(**part_of(signal), number=number, author_id=author_id))
            keys += keys_with(signal, one, number)
    SignalPerson.objects.bulk_create([row for row in rows if isinstance(row, SignalPerson)])
    SignalThing.objects.bulk_create([row for row in rows if isinstance(row, SignalThing)])
    MatchKey.objects.bulk_create(keys)


def keys_with(signal: Signal, told: Told | None = None, number: int = 1) -> list[MatchKey]:
    """By what a person or thing of a signal is found, or without one the place of the signal itself; not stored yet."""
    if told is None:
        return _keys(signal, _OF_SIGNAL, 0, place_contents(signal))
    return _keys(signal, told.kind, number, keys_of(told))


def write_place_keys(signal: Signal) -> None:
    """After what stands in the signal itself was changed."""
    write_keys(signal, _OF_SIGNAL, 0, place_contents(signal))


def place_contents(signal: Signal) -> Collection[str]:
    """By what the place of a signal, and what stands in the signal itself, is found."""
    # Who writes a short note has no other field for a plate than the story itself.
    vehicle = f"{signal.vehicle}\n{signal.facts}"
    where = {"company_name": signal.company, "vehicle": vehicle, "place": signal.place}
    return place_keys(**where, address_line=signal.address or "")


def write_keys(signal: Signal, about: str, number: int, contents: Collection[str]) -> None:
    """By what it is found from now on, and by nothing else."""
    MatchKey.objects.of(signal).filter(about=about, number=number).delete()
    MatchKey.objects.bulk_create(_keys(signal, about, number, contents))


def keys_of(told: Told) -> Collection[str]:
    """By what somebody or something is found."""
    if isinstance(told, ToldPerson):
        return person_keys(told.name, told.alias, told.birth_year)
    return thing_keys(told.kind, value=told.value, name=told.name, place=told.place, platform=told.platform)


def _keys(signal: Signal, about: str, number: int, contents: Collection[str]) -> list[MatchKey]:
    return [
        MatchKey(**part_of(signal), about=str(about), number=number, kind=kind_of(content), content=content)
        for content in sorted(contents)
    ]


def write_told(signal: Signal, told: Told, **given: Any) -> None:
    """A row of how it stands from now on (`given`: its other columns), and by what it is found."""
    row = told.row(**part_of(signal), **given)
    row.save(force_insert=True)
    write_keys(signal, told.kind, row.number, keys_of(told))


def _model(kind: str) -> type[SignalPerson | SignalThing]:
    return SignalPerson if kind == PERSON else SignalThing
