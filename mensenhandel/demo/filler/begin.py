"""How a generated signal comes in: from a card to its first rows."""

from dataclasses import dataclass
from datetime import timedelta

from core.access import Actor
from mensenhandel.demo import naming, plan
from mensenhandel.demo.texts.openings import Opening
from mensenhandel.demo.texts.writer import Writer
from signals import terms
from signals.codes import Answered, Certainty, Origin
from signals.events import SignalEvent
from signals.models import Reporter, Signal, Submission, part_of
from signals.operations import mentions
from signals.sharing_codes import Naming, of_source
from signals.things import ThingKind
from signals.workflow import SignalState

from . import looks, who
from .deal import Card
from .file import File, office_moment
from .sheet import Sheet
from .who import Sender

# By whether somebody stays unknown: what she said when she was asked, or that nobody asked.
_NAMING = {True: (Naming.ANONYMOUS, Naming.NOT_ASKED), False: (Naming.INSIDE, Naming.UNKNOWN)}
_MORNINGS = ("vanaf 05.00 uur", "avonddienst", "in het weekend", "elke werkdag na 16.00 uur")


@dataclass(frozen=True, slots=True)
class _Told:
    """The text of a signal, with what follows from it."""

    opening: Opening
    text: str
    interpretation: str


def open_file(sheet: Sheet, writer: Writer, card: Card) -> File:
    """The signal with its reporter, the sender's copy and its first state."""
    opening, text = writer.facts(card.kind, card.group)
    told = _Told(opening, text, writer.phrase("interpretation") if card.number % 4 == 0 else "")
    sender = who.sender(sheet.world, card, opening.source)
    signal = sheet.add(_signal(sheet, card, told, sender))
    reporter = sheet.add(
        Reporter(
            id=sheet.world.key("filler", card.area, card.number, "reporter"),
            **part_of(signal),
            function=looks.FUNCTIONS.get(opening.source),
            contact=naming.phone(2000 + card.number * 7),
            wants_anonymity=card.number % 3 != 0,
            naming=_NAMING[card.number % 3 != 0][card.number % 2],
        )
    )
    file = File(sheet, writer, card, _worker(sheet, card, sender), signal, reporter, signal.received_at)
    _mention(file)
    if sender.origin in (Origin.REPORTER, Origin.PARTNER):
        file.submission = sheet.add(_submission(file, sender))
        file.state(SignalState.RECEIVED)
        file.log(SignalEvent.SUBMITTED, actor=sender.actor)
    else:
        file.state(SignalState.TRIAGE)
        file.log(SignalEvent.LOGGED)
    return file


def _worker(sheet: Sheet, card: Card, sender: Sender) -> Actor:
    return sender.actor if sender.origin == Origin.CARE_COORDINATOR else who.worker(sheet.world, card)


def _signal(sheet: Sheet, card: Card, told: _Told, sender: Sender) -> Signal:
    key = sheet.world.key("filler", card.area, card.number)
    received = office_moment(sheet, card.day)
    return Signal(
        id=key,
        dossier_id=key,
        municipality=sheet.world.municipalities[card.municipality],
        reference=sheet.reference("S", card.area, card.number),
        state=SignalState.RECEIVED,
        origin=sender.origin,
        author_id=sender.actor.user_id,
        sender=sender.organisation,
        source=told.opening.source,
        provenance=of_source(told.opening.source),
        knowledge=told.opening.knowledge,
        danger=Answered.UNKNOWN if card.number % 6 == 0 else Answered.NO,
        minor=looks.minor_in(told.text),
        veilig_thuis=Answered.YES if looks.minor_in(told.text) == Answered.YES else Answered.NO,
        facts=told.text,
        interpretation=told.interpretation,
        place=card.municipality,
        address=_address(card, told.text),
        **_trade(card),
        seen_on=card.day - timedelta(days=card.number % 4),
        form=card.kind.form,
        route=card.kind.route,
        received_at=received,
        due_on=terms.TAKE_UP.default.due(received),
        inform_by=terms.INFORM_REPORTER.default.due(received),
    )


def _address(card: Card, text: str) -> str | None:
    """The street that the text names, with a number."""
    street = next((street for street in naming.STREETS if street in text), None)
    return f"{street} {card.number % 89 + 1}, 0{card.number % 1000:03} AA {card.municipality}" if street else None


def _trade(card: Card) -> dict[str, str]:
    """Company, vehicle and shift, where somebody noticed them."""
    if card.kind not in (plan.LABOUR, plan.CRIMINAL):
        return {}
    labour = card.kind == plan.LABOUR
    return {
        "company": naming.company(card.number) if labour and card.number % 2 else "",
        "vehicle": "busje" if _has_plate(card) else "",
        "shift": _MORNINGS[card.number % len(_MORNINGS)] if labour and card.number % 3 == 0 else "",
    }


def _has_plate(card: Card) -> bool:
    return card.kind in (plan.LABOUR, plan.CRIMINAL) and card.number % 4 == 1


def _mention(file: File) -> None:
    """The plate that somebody noted down, and by what the signal is found."""
    signal, card = file.signal, file.card
    keys = mentions.keys_with(signal)
    if _has_plate(card):
        told = mentions.ToldThing(ThingKind.VEHICLE, value=naming.plate(card.number + 10), certainty=Certainty.SEEN)
        file.part(told.row(**part_of(signal), id=file.key("vehicle"), number=1, author_id=signal.author_id))
        keys += mentions.keys_with(signal, told)
    for place, key in enumerate(keys):
        key.id = file.key("match", place)
        file.part(key)


def _submission(file: File, sender: Sender) -> Submission:
    return Submission(
        id=file.key("submission"),
        **part_of(file.signal),
        reference=file.signal.reference,
        author_id=sender.actor.user_id,
        partner=sender.organisation,
        state=file.signal.state,
        sent_at=file.now,
        due_on=terms.TAKE_UP.default.due(file.now),
        changed_at=file.now,
    )
