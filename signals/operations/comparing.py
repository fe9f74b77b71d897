"""Asking whether something is known in another municipality of the region, and where that may be asked.

The look-up is the database's (signals/comparing.sql): it checks the context, the switch, the things and how much was asked
today, looks past the walls and gives back municipalities, nothing of a dossier. This request never has a context of another
municipality. That somebody asked is told there by a job of its own, which runs after every inquiry, hit or no hit, so that
neither answer takes longer.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core import walls
from core.access import SYSTEM, Actor
from core.errors import Invalid, WrongState
from core.resend import sent_before
from core.unit import once
from jobs.operations import enqueue
from jobs.states import JOB_LIFETIME
from municipalities.models import Municipality, Region
from signals.comparing import OFF, Item, items_of, look_up, running_for
from signals.events import SignalEvent
from signals.models import Comparison, ComparisonEnd, InquiryAnswer, InquiryHit, Signal, part_of
from signals.notices import tell_worker
from signals.policies import SignalAction
from signals.workflow import SIGNAL

TELL_KIND = "signals.tell_of_inquiry"
CHANGED = "Dit staat niet (meer) zo bij het signaal. Kies opnieuw."


@dataclass(frozen=True, slots=True)
class AskedElsewhere:
    """What was ticked, by key (`comparing.Item`), and why that is necessary. `key`: the id of the inquiry."""

    items: list[str]
    necessity: str
    key: uuid.UUID = field(default_factory=uuid.uuid4)


def _asked_before(signal: Signal, *, actor: Actor, asked: AskedElsewhere) -> bool:
    rows = InquiryAnswer.objects.of(signal)
    if not sent_before(rows, asked.key, necessity=asked.necessity, chosen=asked.items):
        return False
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return True


@operation(SignalAction.ASK_ELSEWHERE, done_before=_asked_before)
def ask_elsewhere(signal: Signal, *, actor: Actor, asked: AskedElsewhere) -> Signal:
    """Ask it once; the same form again changes nothing and asks nobody.

    Raises Invalid without a tick or a reason, for what is not a thing of this signal that may be asked, and when today more
    would be asked than a day allows.
    """
    if _asked_before(signal, actor=actor, asked=asked):
        return signal
    SIGNAL.move(signal, SignalAction.ASK_ELSEWHERE)
    if not running_for(signal):
        raise WrongState(OFF)
    items = _chosen(signal, actor, asked)
    answer = look_up(asked.key, signal, items)
    if answer.room is not None:
        raise Invalid({"items": [_full(answer.room)]})
    found = [[item.key, item.words, sorted(answer.places.get(at, ()))] for at, item in enumerate(items)]
    InquiryAnswer.objects.create(
        **part_of(signal), id=asked.key, inquiry_id=asked.key, necessity=asked.necessity, found=found
    )
    record(SignalEvent.ASKED_ELSEWHERE, signal, actor=actor, detail={"items": len(items)})
    enqueue(TELL_KIND, owner_id=None, object_id=asked.key, idempotency_key=f"{TELL_KIND} {asked.key}")
    return signal


def _chosen(signal: Signal, actor: Actor, asked: AskedElsewhere) -> list[Item]:
    there = {item.key: item for item in items_of(signal, actor)}
    if not asked.items:
        raise Invalid({"items": ["Kies ten minste één ding waarnaar u vraagt."]})
    if not asked.necessity.strip():
        raise Invalid({"necessity": ["Schrijf op waarom dit nodig is."]})
    if len(set(asked.items)) != len(asked.items) or not set(asked.items) <= there.keys():
        raise Invalid({"items": [CHANGED]})
    return [there[key] for key in asked.items]


def _full(room: int) -> str:
    if not room:
        return "U of uw gemeente vroeg vandaag al zoveel als op één dag kan. Morgen kunt u dit weer vragen."
    many = "nog 1 ding" if room == 1 else f"nog {room} dingen"
    return f"U kunt vandaag naar {many} vragen. Kies er minder, of vraag de rest morgen."


@operation(SignalAction.TELL_ELSEWHERE)
def tell_of_inquiry(signal: Signal, *, actor: Actor, hit: InquiryHit) -> Signal:
    """In the log of a dossier where something is known, and to whoever works on it: which municipality asked."""
    detail = {"inquiry": str(hit.inquiry_id), "municipality": hit.from_municipality_id}
    purpose = f"Gevraagd door gemeente {hit.from_municipality}"
    record(SignalEvent.ASKED_ABOUT, signal, actor=actor, detail=detail, purpose=purpose)
    tell_worker(signal, actor=actor)
    return signal


def tell_hits(inquiry: uuid.UUID) -> None:
    """Of one inquiry, everywhere where it hit. Runs in a job, which ends once: so each is told once."""
    places = list(Municipality.objects.values_list("pk", flat=True))
    with walls.context(walls.sign_all(content=places, lifetime=JOB_LIFETIME)):
        hits = InquiryHit.objects.unscoped(
            reason="who is asked about is told, whoever that is; nothing of it comes out"
        )
        for hit in hits.filter(inquiry_id=inquiry).select_related("signal__municipality", "from_municipality"):
            tell_of_inquiry(hit.signal, actor=SYSTEM, hit=hit)


@dataclass(frozen=True, slots=True)
class Switched:
    """Where it may be asked, from and until when (both days included), on which DPIA, and in which function somebody decided."""

    region: Region
    dpia: str
    decided_by: str
    valid_from: date
    valid_until: date
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@operation(SignalAction.SWITCH_COMPARISON)
def switch_comparison(*, actor: Actor, switched: Switched) -> Comparison:
    """Let the municipalities of a region ask each other in this period. Raises Invalid where another one holds then."""
    once(uuid.uuid5(uuid.NAMESPACE_OID, f"comparison {switched.region.pk}"))
    given = {"region_id": switched.region.pk, "dpia": switched.dpia, "decided_by": switched.decided_by}
    days = {"valid_from": switched.valid_from, "valid_until": switched.valid_until}
    if sent_before(Comparison.objects.all(), switched.key, **given, **days):
        made: Comparison = Comparison.objects.get(pk=switched.key)
        record_view(SignalEvent.COMPARISONS_VIEWED, made, actor=actor)
        return made
    if switched.valid_until < switched.valid_from:
        raise Invalid({"valid_until": ["De einddatum ligt voor de begindatum."]})
    others = Comparison.objects.filter(region=switched.region, end__isnull=True)
    if others.filter(valid_from__lte=switched.valid_until, valid_until__gte=switched.valid_from).exists():
        raise Invalid({"valid_from": ["In deze periode staat het in deze regio al aan."]})
    row = Comparison.objects.create(id=switched.key, author_id=actor.person_id, **given, **days)
    record(SignalEvent.COMPARISON_SWITCHED, row, actor=actor, detail={"region": row.region_id})
    return row


@dataclass(frozen=True, slots=True)
class Ended:
    """What is switched off, why, and in which function somebody decided."""

    comparison: Comparison
    why: str
    decided_by: str
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@operation(SignalAction.END_COMPARISON)
def end_comparison(*, actor: Actor, ended: Ended) -> ComparisonEnd:
    """Switch it off, at once; what was answered stays with the signals. The row of the period stays as it was."""
    once(ended.comparison.pk)
    before = ComparisonEnd.objects.filter(comparison=ended.comparison).first()
    if before is not None:
        record_view(SignalEvent.COMPARISONS_VIEWED, before, actor=actor)
        return before
    row = ComparisonEnd.objects.create(
        id=ended.key,
        comparison=ended.comparison,
        why=ended.why,
        decided_by=ended.decided_by,
        author_id=actor.person_id,
        ended_at=timezone.now(),
    )
    record(SignalEvent.COMPARISON_ENDED, row, actor=actor, detail={"region": ended.comparison.region_id})
    return row
