"""The screening table: what goes out to it. What of it comes back stands in table_outcomes.py.

An officer puts one paragraph before the table; from then on it is frozen, and each party has a paper with exactly that.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core import walls
from core.access import Actor, may
from core.errors import Invalid, WrongState
from core.references import insert_referenced
from core.resend import other_content, sent_before
from core.workdays import today
from municipalities.models import Municipality, Organisation
from municipalities.shielding import demand_let_in
from signals.codes import LegalGround
from signals.events import SignalEvent
from signals.matter import got_otherwise
from signals.models import Meeting, Seat, Signal, TableItem, TablePaper, part_of
from signals.models.tables import CARE_PARTY, MOST_TEXT, OWN_PARTY
from signals.notices import tell_care, tell_municipality, tell_partner
from signals.policies import SignalAction
from signals.sharing_codes import LAWFUL_RECEIVERS, Provenance
from signals.table_states import ITEM, ItemState, MeetingState
from signals.tabling import Agreed, whats_missing
from signals.typed_beside import demand_unsaid, names_barred_source, repeats_secret
from signals.workflow import SIGNAL

from .elsewhere import shut_beforehand
from .pointing import record_left
from .table_outcomes import OVER, papers_of

type Party = tuple[str, str]

TEXT, QUESTION = "Tafeltekst", "Wat vraagt u aan de tafel?"


@dataclass(frozen=True, slots=True)
class NewItem:
    """One point: the paragraph exactly as it will be read, what the table is asked, and who reads it (codes). `key`: the new row's id.

    `used`: keys of what was looked up and stands in the text, of what does not go on by itself. `permitted_by`, `permitted_on`:
    who of the police or the prosecutor agreed that it does, and when; `confirmed`: what M. told is confirmed by facts;
    `pointing_why`: why words that point to such data are left standing (tabling.py).
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
    pointing_why: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """What is read of it, by what it is called."""
        return {TEXT: self.text, QUESTION: self.question}

    @property
    def agreed(self) -> Agreed:
        """What was said of data that do not go on by themselves."""
        return Agreed(self.permitted_by.strip(), self.permitted_on, self.confirmed, self.pointing_why)


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
    demand_let_in(signal, actor)
    SIGNAL.move(signal, SignalAction.TABLE)
    _demand_ground(signal, item, actor)
    parties = _demand_parties(signal, item, known)
    origins = _demand_lawful(signal, item, parties, actor)
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
    demand_unsaid(signal, {"text": text, "question": item.question}, names_barred_source, repeats_secret)
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


def _demand_lawful(signal: Signal, item: NewItem, parties: Collection[Party], actor: Actor) -> list[str]:
    """Of whom the text holds data that do not go on by themselves. Police and judicial data go to receivers of a kind that may
    have them, and only when who gave them agreed; what M. told only once facts confirm it."""
    looked = whats_missing(signal, item.texts, item.used, item.agreed)
    if looked.wrong:
        raise Invalid({name: [message] for name, message in looked.wrong.items()})
    for origin in looked.origins:
        kinds = LAWFUL_RECEIVERS.get(origin)
        if kinds is not None and (barred := _not_of(kinds, parties)):
            raise Invalid({"parties": [f"{Provenance(origin).label}: {', '.join(barred)} mag die niet krijgen."]})
    if looked.pointed:
        record_left(signal, [one for _, one in looked.pointed], actor=actor, why=item.pointing_why)
    return looked.origins


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
        ask_first=code != OWN_PARTY and not LAWFUL_RECEIVERS.keys().isdisjoint(item.origins),
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
