"""A name that was typed into a signal's text goes to a sealed row; the text says "persoon 1" from then on. A BSN goes altogether.

Text stands readable in the database, for colleagues search in it (docs/adr/0007); names need not. The log tells which
fields changed and of which number, never the name. No copy of the earlier text is kept: name and label put it together.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.bsn import without_bsns
from core.errors import Invalid
from core.resend import sent_before
from signals.codes import Certainty, PossibleRole
from signals.events import SignalEvent
from signals.models import Signal, SignalPerson
from signals.models.people import PERSON, label_of, standing
from signals.named import LINES, TAKEN_OUT, bsns_of
from signals.naming import TEXTS, names_in, says_somebody, without
from signals.policies import SignalAction
from signals.workflow import SIGNAL

from .completing import PLACE
from .mentions import Row, ToldPerson, next_number, rows_of, told_of, write_place_keys, write_told
from .states import demand_not_offered_away


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it stands in the text, and what this person may have to do with it. `key`: the new row's id.

    `number`: of the person that the signal has already whose name it is; role and certainty stay as they are then.
    """

    name: str
    role: PossibleRole
    certainty: Certainty
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    number: int | None = None


def _moved_before(signal: Signal, *, actor: Actor, named: Named) -> bool:
    """Whether an earlier sending of the same form did this."""
    people = SignalPerson.objects.of(signal)
    given = {"name": named.name, "role": named.role, "certainty": named.certainty}
    if not sent_before(people, named.key, **({"number": named.number} if named.number else given)):
        return False
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return True


@operation(SignalAction.MOVE_NAME, done_before=_moved_before)
def move_name(signal: Signal, *, actor: Actor, named: Named) -> Signal:
    """Put the person's label wherever the name stands, and the name in a row of its own. Raises Invalid when it stands nowhere, or is
    a word of every sentence.

    Sending the same key again changes nothing.
    """
    if _moved_before(signal, actor=actor, named=named):
        return signal
    SIGNAL.move(signal, SignalAction.MOVE_NAME)
    demand_not_offered_away(signal)
    people = rows_of(signal, PERSON)
    known = _known(people, named.number)
    number = known.number if known else next_number(signal, PERSON, people)
    texts = {name: getattr(signal, name) for name in TEXTS}
    if not any(without(text, named.name, "", whole=True) != text for text in texts.values()):
        raise Invalid({"name": ["Deze naam staat niet (meer) in de tekst. Neem hem over zoals hij er staat."]})
    offered = {found.text for text in texts.values() for found in names_in(text)}
    if named.name not in offered and not says_somebody(named.name):
        raise Invalid(
            {"name": ["Dit is geen naam: dit staat in veel zinnen. Neem de hele naam of het hele nummer over."]}
        )
    changed = {name: without(text, named.name, label_of(number)) for name, text in texts.items()}
    changed = {name: text for name, text in changed.items() if text != texts[name]}
    for name, text in changed.items():
        setattr(signal, name, text)
    told = (
        _also_called(known, named.name) if known else ToldPerson(named.name, role=named.role, certainty=named.certainty)
    )
    write_told(
        signal,
        told,
        id=named.key,
        number=number,
        revision=known.revision + 1 if known else 1,
        author_id=actor.person_id,
    )
    record(SignalEvent.NAME_MOVED, signal, actor=actor, detail={"person": number, "fields": sorted(changed)})
    return signal


_TAKEN_OUT_OF_LINE = "[nummer]"  # a line is of a certain length, and a BSN is longer than this
NO_BSN_THERE = "In de tekst staat geen nummer (meer) dat een burgerservicenummer (BSN) kan zijn."


@operation(SignalAction.TAKE_OUT_BSN)
def take_out_bsn(signal: Signal, *, actor: Actor) -> Signal:
    """Take every number that could be a BSN out of the text, for good: nothing keeps it but what went out already.

    Raises Invalid where there is none.
    With direct danger nobody is stopped who types one, and what was reported can be changed in no other way.
    """
    SIGNAL.move(signal, SignalAction.TAKE_OUT_BSN)
    demand_not_offered_away(signal)
    if not bsns_of(signal):
        raise Invalid(message=NO_BSN_THERE)
    changed = []
    for name in (*TEXTS, *LINES):
        text = without_bsns(getattr(signal, name), TAKEN_OUT if name in TEXTS else _TAKEN_OUT_OF_LINE)
        if text != getattr(signal, name):
            setattr(signal, name, text)
            changed.append(name)
    if PLACE.intersection(changed):
        write_place_keys(signal)
    record(SignalEvent.BSN_TAKEN_OUT, signal, actor=actor, detail={"fields": sorted(changed)})
    return signal


def _known(people: Iterable[Row], number: int | None) -> SignalPerson | None:
    """The person of this number, when one was chosen. Raises Invalid when there is none any more."""
    if number is None:
        return None
    for person in standing(people):
        if person.number == number and isinstance(person, SignalPerson):
            return person
    raise Invalid({"person": ["Deze persoon staat er niet meer. Kies opnieuw."]})


def _also_called(person: SignalPerson, name: str) -> ToldPerson:
    """What is known of the person, with a name that was not: as the name, or as one more that it goes by."""
    told = told_of(person)
    assert isinstance(told, ToldPerson)  # noqa: S101  of a person
    if not told.name:
        return replace(told, name=name)
    known = {part.strip() for part in (told.name, *told.alias.split(","))}
    return told if name in known else replace(told, alias=", ".join(filter(None, (told.alias, name))))
