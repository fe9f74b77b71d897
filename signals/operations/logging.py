"""How a signal begins: a short note, a logged or a sent signal. The draft before it stands in drafts.py.

The row's key is made when the form is first shown (a draft's id becomes the signal's id), so that sending twice makes
one signal. The holder is fixed when the draft is made.
"""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core import walls
from core.access import Actor
from core.errors import Invalid
from core.keyed import hashes_of, keyed_content, keyed_hash
from core.references import insert_referenced
from core.resend import AlreadySent, demand_same, other_content
from core.unit import once
from municipalities.models import Municipality, Organisation
from signals import terms
from signals.calling import Caller
from signals.codes import Answered, Form, Knowledge, Origin, Route, Source
from signals.events import SignalEvent
from signals.indicators import Noticed
from signals.many_sent import demand_room
from signals.models import Reporter, Signal, Submission, part_of
from signals.notices import announce
from signals.policies import SignalAction
from signals.sectors import LabourSector, SexSector
from signals.sharing_codes import Naming, Provenance, lets_go, of_source
from signals.when import told_when
from signals.workflow import SignalState

from .lifecycle import own
from .mentions import Told, numbered, store_told
from .noticing import SituationFacts, add_indicators, add_situations, demand_same_indicators
from .states import open_period


@dataclass(frozen=True, slots=True)
class ReporterFacts:
    """Who reported; all of it may be unknown."""

    name: str = ""
    function: str = ""
    contact: str = ""
    call_back: str = ""
    wants_anonymity: bool = True
    naming: Naming = Naming.NOT_ASKED

    def columns(self) -> dict[str, Any]:
        """As they are stored."""
        return {
            "name": self.name or None,
            "function": self.function or None,
            "contact": self.contact or None,
            "call_back": self.call_back or None,
            "wants_anonymity": self.wants_anonymity,
            "naming": self.naming,
        }


@dataclass(frozen=True, slots=True)
class SignalFacts:
    """What is logged. `place` or `place_unknown` must be given; `facts` too. Without any word of when it was, that is not known.

    `told`: the people and things that it mentions, beside the place, address, company and vehicle of where it happened.
    `provenance`: whose data it is; None where that follows from its source. `address_found`: signals/whereabouts.py.
    `situations`: matters that whoever sent it told apart already. `veilig_thuis`: whether Veilig Thuis was called, where a minor
    is or may be involved. `labour_sector`: of work only, `sex_sector`: of sexual exploitation only (signals/sectors.py).
    """

    source: Source
    facts: str
    provenance: Provenance | None = None
    knowledge: Knowledge = Knowledge.UNKNOWN
    interpretation: str = ""
    already_done: str = ""
    danger: Answered = Answered.UNKNOWN
    danger_called_at: dt.time | None = None
    danger_called_by: Caller | None = None
    danger_not_called: str = ""
    minor: Answered = Answered.UNKNOWN
    place: str = ""
    place_unknown: str = ""
    address: str = ""
    address_found: Mapping[str, Any] | None = None
    company: str = ""
    vehicle: str = ""
    shift: str = ""
    seen_on: dt.date | None = None
    seen_when: str = ""
    reported_on: dt.date | None = None
    form: Form = Form.UNKNOWN
    other_forms: tuple[Form, ...] = ()
    route: Route = Route.UNKNOWN
    indicators: tuple[Noticed, ...] = ()
    veilig_thuis: Answered = Answered.UNKNOWN
    told: tuple[Told, ...] = ()
    situations: tuple[SituationFacts, ...] = ()
    labour_sector: LabourSector | None = None
    sex_sector: SexSector | None = None
    serious_disadvantage: bool = False
    reporter: ReporterFacts = field(default_factory=ReporterFacts)

    @property
    def is_let_go(self) -> bool:
        """Whether somebody said that it is held back less than what its source tells mostly is."""
        return lets_go(self.provenance, self.source)

    def as_held(self) -> "SignalFacts":
        """The same, told by who may say only that it or a situation of it is held back more than its source says."""
        situations = (
            replace(one, provenance=None) if lets_go(one.provenance, one.source) else one for one in self.situations
        )
        return replace(self, provenance=None if self.is_let_go else self.provenance, situations=tuple(situations))

    def columns(self) -> dict[str, Any]:
        """What of it stands in the signal itself, as it is stored."""
        return {
            "source": self.source,
            "provenance": self.provenance or of_source(self.source),
            "knowledge": self.knowledge,
            "danger": self.danger,
            "danger_called_at": self.danger_called_at,
            "danger_called_by": self.danger_called_by or "",
            "danger_not_called": self.danger_not_called,
            "minor": self.minor,
            "facts": self.facts,
            "interpretation": self.interpretation,
            "already_done": self.already_done,
            "place": self.place,
            "place_unknown": self.place_unknown,
            "address": self.address or None,
            "address_found": dict(self.address_found) if self.address_found else None,
            "company": self.company,
            "vehicle": self.vehicle,
            "shift": self.shift,
            "seen_on": self.seen_on,
            "seen_when": told_when(self.seen_on, self.seen_when),
            "reported_on": self.reported_on,
            "form": self.form,
            "other_forms": list(self.other_forms),
            "route": self.route,
            "veilig_thuis": self.veilig_thuis,
            "labour_sector": self.labour_sector or "",
            "sex_sector": self.sex_sector or "",
            "serious_disadvantage": self.serious_disadvantage,
        }


@operation(SignalAction.NOTE)
def note_signal(
    *, actor: Actor, municipality: Municipality, origin: Origin, facts: SignalFacts, key: uuid.UUID
) -> Signal:
    """The one-page phone note: straight into triage with the writer as owner, to be completed later."""
    return _log(actor, municipality, origin, facts, key, SignalEvent.NOTED)


@operation(SignalAction.LOG)
def log_signal(
    *, actor: Actor, municipality: Municipality, origin: Origin, facts: SignalFacts, key: uuid.UUID
) -> Signal:
    """The focal officer (or the care coordinator, for herself) logs what came in: the take-up term is met."""
    return _log(actor, municipality, origin, facts, key, SignalEvent.LOGGED)


@operation(SignalAction.SUBMIT)
def submit_signal(
    *,
    actor: Actor,
    municipality: Municipality,
    facts: SignalFacts,
    key: uuid.UUID,
    sender: Organisation | None = None,
    request_hash: str = "",
) -> Submission:
    """A colleague or partner sends a signal: it waits in `received`, and the sender sees number, state and answer only.

    `request_hash`: SHA-256 of what a program sent, to know a repeated request from another one under the same key; of a
    form it is a keyed hash of what it says.

    Gives the sender's copy; sending the same key again gives the same copy, with other content raises AlreadySent. Raises Invalid
    for more than one may send in a day (many_sent.py).
    """
    once(key)
    sent: Submission | None = Submission.objects.visible_to(actor).filter(signal_id=key).first()
    content = _submitted(municipality, facts, sender)
    if sent is not None:
        if sent.request_hash != request_hash and sent.request_hash not in _hashes(content):
            raise other_content()
        record_view(SignalEvent.SUBMISSION_VIEWED, sent, actor=actor)
        return sent
    demand_room(actor, sender, facts.danger)
    request_hash = request_hash or keyed_hash(content).hex()
    origin = Origin.REPORTER if sender is None else Origin.PARTNER
    facts = facts.as_held()
    signal = _build(actor, municipality, origin, facts, key)
    signal.sender = sender
    due_on = _await_take_up(signal, actor)
    with walls.context(walls.sign_all(user_id=actor.user_id, content=[municipality.pk])):
        submission = _hand_in(signal, facts, actor, request_hash, due_on)
    announce(municipality, danger=signal.is_acute)
    record(SignalEvent.SUBMITTED, signal, actor=actor)
    return submission


def _submitted(municipality: Municipality, facts: SignalFacts, sender: Organisation | None) -> str:
    """What a form says, to be hashed: the sender cannot read the signal it became."""
    told = {"municipality": municipality.pk, "sender": sender.pk if sender else None, **asdict(facts)}
    return keyed_content("submission", json.dumps(told, sort_keys=True, default=str))


def _hashes(content: str) -> set[str]:
    return {one.hex() for one in hashes_of(content)}


@operation(SignalAction.REPORT_PUBLICLY)
def report_publicly(*, actor: Actor, municipality: Municipality, facts: SignalFacts, key: uuid.UUID) -> Signal:
    """Somebody without an account tells what she saw: it waits in `received`, and nobody outside sees anything of it again.

    Sending the same again gives the same signal; with another text it is a signal of its own, for nobody outside can add to one.
    """
    once(key)
    with walls.context(walls.sign_all(user_id=actor.user_id, content=[municipality.pk])):
        sent, key = _told_publicly(facts, key)
        if sent is not None:
            record_view(SignalEvent.VIEWED, sent, actor=actor)
            return sent
        signal = _build(actor, municipality, Origin.PUBLIC, facts, key)
        _await_take_up(signal, actor)
        _store(signal, facts, actor)
    announce(municipality, danger=signal.is_acute)
    record(SignalEvent.REPORTED_PUBLICLY, signal, actor=actor)
    return signal


# So many texts sent from one page are looked for among what came before.
_TEXTS_OF_A_PAGE = 20


def _told_publicly(facts: SignalFacts, key: uuid.UUID) -> tuple[Signal | None, uuid.UUID]:
    """The signal that was told in just these words from the page with this key, or None; and the key of the next one.

    Who goes back a page and writes that somebody is in danger now is heard, however often. The keys follow from the
    first, not from what was written, so that they tell nothing of it.
    """
    rows = Signal.objects.unscoped(reason="sent twice").filter(origin=Origin.PUBLIC)
    one = key
    for _ in range(_TEXTS_OF_A_PAGE):
        sent: Signal | None = rows.filter(pk=one).first()
        if sent is None or _tells(sent, facts):
            return sent, one
        one = uuid.uuid5(one, "another text")
    # Whoever goes on is heard too, and is not looked for among all that came before.
    return None, uuid.uuid4()


def _tells(signal: Signal, facts: SignalFacts) -> bool:
    with suppress(AlreadySent):
        demand_same(signal, facts.columns())
        demand_same(Reporter.objects.of(signal).get(), facts.reporter.columns())
        return True
    return False


def _await_take_up(signal: Signal, actor: Actor) -> dt.date:
    """Start the term within which somebody looks at what came in; its last day."""
    usual = terms.TAKE_UP.of(signal.municipality_id, actor)
    term = terms.TAKE_UP_IN_DANGER if signal.is_acute else usual
    signal.due_on = due_on = term.due(signal.received_at)
    return due_on


def _hand_in(signal: Signal, facts: SignalFacts, actor: Actor, request_hash: str, due_on: dt.date) -> Submission:
    """Store the signal where its sender never looks again, and the sender's own copy beside it."""
    _store(signal, facts, actor)
    made: Submission = Submission.objects.create(
        **part_of(signal),
        reference=signal.reference,
        author_id=actor.user_id,
        partner=signal.sender,
        request_hash=request_hash,
        state=signal.state,
        sent_at=signal.received_at,
        due_on=due_on,
        changed_at=signal.received_at,
    )
    return made


def _log(
    actor: Actor, municipality: Municipality, origin: Origin, facts: SignalFacts, key: uuid.UUID, event: SignalEvent
) -> Signal:
    once(key)
    made: Signal | None = Signal.objects.visible_to(actor).filter(pk=key).first()
    if made is not None:
        demand_same(made, {"municipality_id": municipality.pk, **facts.columns()})
        demand_same(Reporter.objects.of(made).get(), facts.reporter.columns())
        demand_same_indicators(made, made.pk, facts.indicators)
        record_view(SignalEvent.VIEWED, made, actor=actor)
        return made
    signal = _build(actor, municipality, origin, facts, key)
    signal.state = SignalState.TRIAGE
    own(signal, actor)
    _store(signal, facts, actor)
    record(event, signal, actor=actor, detail={"whose": facts.provenance} if facts.is_let_go else None)
    return signal


def _build(actor: Actor, municipality: Municipality, origin: Origin, facts: SignalFacts, key: uuid.UUID) -> Signal:
    _demand_minimum(facts)
    now = timezone.now()
    return Signal(
        id=key,
        dossier_id=key,
        municipality=municipality,
        origin=origin,
        author_id=actor.user_id,
        received_at=now,
        danger_since=now if facts.danger == Answered.YES else None,
        inform_by=terms.INFORM_REPORTER.of(municipality.pk, actor).due_from(terms.told_since(facts.reported_on, now)),
        **facts.columns(),
    )


def _demand_minimum(facts: SignalFacts) -> None:
    missing: dict[str, list[str]] = {}
    if not facts.facts.strip():
        missing["facts"] = ["Schrijf op wat er is gezien of gehoord."]
    if not (facts.place or facts.place_unknown):
        missing["place"] = ["Vul een plaats in, of zeg waarom die niet bekend is."]
    if missing:
        raise Invalid(missing)


def _store(signal: Signal, facts: SignalFacts, actor: Actor) -> None:
    insert_referenced(signal, "S")
    open_period(signal, signal.received_at)
    Reporter.objects.create(**part_of(signal), **facts.reporter.columns())
    add_indicators(signal, facts.indicators, author_id=signal.author_id, batch=signal.pk, at=signal.received_at)
    add_situations(signal, facts.situations, author_id=signal.author_id, at=signal.received_at)
    store_told(signal, numbered(facts.told), author_id=actor.user_id)
