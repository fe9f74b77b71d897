"""The screening table: what goes out to it, and what of it comes back.

An officer puts one paragraph before the table; from then on it is frozen, and each party has a paper with exactly that. Who
leads the meeting writes the outcome on her own paper; the point in the signal's dossier and every other paper get the same, in
a context that shows nothing of them. Rows are locked in one order, whoever acts: the point, then its papers by key.
"""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from audit.operation import changing, operation, stale
from audit.recording import record, record_view
from core import walls
from core.access import Actor, authorize, may
from core.errors import Invalid, NotVisible, WrongState
from core.references import insert_referenced
from core.resend import other_content, sent_before
from core.workdays import today
from municipalities import shielding
from municipalities.models import Municipality, Organisation
from signals.codes import LegalGround
from signals.events import SignalEvent
from signals.matter import got_otherwise
from signals.models import Meeting, Seat, Signal, TableItem, TablePaper, part_of
from signals.models.tables import CARE_PARTY, MOST_TEXT, OWN_PARTY
from signals.notices import tell_care, tell_municipality, tell_partner, tell_worker
from signals.policies import SignalAction
from signals.sharing_codes import LAWFUL_RECEIVERS, Provenance
from signals.table_states import EMPTIED, ITEM, ItemState, MeetingState, TableStep
from signals.tabling import Agreed, whats_missing
from signals.typed_beside import demand_unsaid, names_barred_source
from signals.workflow import SIGNAL

from .elsewhere import shut_beforehand

_WHY = "a point and the papers of its parties are written together by the step itself, and shown to nobody"
OVER = "Dit overleg is afgesloten. Er wordt niets meer vastgelegd."
NOT_HELD = "Dit overleg is nog niet begonnen. Begin het eerst; daarna legt u vast wat er besloten is."
TAKEN_BACK = "Dit punt is van de agenda gehaald. Er is niets vastgelegd."

type Party = tuple[str, str]


@dataclass(frozen=True, slots=True)
class NewItem:
    """One point: the paragraph exactly as it will be read, what the table is asked, and who reads it (codes). `key`: the new row's id.

    `used`: keys of what was looked up and stands in the text, of what does not go on by itself. `permitted_by`, `permitted_on`:
    who of the police or the prosecutor agreed that it does, and when; `confirmed`: what M. told is confirmed by facts.
    """

    meeting: Meeting
    text: str
    question: str
    ground: LegalGround
    parties: Collection[str]
    key: uuid.UUID
    comes_first: bool = False
    used: Collection[str] = ()
    permitted_by: str = ""
    permitted_on: date | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """What was decided, whose it is (a code of the point's parties; `user_id` when a person was named), and before when.

    `step`: what the table proposes to the officer of the signal, with the partner to hand it to.
    """

    decision: str
    owner: str = ""
    user_id: int | None = None
    user_name: str = ""
    due_on: date | None = None
    step: str = ""
    step_to: str = ""


def parties_for(signal: Signal, meeting: Meeting, *, mandated: bool) -> list[Party]:
    """Who can read a point of this signal: everybody with a seat on the day of the meeting and today, and care coordination
    under a mandate; its own municipality not."""
    seats = Seat.objects.filter(table=meeting.table_id).on(today()).select_related("organisation", "municipality")
    there = [seat for seat in seats if seat.holds_on(meeting.day) or meeting.day < today()]
    found = [(seat.code, seat.label) for seat in there if seat.municipality_id != signal.municipality_id]
    return [*([(CARE_PARTY, "Zorgcoördinatie")] if mandated else []), *found]


def chair_party(meeting: Meeting, parties: Collection[Party]) -> str:
    """Of these parties the one that leads the meeting and therefore reads every point put before it; "" when it is none of them."""
    chair = meeting.table.chair_municipality_id
    code = CARE_PARTY if chair is None else f"g{chair}"
    return code if code in {known for known, _ in parties} else ""


@operation(SignalAction.TABLE)
def put_on_table(signal: Signal, *, actor: Actor, item: NewItem, known: Collection[Party]) -> TableItem:
    """Freeze the paragraph and put it before these parties. Sending the same key again gives the point that was made.

    `known`: who may be chosen (`parties_for`). Raises Invalid for a text that is none or that names who reported and may
    not be named, nobody to read it, a partner that got an anonymous tip about this signal, or a ground that the actor may not use.
    """
    given: dict[str, Any] = {
        "meeting_id": item.meeting.pk,
        "text": item.text,
        "question": item.question,
        "ground": item.ground,
        "comes_first": item.comes_first,
    }
    rows = TableItem.objects.of(signal)
    if sent_before(rows, item.key, **given):
        made: TableItem = rows.get(pk=item.key)
        if {code for code, _ in made.parties} != {OWN_PARTY, *_chosen(item.meeting, item, known)}:
            raise other_content()
        record_view(SignalEvent.VIEWED, signal, actor=actor)
        return made
    SIGNAL.move(signal, SignalAction.TABLE)
    _demand_ground(signal, item, actor)
    parties = _demand_parties(signal, item, known)
    origins = _demand_lawful(signal, item, parties)
    put = TableItem(
        **part_of(signal),
        id=item.key,
        **given,
        origins=origins,
        permitted_by=item.permitted_by.strip() if LAWFUL_RECEIVERS.keys() & set(origins) else "",
        permitted_on=item.permitted_on if LAWFUL_RECEIVERS.keys() & set(origins) else None,
        parties=[[OWN_PARTY, f"Gemeente {signal.municipality}"], *([code, label] for code, label in parties)],
        put_at=timezone.now(),
        author_id=actor.person_id,
    )
    insert_referenced(put, "T")
    record(
        SignalEvent.TABLED, put, actor=actor, detail={"item": put.reference, "parties": [code for code, _ in parties]}
    )
    for code, _ in put.parties:
        _hand_out(put, signal, code, actor)
    return put


def _demand_ground(signal: Signal, item: NewItem, actor: Actor) -> None:
    """Who hands over anonymously only puts nothing of a person before the table either."""
    if item.ground != LegalGround.NO_PERSONAL_DATA and not may(actor, SignalAction.HAND_OVER_IDENTIFIED, signal):
        message = f"U mag dit alleen inbrengen met grondslag “{LegalGround.NO_PERSONAL_DATA.label}”."
        raise Invalid({"ground": [message]})


def _demand_parties(signal: Signal, item: NewItem, known: Collection[Party]) -> list[Party]:
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting.pk)
    if meeting.state != MeetingState.PLANNED:
        raise WrongState("De agenda van dit overleg is al gesloten. Kies een later overleg.")
    text = item.text.strip()
    if not text or len(text) > MOST_TEXT or "\n" in text:
        raise Invalid({"text": [f"Schrijf één alinea van ten hoogste {MOST_TEXT} tekens."]})
    demand_unsaid(signal, {"text": text, "question": item.question}, names_barred_source)
    chosen = _chosen(meeting, item, known)
    parties = [(code, label) for code, label in known if code in chosen]
    if not parties or len(parties) != len(chosen):
        raise Invalid({"parties": ["Kies wie dit punt leest."]})
    for code, label in parties:
        if code.startswith("o") and got_otherwise(signal, int(code[1:]), anonymous=False):
            message = f"{label} kreeg over dit signaal een anonieme tip. Aan tafel is die niet meer anoniem."
            raise Invalid({"parties": [message]})
    return parties


def _chosen(meeting: Meeting, item: NewItem, known: Collection[Party]) -> set[str]:
    """Who reads it: the codes that were ticked, and who leads the meeting."""
    return {*item.parties, chair_party(meeting, known)} - {""}


def _demand_lawful(signal: Signal, item: NewItem, parties: Collection[Party]) -> list[str]:
    """Of whom the text holds data that do not go on by themselves. Police and judicial data go to receivers of a kind that may
    have them, and only when who gave them agreed; what M. told only once facts confirm it."""
    wrong, origins = whats_missing(
        signal,
        f"{item.text}\n{item.question}",
        item.used,
        Agreed(item.permitted_by.strip(), item.permitted_on, confirmed=item.confirmed),
    )
    if wrong:
        raise Invalid({name: [message] for name, message in wrong.items()})
    for origin in origins:
        kinds = LAWFUL_RECEIVERS.get(origin)
        if kinds is not None and (barred := _not_of(kinds, parties)):
            raise Invalid({"parties": [f"{Provenance(origin).label}: {', '.join(barred)} mag die niet krijgen."]})
    return origins


def _not_of(kinds: Collection[str], parties: Collection[Party]) -> list[str]:
    keys = [int(code[1:]) for code, _ in parties if code.startswith("o")]
    lawful = {f"o{one.pk}" for one in Organisation.objects.filter(pk__in=keys, kind__in=kinds)}
    return [label for code, label in parties if code not in lawful]


def _hand_out(item: TableItem, signal: Signal, code: str, actor: Actor) -> None:
    # From the key of the point, which no party learns: one paper for each, however often it is tried.
    key = uuid.uuid5(item.pk, code)
    place = int(code[1:]) if code.startswith("g") else signal.municipality_id
    paper = TablePaper(
        id=key,
        dossier_id=key,
        municipality_id=place,
        from_municipality_id=signal.municipality_id,
        item_id=item.pk,
        meeting_id=item.meeting_id,
        reference=item.reference,
        party=code,
        partner_id=int(code[1:]) if code.startswith("o") else None,
        for_care=code == CARE_PARTY,
        text=item.text,
        question=item.question,
        comes_first=item.comes_first,
        parties=item.parties,
        put_at=item.put_at,
    )
    with walls.context(walls.sign_all(user_id=actor.user_id, content=[place])):
        paper.save(force_insert=True)
        paper.municipality = (
            signal.municipality if place == signal.municipality_id else Municipality.objects.get(pk=place)
        )
        shut_beforehand(paper, signal, actor=actor)
    record(SignalEvent.PAPER_ARRIVED, paper, actor=actor)
    _tell(paper, signal, actor)


def _tell(paper: TablePaper, signal: Signal, actor: Actor) -> None:
    if paper.partner_id is not None:
        tell_partner(Organisation.objects.get(pk=paper.partner_id), actor=actor)
    elif paper.for_care:
        tell_care(signal, actor=actor)
    elif paper.party != OWN_PARTY:
        tell_municipality(paper, actor=actor)


@operation(SignalAction.WITHDRAW_ITEM)
def withdraw_item(item: TableItem, *, actor: Actor, reason: str) -> TableItem:
    """Taken off the agenda: the papers are gone for everybody, their text too. What was read stays read."""
    if item.meeting.is_over:
        raise WrongState(OVER)
    if not reason.strip():
        raise Invalid({"reason": ["Schrijf op waarom u het punt intrekt."]})
    ITEM.move(item, SignalAction.WITHDRAW_ITEM)
    item.reason = reason
    with papers_of(item, actor) as papers:
        for paper in papers:
            paper.state = ItemState.WITHDRAWN
            paper.text = paper.question = None
    record(SignalEvent.ITEM_WITHDRAWN, item, actor=actor, detail={"item": item.reference})
    return item


@operation(SignalAction.RECORD_OUTCOME)
def record_outcome(*, actor: Actor, paper: TablePaper, outcome: TableOutcome, seen: int | None = None) -> TablePaper:
    """Write down what the table decided; while the meeting goes on it may be put right. The same once more changes nothing."""
    authorize(actor, SignalAction.RECORD_OUTCOME, paper)
    if not outcome.decision.strip():
        raise Invalid({"decision": ["Schrijf op wat er besloten is."]})
    # Closing locks the meeting and then its points; so does this.
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=paper.meeting_id)
    with _all_of(paper, actor) as (item, papers, own):
        if _says(own, outcome):
            record_view(SignalEvent.PAPER_VIEWED, own, actor=actor)
            return own
        if own.meeting_id != meeting.pk or not meeting.is_held:
            raise WrongState(OVER if meeting.is_over else NOT_HELD)
        if seen is not None and seen != own.version:
            raise stale(own, actor, seen)
        ITEM.move(item, SignalAction.RECORD_OUTCOME)
        _write(item, papers, outcome)
        detail = {"item": item.reference}
        record(SignalEvent.OUTCOME_RECORDED, item, actor=actor, detail=detail)
        for one in papers:
            record(SignalEvent.OUTCOME_RECORDED, one, actor=actor)
        tell_worker(item.signal, actor=actor)
    return own


def _says(paper: TablePaper, outcome: TableOutcome) -> bool:
    there = (paper.decision, paper.owner_code, paper.owner_user_id, paper.due_on, paper.step, paper.step_to)
    said = (outcome.decision, outcome.owner, outcome.user_id, outcome.due_on, outcome.step, outcome.step_to)
    return paper.is_decided and there == said


def _write(item: TableItem, papers: Collection[TablePaper], outcome: TableOutcome) -> None:
    labels = dict(item.parties)
    if outcome.owner and outcome.owner not in labels:
        raise Invalid({"owner": ["Kies iemand die dit punt leest."]})
    if outcome.due_on and not outcome.owner:
        raise Invalid({"owner": ["Kies wie dit doet."]})
    _demand_proposal(outcome, labels)
    now = timezone.now()
    name = labels.get(outcome.owner, "")
    name = f"{outcome.user_name}, {name}" if outcome.user_id else name
    rows: list[TableItem | TablePaper] = [item, *papers]
    for row in rows:
        row.state = ItemState.DECIDED
        row.decision, row.decided_at, row.due_on = outcome.decision, now, outcome.due_on
        row.step, row.step_to = outcome.step, outcome.step_to
        row.owner_code, row.owner_name, row.owner_user_id = outcome.owner, name, outcome.user_id
        row.done_at = None
    item.done_line = None
    for paper in papers:
        paper.has_action = bool(outcome.owner) and paper.party == outcome.owner


def _demand_proposal(outcome: TableOutcome, parties: Collection[str]) -> None:
    if outcome.step == TableStep.GATHER and not outcome.due_on:
        raise Invalid({"owner": ["Kies wie dit uitzoekt, en voor wanneer."]})
    if outcome.step_to and not (outcome.step == TableStep.HAND_OVER and outcome.step_to.startswith("o")):
        raise Invalid({"step_to": ["Kies dit alleen bij doorgeven aan een partner."]})
    if outcome.step_to and outcome.step_to not in parties:
        raise Invalid({"step_to": ["Kies iemand die dit punt leest."]})


@operation(SignalAction.SETTLE_ACTION)
def settle_action(*, actor: Actor, paper: TablePaper, line: str, seen: int | None = None) -> TablePaper:
    """What was to be done is done, in one line that the officer of the signal reads."""
    authorize(actor, SignalAction.SETTLE_ACTION, paper)
    if not line.strip():
        raise Invalid({"line": ["Schrijf in één regel wat u deed."]})
    with _all_of(paper, actor) as (item, papers, own):
        if not own.has_action:
            raise WrongState("Deze actie is niet (meer) van u. Bekijk het punt opnieuw.")
        if own.done_at is not None:
            if item.done_line != line:
                raise WrongState("Deze actie is al afgerond. Er is niets overschreven.")
            record_view(SignalEvent.PAPER_VIEWED, own, actor=actor)
            return own
        if seen is not None and seen != own.version:
            raise stale(own, actor, seen)
        ITEM.move(item, SignalAction.SETTLE_ACTION)
        item.done_line = line
        item.done_at = timezone.now()
        for one in papers:
            one.done_at = item.done_at
        record(SignalEvent.ACTION_SETTLED, item, actor=actor, detail={"item": item.reference})
        record(SignalEvent.ACTION_SETTLED, own, actor=actor)
        tell_worker(item.signal, actor=actor)
    return own


@contextmanager
def papers_of(item: TableItem, actor: Actor) -> Iterator[list[TablePaper]]:
    """The papers of a point that is locked: locked too, by their keys, and written with their versions raised."""
    with walls.context(walls.sign_all(user_id=actor.user_id, content=item.places)):
        rows = TablePaper.objects.unscoped(reason=_WHY).filter(item_id=item.pk).order_by("pk")
        with _changing_all(list(rows)) as papers:
            yield papers


@contextmanager
def _changing_all(rows: list[TablePaper]) -> Iterator[list[TablePaper]]:
    if not rows:
        yield []
        return
    with changing(rows[0]) as first, _changing_all(rows[1:]) as rest:
        yield [first, *rest]


@contextmanager
def _all_of(paper: TablePaper, actor: Actor) -> Iterator[tuple[TableItem, list[TablePaper], TablePaper]]:
    """The point, its papers and among them this one, for a step of who reads it.

    Raises NotVisible when it was taken back, or kept from the actor, since the request began.
    """
    with walls.context(walls.sign_all(user_id=actor.user_id, content=[paper.from_municipality_id])):
        rows = TableItem.objects.unscoped(reason=_WHY).select_related("signal__municipality", "meeting")
        with changing(rows.get(pk=paper.item_id)) as item, papers_of(item, actor) as papers:
            own = next(one for one in papers if one.pk == paper.pk)
            if own.meeting_id == paper.meeting_id:
                own.meeting = paper.meeting
            if own.state in EMPTIED:
                raise WrongState(TAKEN_BACK)
            if own.partner_id is None and actor.person_id in shielding.excluded_from(own.dossier_id):
                raise NotVisible
            yield item, papers, own
