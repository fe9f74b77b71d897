"""Somebody or something that was noted wrongly goes for good, before the dossier does.

Taking back keeps what was said, to be read; striking keeps that something was said. Every revision goes, with all by which it was
found, and with what the answer of other municipalities says was asked. In its place stands one row without content: by whom,
when and why. What was handed over before stays as it was sent; a name in the text of the signal is moved out of it first.
What a dossier keeps in which a signal that this was merged into went on elsewhere (`HiddenNames`), stays: it tells nobody
anything, and a text that went along before may still hold the name (ADR 66).
"""

import uuid

from django.db import DEFAULT_DB_ALIAS

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid, NotVisible, WrongState
from core.resend import sent_before
from core.unit import once
from core.workdays import today
from municipalities.models import ErasedDossier
from signals.anonymising import Protected, naming_in
from signals.events import SignalEvent
from signals.models import InquiryAnswer, Merge, Signal, SignalPerson, SignalThing, part_of
from signals.models.people import PERSON
from signals.policies import SignalAction
from signals.protecting import said_of
from signals.retention import running_holds
from signals.workflow import SIGNAL

from .mentions import Row, rows_of, write_keys
from .states import demand_not_offered_away

STRUCK = "Dit is al verwijderd."
NOT_OWNER = "Alleen de eigenaar van het signaal verwijdert iets voorgoed. Vraag het haar, of neem het signaal over."
STRUCK_ITEM = "Iets dat later is verwijderd"
_WHY = "of a signal that passed its gate, only to take out what was struck; shown to nobody"
HELD = "Dit signaal wordt langer bewaard, dus er gaat nu niets uit weg. Hef dat eerst op, of trek dit alleen in."


def _struck_before(signal: Signal, *, actor: Actor, kind: str, number: int, why: str, key: uuid.UUID) -> bool:
    """Whether an earlier sending of the same form did this."""
    model = SignalPerson if kind == PERSON else SignalThing
    if not sent_before(model.objects.of(signal), key, number=number, struck=True, why=why):
        return False
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return True


@operation(SignalAction.STRIKE_MENTION, done_before=_struck_before)
def strike_mention(signal: Signal, *, actor: Actor, kind: str, number: int, why: str, key: uuid.UUID) -> Signal:
    """Remove a person or thing for good. The same key again changes nothing.

    Raises WrongState for who is not its owner, while it is held or offered away, and for what was struck already; Invalid
    for no reason, or one that names it.
    """
    if _struck_before(signal, actor=actor, kind=kind, number=number, why=why, key=key):
        return signal
    SIGNAL.move(signal, SignalAction.STRIKE_MENTION)
    # Who holds it at this moment comes first, or waits until this is stored.
    once(signal.pk)
    if why_not := why_not_struck(signal, actor):
        raise WrongState(why_not)
    demand_not_offered_away(signal)
    rows = sorted((row for row in rows_of(signal, kind) if row.number == number), key=lambda row: row.revision)
    if not rows:
        raise NotVisible
    if rows[-1].struck:
        raise WrongState(STRUCK)
    _demand_reason(why, rows)
    ErasedDossier.objects.bulk_create(ErasedDossier(pk=row.pk) for row in rows)
    type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows])._raw_delete(DEFAULT_DB_ALIAS)
    told = {"number": number, "revision": rows[-1].revision + 1, "withdrawn": True, "struck": True, "why": why}
    place = type(rows[0])(**part_of(signal), id=key, author_id=actor.person_id, **told)
    if isinstance(place, SignalThing):
        place.kind = kind
    place.save(force_insert=True)
    write_keys(signal, kind, number, ())
    _forget_asked(signal, kind, number)
    signal.version += 1
    record(SignalEvent.MENTION_STRUCK, signal, actor=actor, detail={"kind": kind, "number": number})
    return signal


def _forget_asked(signal: Signal, kind: str, number: int) -> None:
    """What was asked elsewhere about it is told no more: that something was asked, by whom and with what answer, stays.

    Also where it was asked for a signal that this one was merged into.
    """
    keys = {f"{kind}-{number}", f"{kind}-{number}-{signal.reference}"}
    rows = InquiryAnswer.objects.unscoped(reason=_WHY).filter(signal__in=[signal.pk, *_merged_into(signal)])
    for row in rows:
        if not keys.intersection(row.chosen):
            continue
        told = [[key, STRUCK_ITEM if key in keys else words, places] for key, words, places in row.found]
        ErasedDossier.objects.bulk_create([ErasedDossier(pk=row.pk)], ignore_conflicts=True)
        InquiryAnswer._base_manager.filter(pk=row.pk)._raw_delete(DEFAULT_DB_ALIAS)
        row.found = told
        row.save(force_insert=True)


def _merged_into(signal: Signal) -> list[uuid.UUID]:
    found: list[uuid.UUID] = []
    into = Merge.objects.of(signal).running().values_list("into", flat=True).first()
    while into is not None and into not in found:
        found.append(into)
        into = Merge.objects.unscoped(reason=_WHY).running().filter(signal=into).values_list("into", flat=True).first()
    return found


def why_not_struck(signal: Signal, actor: Actor) -> str:
    """Why nothing of this signal is removed for good now, by this actor, in words; "" when it can be."""
    if signal.owner_id != actor.user_id:
        return NOT_OWNER
    return HELD if running_holds(signal.pk, today()) else ""


def _demand_reason(why: str, rows: list[Row]) -> None:
    if not why.strip():
        raise Invalid({"why": ["Schrijf op waarom."]})
    people = [row for row in rows if isinstance(row, SignalPerson)]
    things = [row for row in rows if isinstance(row, SignalThing)]
    known = Protected(
        names={name: "" for row in people for name in (row.name, *(row.alias or "").split(",")) if name},
        whole=[said for row in things for said in (*said_of(row), row.name) if said],
    )
    if found := naming_in(why, known):
        raise Invalid({"why": [f"“{found[0].text}” gaat juist weg. Noem dat hier niet."]})
