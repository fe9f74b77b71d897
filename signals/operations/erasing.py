"""Who decides that signals past their day are anonymised: an officer puts them forward, the privacy officer agrees.

Four eyes, and never those of one person under two hats. The privacy officer reads numbers, days and reasons, and no
content; each of the two may set one aside, which is a hold with a reason and a day. After the second yes a job does it
(`retention_work.py`): what changed meanwhile is left, with the rest done, and so is what became the work of who agreed. The row
that asked for it is the proof.
"""

import datetime as dt
import hashlib
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core import walls
from core.access import Actor
from core.errors import DomainError, Invalid, WrongState
from core.resend import other_content, sent_before
from core.unit import once
from core.workdays import local_date, today
from jobs.models import Job
from jobs.operations import enqueue
from jobs.states import ENDED
from municipalities.models import ErasedDossier, Municipality
from signals.events import SignalEvent
from signals.models import Erasure, ErasureLine, Hold, Signal
from signals.models.retention import ErasureLineQuerySet
from signals.policies import SignalAction
from signals.retention import PENDING, to_put_forward
from signals.retention_states import ERASURE, ErasureState, LineState
from signals.workflow import SignalState

from .anonymising import anonymise, forget_words
from .coarsening import coarsen
from .owning import worked_on

ERASE_KIND = "signals.anonymise"
_WHY = "the lines of a proposal that has passed its own gate"
CHANGED = "De lijst is intussen veranderd: {numbers} staat er niet meer op. Er is niets voorgesteld. Kijk opnieuw."
ERASED = "Dit signaal is al geanonimiseerd. Er is niets meer om te bewaren."
OWN_SIGNALS = "U behandelde deze signalen zelf. Een andere privacy officer moet akkoord geven."
OWN = "U hebt dit zelf voorgesteld. Iemand anders moet akkoord geven."


@dataclass(frozen=True, slots=True)
class Longer:
    """A signal, by number, that is kept until a later day, and why. `key`: the new row's id."""

    key: uuid.UUID
    dossier_id: uuid.UUID
    municipality_id: int
    reference: str
    why: str
    until: dt.date

    def columns(self) -> dict[str, Any]:
        """As it is stored."""
        named = ("dossier_id", "municipality_id", "reference", "why", "until")
        return {name: getattr(self, name) for name in named}


@operation(SignalAction.HOLD)
def hold_signal(*, actor: Actor, longer: Longer) -> Hold:
    """Keep it longer. Where it was put forward, it is set aside there. Sending the same key again holds it once."""
    rows = Hold.objects.visible_to(actor)
    if sent_before(rows, longer.key, **longer.columns()):
        found: Hold = rows.get(pk=longer.key)
        record_view(SignalEvent.HELD, found, actor=actor)
        return found
    if longer.until <= today():
        raise Invalid({"until": ["Kies een dag na vandaag."]})
    if not longer.why.strip():
        raise Invalid({"why": ["Schrijf op waarom het langer bewaard moet worden."]})
    # A job that erases it at this moment comes first, or waits until this is stored.
    once(longer.dossier_id)
    if ErasedDossier.objects.filter(pk=longer.dossier_id).exists():
        raise WrongState(ERASED)
    now, of_signal = timezone.now(), rows.filter(dossier_id=longer.dossier_id)
    # One whose day has passed holds nothing any more, and makes room.
    of_signal.filter(ended_at__isnull=True, until__lt=today()).update(ended_at=now, ended_by=actor.person_id)
    made: Hold = Hold.objects.create(id=longer.key, **longer.columns(), author_id=actor.person_id, set_at=now)
    lines = ErasureLine.objects.visible_to(actor).filter(dossier_id=longer.dossier_id, state__in=PENDING)
    lines.update(state=LineState.SET_ASIDE)
    record(SignalEvent.HELD, made, actor=actor)
    return made


def _is_ended(hold: Hold, *, actor: Actor) -> bool:
    if hold.ended_by_id != actor.user_id:
        return False
    record_view(SignalEvent.HOLD_ENDED, hold, actor=actor)
    return True


@operation(SignalAction.END_HOLD, done_before=_is_ended)
def end_hold(hold: Hold, *, actor: Actor) -> Hold:
    """From now on its own term holds again."""
    if hold.ended_at is not None:
        raise WrongState("Dit signaal wordt al niet meer vastgehouden.")
    hold.ended_at, hold.ended_by_id = timezone.now(), actor.person_id
    record(SignalEvent.HOLD_ENDED, hold, actor=actor)
    return hold


@operation(SignalAction.APPROVE_ERASURE)
def approve_erasure(
    *, actor: Actor, key: uuid.UUID, municipality: Municipality, chosen: Collection[uuid.UUID]
) -> Erasure:
    """Put signals of one municipality forward: `chosen`, their keys. The same key again puts nothing more forward.

    Raises WrongState when one of them is not past its day (any more), is held, or was put forward already.
    """
    if sent_before(Erasure.objects.visible_to(actor), key, municipality_id=municipality.pk):
        found: Erasure = Erasure.objects.visible_to(actor).get(pk=key)
        # The line of what was erased is gone.
        lines = ErasureLine.objects.visible_to(actor).filter(erasure=found).values_list("dossier_id", flat=True)
        if not set(lines) <= set(chosen) or len(set(chosen)) != found.count:
            raise other_content()
        record_view(SignalEvent.ERASURE_VIEWED, found, actor=actor)
        return found
    if not chosen:
        raise Invalid({"__all__": ["Kruis aan welke signalen u voorstelt."]})
    signals = _due(actor, municipality, chosen)
    made: Erasure = Erasure.objects.create(
        id=key,
        dossier_id=key,
        municipality=municipality,
        approved_by_id=actor.person_id,
        approved_at=timezone.now(),
        count=len(signals),
    )
    workers = worked_on(signals)
    ErasureLine.objects.bulk_create(_line(made, signal, workers[signal.pk]) for signal in signals)
    record(SignalEvent.ERASURE_APPROVED, made, actor=actor, detail={"signals": len(signals)})
    return made


def _due(actor: Actor, municipality: Municipality, chosen: Collection[uuid.UUID]) -> list[Signal]:
    rows = Signal.objects.listed_for(actor).filter(pk__in=list(chosen), municipality=municipality)
    found: list[Signal] = list(to_put_forward(rows, today()))
    if len(found) < len(set(chosen)):
        known = {signal.pk for signal in found}
        gone = [str(row) for row in rows.order_by("reference") if row.pk not in known]
        raise WrongState(CHANGED.format(numbers=", ".join(gone) or "een van deze signalen"))
    return found


def _line(erasure: Erasure, signal: Signal, workers: list[int]) -> ErasureLine:
    done_at = signal.closed_at or signal.created_at
    return ErasureLine(
        erasure=erasure,
        municipality_id=erasure.municipality_id,
        dossier_id=signal.pk,
        reference=signal.reference,
        done_on=local_date(done_at),
        reason=signal.close_reason,
        rule=signal.kept_why,
        kept_until=signal.kept_until or today(),
        worked_by=workers,
    )


def _agreed_before(erasure: Erasure, *, actor: Actor) -> bool:
    if erasure.agreed_by_id != actor.user_id or _has_failed(erasure):
        return False
    record_view(SignalEvent.ERASURE_VIEWED, erasure, actor=actor)
    return True


@operation(SignalAction.AGREE_ERASURE, done_before=_agreed_before)
def agree_erasure(erasure: Erasure, *, actor: Actor) -> Erasure:
    """The second yes: a job anonymises what was put forward and not set aside. Once more when that job came to nothing.

    It does not hold for signals that this person ever worked on under another hat: those are left, to be put forward anew. Raises
    WrongState where nothing else is waiting.
    """
    if erasure.state == ErasureState.ORDERED and not _has_failed(erasure):
        raise WrongState("Hier is al akkoord voor gegeven. Het wordt nu uitgevoerd.")
    ERASURE.move(erasure, SignalAction.AGREE_ERASURE)
    if erasure.approved_by_id == actor.person_id:
        raise WrongState(OWN)
    waiting = ErasureLine.objects.visible_to(actor).filter(erasure=erasure, state=LineState.WAITING)
    lines = waiting.exclude(dossier_id__in=_own_among(waiting, erasure, actor))
    if waiting.exists() and not lines.exists():
        raise WrongState(OWN_SIGNALS)
    erasure.agreed_by_id, erasure.agreed_at = actor.person_id, timezone.now()
    agreed = lines.update(state=LineState.AGREED)
    enqueue(
        ERASE_KIND,
        owner_id=actor.person_id,
        hat=actor.hat,
        municipality_id=erasure.municipality_id,
        object_id=erasure.pk,
        idempotency_key=f"{ERASE_KIND}:{erasure.pk}:{erasure.version}",
    )
    record(SignalEvent.ERASURE_AGREED, erasure, actor=actor, detail={"signals": agreed})
    return erasure


def _own_among(lines: ErasureLineQuerySet, erasure: Erasure, actor: Actor) -> list[uuid.UUID]:
    """Which of these she worked on until today, also since they were put forward; nothing else of them is read."""
    told = dict(lines.values_list("dossier_id", "worked_by"))
    with walls.context(walls.sign_all(content=[erasure.municipality_id])):
        now = worked_on(Signal.objects.unscoped(reason=_WHY).filter(pk__in=list(told)))
    return [pk for pk, before in told.items() if actor.user_id in {*before, *now.get(pk, ())}]


def _has_failed(erasure: Erasure) -> bool:
    """Whether it was ordered and no job works on it, or will."""
    jobs = Job.objects.filter(kind=ERASE_KIND, object_id=erasure.pk)
    return erasure.state == ErasureState.ORDERED and not jobs.exclude(state__in=ENDED).exists()


@operation(SignalAction.CARRY_OUT_ERASURE)
def carry_out_erasure(erasure: Erasure, *, actor: Actor) -> Erasure:
    """Anonymise each signal that both agreed on, and keep the proof. What may not be erased any more is left."""
    ERASURE.move(erasure, SignalAction.CARRY_OUT_ERASURE)
    lines = ErasureLine.objects.unscoped(reason=_WHY).filter(erasure=erasure)
    erased: list[tuple[ErasureLine, Signal]] = []
    agreed = list(lines.filter(state=LineState.AGREED).order_by("dossier_id"))
    rows = Signal.objects.unscoped(reason=_WHY).filter(pk__in=[line.dossier_id for line in agreed]).in_bulk()
    workers = worked_on(rows.values())
    for line in agreed:
        try:
            if erasure.agreed_by_id in {*line.worked_by, *workers[line.dossier_id]}:
                raise WrongState(OWN_SIGNALS)  # it became her work after she agreed
            erased.append((line, anonymise(rows[line.dossier_id], actor=actor)))
        except DomainError:
            # What somebody held meanwhile says so itself.
            lines.filter(pk=line.pk, state=LineState.AGREED).update(state=LineState.LEFT)
    # What the privacy officer could not see, she did not agree to.
    lines.filter(state=LineState.WAITING).update(state=LineState.LEFT)
    coarsen([signal for _, signal in erased])
    forget_words(signal for _, signal in erased)
    _prove(erasure, [line for line, _ in erased])
    record(SignalEvent.ERASURE_DONE, erasure, actor=actor, detail={"signals": erasure.count})
    return erasure


def _prove(erasure: Erasure, lines: Sequence[ErasureLine]) -> None:
    erasure.done_at, erasure.count = timezone.now(), len(lines)
    erasure.rules = dict(Counter(line.rule for line in lines))
    erasure.digest = digest_of(line.reference for line in lines)


def digest_of(references: Any) -> str:
    """The SHA-256 of these numbers in order, one to a line, in hexadecimal: who has a list can prove that it is this one."""
    return hashlib.sha256("\n".join(sorted(references)).encode()).hexdigest()


def may_be_held(signal: Signal) -> bool:
    """Whether there is anything left to keep."""
    return signal.state != SignalState.ANONYMISED
