"""Two signals about the same matter become one, and two again when that was wrong.

One stays; the other is closed as `merged` and leads there. Nothing is copied or moved: each keeps what it holds, so undoing
loses nothing. What still runs beside the one that is closed has to be settled first, as for any closing, or the other one
is closed instead. Who is excluded from one is excluded from both from then on, for each page tells of the other.

Both signals are locked, the lower key first, so that two people who merge the same pair never wait for each other.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from audit.operation import changing, operation, stale
from audit.recording import record, record_view
from core.access import Action, Actor, authorize
from core.errors import Invalid, NotVisible, WrongState
from core.reading import read_together
from core.resend import sent_before
from core.workdays import today
from municipalities.shielding import lock_all, team_of
from signals.events import SignalEvent
from signals.keeping import take_out, why_not_reopened
from signals.models import Merge, Move, Signal, part_of
from signals.notices import tell_worker
from signals.policies import SignalAction
from signals.retention import held_or_not_due
from signals.workflow import SignalState

from .lifecycle import Closing, own, shut
from .shielding import keep_out_along
from .states import demand_settled, move_state, moves_offered, walk

BECAUSE = "dat met dit signaal is samengevoegd"
ALREADY_APART = "Deze samenvoeging is al ongedaan gemaakt."
# From where undoing begins to the state that it had; only arrows of the table.
_BACK: Mapping[str, tuple[SignalAction, ...]] = {
    SignalState.RECEIVED: (),
    SignalState.TRIAGE: (SignalAction.TAKE_UP,),
    SignalState.ENRICHING: (SignalAction.TAKE_UP, SignalAction.GATHER),
    SignalState.HANDLING: (SignalAction.TAKE_UP, SignalAction.DECIDE),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """`signal` is closed and leads to `into`; with the versions that the form showed (None: not asked)."""

    signal: Signal
    into: Signal
    seen: int | None = None
    seen_into: int | None = None


@operation(SignalAction.MERGE)
def merge_signals(*, actor: Actor, key: uuid.UUID, pair: Pair, closing: Closing) -> Merge:
    """Close the one as a duplicate of the other. Sending the same key again gives the merge that was made the first time."""
    if sent_before(Merge.objects.of(pair.signal), key, into_id=pair.into.pk):
        made: Merge = Merge.objects.of(pair.signal).get(pk=key)
        record_view(SignalEvent.VIEWED, pair.signal, actor=actor)
        return made
    lock_all(
        [pair.signal, pair.into], actor
    )  # who is excluded from the one may be in what hangs together with the other
    signal, into = _both(pair, actor, SignalAction.MERGE)
    demand_mergeable(signal, into)
    merge = Merge(
        **part_of(signal),
        id=key,
        into=into,
        came_from=signal.state,
        due_on=signal.due_on,
        why=closing.motivation,
        merged_at=timezone.now(),
        author_id=actor.person_id,
    )
    with changing(signal) as signal, changing(into) as into:
        _close(signal, actor, closing)
        keep_out_along(signal, into, actor=actor, because=BECAUSE)
        keep_out_along(into, signal, actor=actor, because=BECAUSE)
        into.version += 1
    merge.save(force_insert=True)
    record(SignalEvent.MERGED, into, actor=actor, detail={"signal": signal.reference})
    _tell(signal, into, actor)
    return merge


def _close(signal: Signal, actor: Actor, closing: Closing) -> None:
    untaken = signal.state == SignalState.RECEIVED
    move_state(signal, SignalAction.MERGE)
    if untaken:
        own(signal, actor)
    shut(signal, actor, closing)


def demand_mergeable(signal: Signal, into: Signal) -> None:
    """Raise WrongState or Invalid when the first cannot be closed as a duplicate of the second.

    Both have passed their gate: what is said of one, whoever asks may know.
    """
    if signal.pk == into.pk:
        raise Invalid({"nummer": ["Dit is hetzelfde signaal. Vul het nummer van het andere in."]})
    if signal.municipality_id != into.municipality_id:
        message = f"{into.reference} is van een andere gemeente. Samenvoegen kan alleen binnen een gemeente."
        raise Invalid({"nummer": [message]})
    for one in (signal, into):
        if not one.is_open:
            message = (
                f"{one.reference} is {one.get_state_display().lower()}. Samenvoegen kan alleen als beide open zijn."
            )
            raise WrongState(message)
    read = read_together({"merged": Merge.objects.of_kept(signal).values_list("pk"), "offered": moves_offered(into)})
    if read["merged"]:
        message = (
            f"Met {signal.reference} is al een ander signaal samengevoegd. Voeg andersom samen: laat dit signaal open."
        )
        raise WrongState(message)
    if signal.is_acute and not into.is_acute:
        message = f"{signal.reference} meldt direct gevaar. Voeg andersom samen: laat dit signaal open."
        raise WrongState(message)
    if team_of(signal.dossier_id) != team_of(into.dossier_id):
        message = (
            "Een van beide is afgeschermd, of beide voor een ander team. Maak eerst dat dezelfde mensen beide zien."
        )
        raise WrongState(message)
    _demand_stays_here(into, read["offered"])
    demand_settled(signal, step="Samenvoegen")


def _demand_stays_here(into: Signal, offered: Sequence[Move]) -> None:
    """What is merged into a signal that goes elsewhere would stay behind, and nobody there would know of it."""
    for move in offered:
        message = (
            f"{into.reference} is aangeboden aan {move.to_municipality}. Trek dat eerst in, of wacht op het antwoord."
        )
        raise WrongState(message)


@operation(SignalAction.SPLIT)
def split_signal(*, actor: Actor, signal: Signal, why: str, seen: int | None = None) -> Signal:
    """Undo the merge: the signal gets the state, the owner and the term that it had. Its reporter keeps the answer.

    A second click of the same form changes nothing.
    """
    merge: Merge | None = Merge.objects.of(signal).running().select_related("into").first()
    if merge is None:
        return _was_split(signal, actor, why)
    signal, into = _both(Pair(signal, merge.into, seen), actor, SignalAction.SPLIT)
    if not held_or_not_due(signal, today()):
        raise WrongState(why_not_reopened(signal.kept_until))
    with changing(merge) as merge:
        if merge.undone_at is not None:
            raise WrongState(ALREADY_APART)
        merge.undone_at, merge.undone_by_id, merge.undone_why = timezone.now(), actor.person_id, why
    with changing(signal) as signal, changing(into) as into:
        _reopen(signal, merge.came_from, merge.due_on)
        into.version += 1
    for one in (signal, into):
        record(SignalEvent.SPLIT, one, actor=actor)
    _tell(signal, into, actor)
    return signal


def _was_split(signal: Signal, actor: Actor, why: str) -> Signal:
    """The answer to who undoes what is undone: nothing when these are her own words, else a refusal."""
    last: Merge | None = Merge.objects.of(signal).order_by("merged_at").last()
    if last is None or (last.undone_by_id, last.undone_why) != (actor.user_id, why):
        raise WrongState(ALREADY_APART)
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return signal


def _reopen(signal: Signal, state: str, due_on: dt.date | None) -> None:
    walk(signal, (SignalAction.SPLIT, *_BACK[state]))
    signal.closed_at = None
    signal.close_reason = ""
    signal.close_motivation = ""
    take_out(signal)
    signal.due_on = due_on
    if state == SignalState.RECEIVED:
        signal.owner = None


def _both(pair: Pair, actor: Actor, action: Action) -> tuple[Signal, Signal]:
    """The two as they are now, locked in one order; the actor may do it to both, and saw them as they are."""
    rows = Signal._base_manager.select_for_update(of=("self",)).filter(pk__in=[pair.signal.pk, pair.into.pk])
    found: dict[uuid.UUID, Signal] = {row.pk: row for row in rows.order_by("pk")}
    if len(found) < len({pair.signal.pk, pair.into.pk}):
        raise NotVisible
    signal, into = found[pair.signal.pk], found[pair.into.pk]
    for row, seen in ((signal, pair.seen), (into, pair.seen_into)):
        authorize(actor, action, row)
        if seen is not None and seen != row.version:
            raise stale(row, actor, seen)
    return signal, into


def _tell(signal: Signal, into: Signal, actor: Actor) -> None:
    """Who works on either learns that there is something to see; one who works on both once."""
    for one in (signal, into) if signal.owner_id != into.owner_id else (into,):
        tell_worker(one, actor=actor)
