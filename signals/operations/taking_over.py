"""The rows of a list become signals, all of them or none; and within a day all of it can be taken back.

In bulk, and with everything that logging a signal one by one does: its number, its dated state, its reporter, its line in the log.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Self

from django.db.models import ProtectedError
from django.utils import timezone

from audit.events import Kind, Result
from audit.models import AuditEvent
from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.errors import WrongState
from core.references import new_reference
from core.unit import once
from core.workdays import Term
from municipalities.models import ErasedDossier
from signals.codes import Answered, CloseReason, Origin
from signals.columns import Choice
from signals.events import SignalEvent
from signals.keeping import keep
from signals.list_days import noon_of
from signals.list_states import IMPORT, ImportState
from signals.list_words import Standing
from signals.models import (
    Follow,
    ImportedFrom,
    ListImport,
    MatchKey,
    Reporter,
    Signal,
    SignalPerson,
    SignalThing,
    Situation,
    StatePeriod,
    part_of,
)
from signals.policies import SignalAction
from signals.terms import DECIDE, INFORM_REPORTER, MOTIVATE_FOLLOW, REVIEW_FOLLOW
from signals.workflow import SignalState

from .importing import demand_idle, forget_rows, order
from .logging import SignalFacts
from .mentions import numbered, store_in_bulk
from .noticing import situations_of

UNDO_KIND = "signals.take_back_list"
UNDO_WITHIN = dt.timedelta(days=1)
BATCH = 250
_TAKEN_BACK_AT_ONCE = 1000  # for each batch every table that points at a signal is asked
_DRAWS = 10
FOLLOWED_THERE = "Dit signaal werd al gevolgd in de lijst waaruit het komt."
NOT_TOLD_THERE = "Dat staat niet in de lijst. Vul het aan als u opnieuw kijkt."
TOUCHED = "Met een van deze signalen is al iets gedaan. Terugnemen kan niet meer. Sluit de signalen die er niet horen."

type Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row that was found right. `received_at`: when it came in; `closed_on`: None when that is not known.

    `close_reason`, `close_motivation`: "" for what was chosen for the list. `review_on`: when to look again at what is followed, None for its term.
    """

    number: int
    facts: SignalFacts
    received_at: dt.datetime
    standing: str
    fingerprint: str
    number_there: str = ""
    closed_on: dt.date | None = None
    close_reason: str = ""
    close_motivation: str = ""
    review_on: dt.date | None = None

    @property
    def asks_veilig_thuis(self) -> bool:
        """Whether "Mijn werk" will ask whether Veilig Thuis was called; of what comes in closed it does not."""
        facts = self.facts
        answered = facts.veilig_thuis == Answered.YES or (
            facts.veilig_thuis == Answered.NO and facts.minor != Answered.YES
        )
        return self.standing != Standing.CLOSED and facts.minor != Answered.NO and not answered


@operation(SignalAction.STORE_IMPORT)
def store_rows(about: ListImport, *, actor: Actor, rows: Sequence[ListRow], tell: Tell) -> ListImport:
    """All rows become signals of hers, each with its line in the log. Nobody is mailed: what is in a list is known."""
    IMPORT.move(about, SignalAction.STORE_IMPORT)
    once(uuid.UUID(int=about.municipality_id))
    choice, now = Choice.told(about.choice), timezone.now()
    terms = Terms.of(about.municipality_id, actor)
    batches = -(-len(rows) // BATCH)
    for done, batch in enumerate(batched(rows, BATCH)):
        tell(done, batches)
        made = [_signal(row, about, choice, now, terms) for row in batch]
        _insert(made, actor)
        Follow.objects.bulk_create(
            _follow(signal, row, about, now, terms)
            for signal, row in zip(made, batch, strict=True)
            if signal.is_followed
        )
        StatePeriod.objects.bulk_create(period for signal in made for period in _periods(signal))
        Reporter.objects.bulk_create(
            Reporter(**part_of(signal), **row.facts.reporter.columns()) for signal, row in zip(made, batch, strict=True)
        )
        ImportedFrom.objects.bulk_create(_origin(signal, row, about) for signal, row in zip(made, batch, strict=True))
        Situation.objects.bulk_create(
            one
            for signal, row in zip(made, batch, strict=True)
            for one in situations_of(signal, row.facts.situations, author_id=about.author_id, at=now)
        )
        store_in_bulk(
            [(signal, list(numbered(row.facts.told))) for signal, row in zip(made, batch, strict=True)],
            author_id=about.author_id,
        )
        for signal in made:
            detail = {"state": signal.state} | ({"followed": True} if signal.is_followed else {})
            record(SignalEvent.IMPORTED, signal, actor=actor, detail=detail)
    forget_rows(about)
    about.imported_at, about.good = now, len(rows)
    closed = sum(row.standing == Standing.CLOSED for row in rows)
    record(SignalEvent.LIST_IMPORTED, about, actor=actor, detail={"rows": len(rows), "closed": closed})
    return about


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms that the signals of one list get."""

    decide: Term
    inform: Term
    review: Term
    motivate: Term

    @classmethod
    def of(cls, municipality_id: int, actor: Actor) -> Self:
        """Those of its region, asked once."""
        of = (term.of(municipality_id, actor) for term in (DECIDE, INFORM_REPORTER, REVIEW_FOLLOW, MOTIVATE_FOLLOW))
        return cls(*of)


def _signal(row: ListRow, about: ListImport, choice: Choice, now: dt.datetime, terms: Terms) -> Signal:
    key = uuid.uuid4()
    signal = Signal(
        id=key,
        dossier_id=key,
        municipality_id=about.municipality_id,
        origin=Origin.FOCAL_OFFICER,
        author_id=about.author_id,
        owner_id=about.author_id,
        received_at=row.received_at,
        danger_since=now if row.facts.danger == Answered.YES else None,
        state=SignalState.TRIAGE,
        # Counted from today, also with danger: what stands in a list is no alarm, and the page says where to look first.
        due_on=terms.decide.due(now),
        # From the day on which it came in here: a list is no answer that is late.
        inform_by=terms.inform.due(now),
        is_followed=row.standing == Standing.FOLLOWED,
        **row.facts.columns(),
    )
    if row.standing == Standing.CLOSED:
        signal.state, signal.due_on = SignalState.CLOSED, None
        # Without a day it counts as closed today: whatever is kept for a time is kept too long rather than too short.
        signal.closed_at = max(noon_of(row.closed_on), row.received_at) if row.closed_on else now
        signal.close_reason = CloseReason(row.close_reason or choice.close_reason)
        signal.close_motivation = row.close_motivation or choice.close_motivation
        keep(signal, signal.closed_at)
    return signal


def _follow(signal: Signal, row: ListRow, about: ListImport, now: dt.datetime, terms: Terms) -> Follow:
    """As her list says, and never later than the term: a day that has passed makes it late, as it is."""
    latest = terms.review.due(now)
    return Follow(
        **part_of(signal),
        why=FOLLOWED_THERE,
        what_changes_it=NOT_TOLD_THERE,
        started_at=now,
        review_on=min(row.review_on or latest, latest),
        motivate_on=terms.motivate.due(now),
        author_id=about.author_id,
    )


def _periods(signal: Signal) -> Iterator[StatePeriod]:
    yield StatePeriod(**part_of(signal), state=SignalState.TRIAGE, since=signal.received_at, until=signal.closed_at)
    if signal.closed_at:
        yield StatePeriod(**part_of(signal), state=SignalState.CLOSED, since=signal.closed_at)


def _origin(signal: Signal, row: ListRow, about: ListImport) -> ImportedFrom:
    return ImportedFrom(
        **part_of(signal),
        batch=about,
        list_name=about.name,
        line=row.number,
        number_there=row.number_there or None,
        fingerprint=row.fingerprint,
    )


def _insert(signals: Sequence[Signal], actor: Actor) -> None:
    """Store them under fresh numbers. One that is in use, perhaps where she does not see it, is drawn again."""
    waiting = list(signals)
    for _ in range(_DRAWS):
        for signal in waiting:
            signal.reference = new_reference("S")
        Signal.objects.bulk_create(waiting, ignore_conflicts=True)
        keys = [signal.pk for signal in waiting]
        stored = set(Signal.objects.visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
        waiting = [signal for signal in waiting if signal.pk not in stored]
        if not waiting:
            return
    message = f"{_DRAWS} references in a row were in use."
    raise RuntimeError(message)


def why_not_undone(about: ListImport) -> str:
    """Why an import cannot be taken back, by its time; "" when it can, as far as that goes.

    What was asked for in time goes on, also when its job broke off and the day passed.
    """
    if about.state == ImportState.UNDOING:
        return ""
    if about.imported_at is None or timezone.now() - about.imported_at > UNDO_WITHIN:
        return "Een import kunt u tot een dag na het importeren terugnemen. Sluit de signalen die er niet horen."
    return ""


@operation(SignalAction.UNDO_IMPORT)
def undo_list(about: ListImport, *, actor: Actor) -> ListImport:
    """Have all of it taken back, within a day and when nothing else was done to any of its signals; a job does it."""
    demand_idle(about)
    if late := why_not_undone(about):
        raise WrongState(late)
    IMPORT.move(about, SignalAction.UNDO_IMPORT)
    _demand_untouched(about, actor, _keys_of(about, actor))
    order(about, UNDO_KIND, actor)
    record(SignalEvent.LIST_UNDO_ASKED, about, actor=actor)
    return about


@operation(SignalAction.KEEP_IMPORT)
def keep_list(about: ListImport, *, actor: Actor) -> ListImport:
    """Meanwhile something was done to one of its signals: nothing is taken back."""
    IMPORT.move(about, SignalAction.KEEP_IMPORT)
    record(SignalEvent.LIST_KEPT, about, actor=actor)
    return about


def _keys_of(about: ListImport, actor: Actor) -> list[uuid.UUID]:
    return list(ImportedFrom.objects.visible_to(actor).filter(batch=about).values_list("signal_id", flat=True))


@operation(SignalAction.TAKE_BACK_IMPORT)
def take_back_list(about: ListImport, *, actor: Actor) -> ListImport:
    """Its signals go, all of them or none. The log keeps that they were there."""
    IMPORT.move(about, SignalAction.TAKE_BACK_IMPORT)
    keys = _keys_of(about, actor)
    _demand_untouched(about, actor, keys)
    for batch in batched(keys, _TAKEN_BACK_AT_ONCE):
        _delete(actor, batch)
    record(SignalEvent.LIST_UNDONE, about, actor=actor, detail={"rows": len(keys)})
    return about


def why_kept(about: ListImport, actor: Actor) -> str:
    """Why it cannot be taken back, by its time or by what was done since; "" when it can."""
    if late := why_not_undone(about):
        return late
    return TOUCHED if _is_touched(about, actor, _keys_of(about, actor)) else ""


def _demand_untouched(about: ListImport, actor: Actor, keys: Sequence[uuid.UUID]) -> None:
    if _is_touched(about, actor, keys):
        raise WrongState(TOUCHED)


def _is_touched(about: ListImport, actor: Actor, keys: Sequence[uuid.UUID]) -> bool:
    log = AuditEvent.objects.unscoped(reason="whether anything was done to what is taken back, not what or by whom")
    done = log.filter(dossier_id__in=keys, kind=Kind.CHANGE, result=Result.DONE).exclude(event=SignalEvent.IMPORTED)
    changed = Signal.objects.visible_to(actor).filter(pk__in=keys, version__gt=1)
    return len(keys) != about.good or done.exists() or changed.exists()


def _delete(actor: Actor, keys: Sequence[uuid.UUID]) -> None:
    # Whom and what they mention is only ever added; the walls let it go with a dossier that stands here.
    ErasedDossier.objects.bulk_create([ErasedDossier(pk=key) for key in keys], ignore_conflicts=True)
    for part in (ImportedFrom, Follow, StatePeriod, Reporter, MatchKey, Situation, SignalPerson, SignalThing):
        part.objects.visible_to(actor).filter(signal__in=keys).delete()
    signals = Signal.objects.visible_to(actor).filter(pk__in=keys)
    for signal in signals.only("reference", "municipality", "dossier_id"):
        record(SignalEvent.TAKEN_BACK, signal, actor=actor)
    try:
        signals.delete()
    except ProtectedError:
        message = "Bij een van deze signalen hoort intussen iets anders. Terugnemen kan niet meer."
        raise WrongState(message) from None
