"""A *doormelding*: exactly this content to exactly this partner.

The focal officer prepares, sees the exact preview and sends; from then on the content is frozen and its hash stands in
the log. What the partner does with it: answering.py.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor, authorize
from core.errors import Invalid
from core.references import insert_referenced
from core.resend import demand_same
from core.workdays import AMSTERDAM, local_date, today
from jobs.models import Job
from jobs.operations import enqueue, try_again
from municipalities.models import Organisation, StoredFile
from municipalities.shielding import demand_let_in
from signals import terms
from signals.anonymising import telling_in, telling_in_purpose
from signals.codes import GIVEN_BY_HAND, HandoverKind, HandoverMethod, LegalGround
from signals.disclosure import (
    Choice,
    Content,
    categories_of,
    choices_of,
    chosen,
    content_hash,
    content_of,
    goes_by_leave,
    leads_to_somebody,
)
from signals.events import SignalEvent
from signals.last_check import LastCheck
from signals.letters import letter_about
from signals.looked_at import demand_unpointed
from signals.models import Handover, Signal, part_of
from signals.notices import tell_partner
from signals.policies import SignalAction
from signals.protecting import protected_in
from signals.receivers import demand_way
from signals.sharing_codes import PERMISSION, Circle, DataCategory
from signals.sharing_fields import TIP_TEXT
from signals.typed_beside import demand_unsaid, names_withheld, repeats_secret
from signals.withheld import about_to_leave
from signals.workflow import HANDOVER, SIGNAL, HandoverState

from .answering import demand_content
from .begun import forget_begun
from .consenting import demand_handover_wished
from .deciding import settle_hand_over, tell_sender
from .enclosing import enclose
from .moments import told_moment
from .overriding import AskedOverride, leave_under

LETTER_KIND = "signals.letter"
# Of what the officer gives herself: how long afterwards it can still be written down.
WRITTEN_DOWN_WITHIN = timedelta(days=28)
NECESSITY = "Schrijf op waarom dit nodig is, en waarom het niet met minder kan."


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What is shared, with whom, why and how. `fields`: codes of signals.disclosure; `key`: the new row's id.

    `circle` (of an anonymous tip): who could know this, with why it goes all the same where that leads to somebody.
    `necessity`, of one by name: why it is needed, and why less will not do.
    `permitted_by`: who agreed that police or judicial data go on. `answers`: what the last check found and how it was
    settled (signals/withheld.py), by the key of each find. `urgent_why`: with direct danger, why it leaves without having
    been agreed on. `given_on`: the day, when the officer gave it herself before today; None: now. `seen`: hash of the preview
    that the officer agreed to, "" where there was none.
    """

    partner: Organisation
    kind: HandoverKind
    anonymous: bool
    purpose: str
    ground: LegalGround
    method: HandoverMethod
    to_function: str
    fields: Collection[str]
    key: uuid.UUID
    circle: Circle | None = None
    circle_reason: str = ""
    necessity: str = ""
    permitted_by: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    urgent_why: str = ""
    given_on: date | None = None
    seen: str = ""

    def asked_override(self, categories: Collection[DataCategory]) -> AskedOverride:
        """What would have to be allowed where nothing was agreed."""
        key = uuid.uuid5(self.key, "override")
        return AskedOverride(key, self.partner, self.kind, self.ground, categories, self.purpose, self.urgent_why)

    def columns(self) -> dict[str, Any]:
        """What of it is stored as it was given."""
        return {
            "partner_id": self.partner.pk,
            "kind": self.kind,
            "anonymous": self.anonymous,
            "purpose": self.purpose,
            "ground": self.ground,
            "method": self.method,
            "to_function": self.to_function,
            "circle": (self.circle or "") if self.anonymous else "",
            "circle_reason": (self.circle_reason or None) if self.anonymous else None,
            "necessity": None if self.anonymous else self.necessity.strip(),
            "permitted_by": self.permitted_by,
        }


@operation(SignalAction.HAND_OVER)
def hand_over(signal: Signal, *, actor: Actor, disclosure: Disclosure) -> Handover:
    """Freeze the chosen content and send it. Sending the same key again gives the handover that was made the first time.

    Raises Forbidden for an identified handover by who may only tip anonymously, Invalid for empty content or a way by
    which this partner receives nothing today.
    """
    if not disclosure.anonymous:
        authorize(actor, SignalAction.HAND_OVER_IDENTIFIED, signal)
    demand_let_in(signal, actor)
    made: Handover | None = Handover.objects.of(signal).filter(pk=disclosure.key).first()
    lines, content, kept = _settled(signal, disclosure)
    if not goes_by_leave(lines, kept):  # typed, and then nothing of the police was ticked
        disclosure = replace(disclosure, permitted_by="")
    if made is not None:
        told = {"content_hash": content_hash(content), "given_on": disclosure.given_on or made.given_on}
        demand_same(made, disclosure.columns() | told)
        record_view(SignalEvent.HANDOVER_VIEWED, made, actor=actor)
        return made
    if disclosure.seen and disclosure.seen != content_hash(content):
        # A colleague changed the signal between the page and this lock.
        raise Invalid({"fields_shared": ["Wat de ontvanger leest, is net veranderd. Bekijk het voorbeeld opnieuw."]})
    demand_permitted(disclosure.permitted_by, lines, kept)
    if not disclosure.anonymous:
        demand_needed(disclosure.necessity)
        demand_handover_wished(signal, partner=disclosure.partner, kind=disclosure.kind, ground=disclosure.ground)
    if disclosure.anonymous:
        _demand_no_trace(signal, disclosure, content)
    asked = disclosure.asked_override(categories_of(lines, kept))
    demand_way(disclosure.partner, disclosure.method)
    moment = given_at(signal, disclosure.method, disclosure.given_on)
    SIGNAL.move(signal, SignalAction.HAND_OVER)
    agreement, override = leave_under(signal, actor, asked, local_date(moment))
    handover = Handover(
        **part_of(signal),
        id=disclosure.key,
        **disclosure.columns(),
        partner_name=str(disclosure.partner),
        state=HandoverState.DRAFT,
        content=content,
        content_hash=content_hash(content),
        kept=kept or None,
        agreement=agreement,
        override=override,
        agreed_in=agreement.document if agreement else "",
        author_id=actor.person_id,
        sent_at=moment,
        clock=clock_from(moment),
    )
    # Of what was given some days ago a reminder that lies behind us is not sent any more.
    handover.remind_on = next(day for day in handover.clock if day >= today())
    HANDOVER.move(handover, SignalAction.SEND_HANDOVER)
    insert_referenced(handover, "D")
    tell_sender(handover)
    enclose(handover, lines, content)
    forget_begun(signal, handover.pk)
    signal.is_passed_on = True
    settle_hand_over(signal)
    detail = {"partner": disclosure.partner.pk, "anonymous": disclosure.anonymous, "hash": handover.content_hash}
    record(SignalEvent.HANDOVER_SENT, handover, actor=actor, detail=detail)
    order_letter(handover, actor)
    tell_partner(disclosure.partner, actor=actor)
    return handover


def given_at(signal: Signal, method: str, day: date | None) -> datetime:
    """When it was given. What the officer gave herself, by letter or phone, may be written down some days later.

    Raises Invalid, at `given_on`, for a day to come, before the report or longer ago, and where it goes by itself.
    """
    if day is None or day == today():
        return timezone.now()
    if method not in GIVEN_BY_HAND:
        raise Invalid({"given_on": ["Zo gaat het vandaag weg. Laat deze dag leeg, of kies vandaag."]})
    if day < today() - WRITTEN_DOWN_WITHIN:
        raise Invalid({"given_on": [f"Dit kan ten hoogste {WRITTEN_DOWN_WITHIN.days} dagen terug zijn."]})
    reported = datetime.combine(terms.told_since(signal.reported_on, signal.received_at), time.min, AMSTERDAM)
    return told_moment(day, field="given_on", not_before=reported, what="de melding")


def clock_from(sent_at: datetime) -> list[date]:
    """The days of the clock of what is sent at that moment: two reminders, then no answer."""
    return [term.due(sent_at) for term in (*terms.REMIND_HANDOVER, terms.EXPIRE_HANDOVER)]


@operation(SignalAction.MAKE_LETTER)
def ask_letter(handover: Handover, *, actor: Actor) -> Job:
    """Have the letter made that is not there; asking again gives the same job, or another chance when that one failed."""
    demand_content(handover)
    job = order_letter(handover, actor)
    try_again(job)
    record(SignalEvent.LETTER_ASKED, handover, actor=actor)
    return job


def order_letter(handover: Handover, actor: Actor) -> Job:
    """Have the letter made of what its receiver has now. A step of what gives it something."""
    # One job for each person: who asks after the first one lost her rights has it made with rights of her own.
    return enqueue(
        LETTER_KIND,
        owner_id=actor.user_id,
        hat=actor.hat,
        municipality_id=handover.municipality_id,
        object_id=handover.pk,
        idempotency_key=f"{LETTER_KIND}:{letter_about(handover)}:{actor.user_id}:{actor.hat}",
    )


@operation(SignalAction.MAKE_LETTER)
def store_letter(handover: Handover, *, actor: Actor, pdf: bytes, about: uuid.UUID) -> StoredFile:
    """Keep the letter of a handover, sealed; made once, like the content it shows, and once more with what was added.

    `about`: what `letter_about` said before it was drawn; what is added while it is has a letter of its own.
    """
    made: StoredFile | None = StoredFile.objects.made_for(about).first()
    if made is None:
        made = StoredFile.objects.create(
            municipality_id=handover.municipality_id,
            dossier_id=handover.dossier_id,
            about=about,
            author_id=actor.user_id,
            name=f"doormelding-{handover.reference}.pdf",
            media_type="application/pdf",
            size=len(pdf),
            content=pdf,
        )
    record(SignalEvent.LETTER_MADE, handover, actor=actor)
    return made


def _settled(signal: Signal, disclosure: Disclosure) -> tuple[list[Choice], Content, list[list[str]]]:
    """The chosen lines, what of them leaves, and what stays in it for a reason. Raises Invalid while anything is unsettled."""
    choices = choices_of(signal, anonymous=disclosure.anonymous, partner=disclosure.partner)
    if disclosure.anonymous:
        lines = _lines(choices, disclosure, disclosure.fields)
        return lines, content_of(lines, anonymous=True), []
    leaving = about_to_leave(signal, choices, disclosure.fields, disclosure.answers, partner=disclosure.partner)
    lines = _lines(choices, disclosure, leaving.ticked)
    demand_settled(leaving.check, lines)
    for name, text in (("purpose", disclosure.purpose), ("to_function", disclosure.to_function)):
        if told := names_withheld(signal, choices, leaving.ticked, function=name == "to_function", text=text):
            raise Invalid({name: [told]})
        origins, kind = [signal.provenance, *(line.origin for line in lines)], disclosure.partner.kind
        demand_unpointed(f"Handover.{name}", text, field=name, origins=origins, to_kind=kind)
    return lines, leaving.content, leaving.check.kept


def demand_settled(check: LastCheck, lines: Collection[Choice]) -> None:
    """Raise Invalid where nothing is about to leave, or what the last check found in it is not settled."""
    if not lines:
        raise Invalid({"fields_shared": ["Kies ten minste één gegeven dat u doorgeeft."]})
    if check.left:
        find = check.left[0]
        message = f"“{find.piece.text}” in “{find.where}” ({find.words}) gaat niet mee. Kijk dit eerst na."
        raise Invalid({"fields_shared": [message]})


def _lines(choices: Sequence[Choice], disclosure: Disclosure, ticked: Collection[str]) -> list[Choice]:
    for choice in choices:
        if choice.code == TIP_TEXT and choice.code in disclosure.fields and choice.barred:
            raise Invalid({"fields_shared": [f"{choice.label}: {choice.barred}."]})
    found = chosen(choices, ticked)
    if not found:
        raise Invalid({"fields": ["Kies ten minste één gegeven dat u doorgeeft."]})
    return found


def demand_needed(necessity: str) -> None:
    """Raise Invalid where nothing says why this is needed (R11). A step of an operation."""
    if not necessity.strip():
        raise Invalid({"necessity": [NECESSITY]})


def demand_permitted(permitted_by: str, lines: Collection[Choice], kept: Collection[Sequence[str]]) -> None:
    """Raise Invalid where police or judicial data go on without who agreed to that. A step of an operation."""
    if goes_by_leave(lines, kept) and not permitted_by.strip():
        raise Invalid({"permitted_by": [PERMISSION]})


def _demand_no_trace(signal: Signal, disclosure: Disclosure, content: Content) -> None:
    """An anonymous tip says who could know it; nothing that is typed for it leads to anybody, or repeats what stays here."""
    risky, text = leads_to_somebody(content), next((text for code, _, text in content if code == TIP_TEXT), "")
    demand_unsaid(signal, {"fields_shared": text, "purpose": disclosure.purpose}, repeats_secret)
    if disclosure.circle is None:
        raise Invalid({"circle": ["Zeg wie dit kan weten."]})
    if (risky or disclosure.circle == Circle.FEW) and not disclosure.circle_reason.strip():
        message = "Dit kan naar iemand leiden. Schrijf op waarom u het toch zo doorgeeft."
        raise Invalid({"circle_reason": [message]})
    protected = protected_in(signal)
    receiver = replace(protected, nobody=[*protected.nobody, str(disclosure.partner)])
    for name, found in (
        ("purpose", telling_in_purpose(disclosure.purpose, receiver)),
        ("to_function", telling_in(disclosure.to_function, protected, function=True)),
    ):
        if found:
            message = f"“{found[0].text}” ({found[0].words}) kan niet mee in een anonieme tip. Schrijf het anders."
            raise Invalid({name: [message]})
