"""A signal that belongs to another municipality goes there: offered, then accepted, refused or withdrawn.

A row never changes municipality. Until the receiver accepts it has a question (`Arrival`) and nothing of the signal.
Acceptance makes a new dossier there of the parts that the sender chose, sealed anew; the sender's stays as `moved`, with
the receiver's number. Neither sees the other's: the two sides are written here, within a context of both that shows nothing.

The rows are locked in one order, whoever acts: the signal, the move, the arrival.
"""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.utils import timezone

from audit.operation import changing, operation, stale
from audit.recording import record, record_view
from core import walls
from core.access import Actor, Reach, authorize
from core.errors import Faults, Invalid, WrongState
from core.references import insert_referenced
from core.resend import other_content, sent_before
from core.unit import once
from municipalities import shielding
from municipalities.models import Municipality
from signals import terms
from signals.codes import MoveField, Origin
from signals.events import SignalEvent
from signals.keeping import keep
from signals.looked_at import demand_unpointed
from signals.models import Arrival, HiddenNames, Move, Reporter, Signal, part_of
from signals.notices import tell_municipality, tell_worker
from signals.policies import POLICY, SignalAction
from signals.portable import Portable
from signals.protecting import hidden_names
from signals.seeing import workers_at, workers_of
from signals.sharing_codes import Provenance, stricter
from signals.typed_beside import demand_unsaid, names_source_left, repeats_secret
from signals.workflow import MOVE, SIGNAL, MoveState, SignalState

from .along import columns_along, demand_source_stays, reporter_along, texts_leaving, told_along
from .begun import forget_begun
from .danger import danger_unpointed, take_danger_along
from .elsewhere import arrive, demand_not_kept_out
from .lifecycle import own
from .mentions import store_told
from .noticing import take_along
from .overriding import unused_overrides, withdraw_unused
from .pointing import demand_pointing_told, demand_reason
from .portable import chosen_along, demand_may_go, still_along, take_parts
from .shielding import keep_out_along
from .states import demand_settled, move_state, open_period

GONE = "Dit signaal wordt u niet meer aangeboden. Vraag zo nodig de andere gemeente hoe het ermee staat."
BUSY = "De andere gemeente werkt nog aan dit signaal, dus u kunt het nu niet overnemen. Neem contact met haar op."
_WHY = "the other side of a move is written by the step that settles it, and shown to nobody"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What of a question to another municipality can be looked at while the rest is not filled in yet; as `OfferedMove` has it."""

    why: str
    fields: Collection[MoveField]
    along: Collection[str]
    permitted_by: str
    pointing_why: str


@dataclass(frozen=True, slots=True)
class OfferedMove:
    """To which municipality, why (the receiver reads this before accepting) and what goes along. `key`: the new row's id.

    `along`: the codes of files and gathered information (signals/portable.py); `permitted_by`: who agreed that what was given to
    this municipality goes on; `pointing_why`: why words that point to data that stay are left standing (operations/pointing.py).
    """

    key: uuid.UUID
    to_municipality: Municipality
    why: str
    fields: Collection[MoveField]
    along: Collection[str] = ()
    permitted_by: str = ""
    pointing_why: str = ""

    @property
    def leaving(self) -> Leaving:
        """What of it is looked at before it goes."""
        return Leaving(self.why, self.fields, self.along, self.permitted_by, self.pointing_why)


def _offered_before(signal: Signal, *, actor: Actor, offered: OfferedMove) -> bool:
    given = {
        "to_municipality_id": offered.to_municipality.pk,
        "why": offered.why,
        "fields": sorted(offered.fields),
        "permitted_by": offered.permitted_by.strip(),
    }
    rows = Move.objects.of(signal)
    if not sent_before(rows, offered.key, **given):
        return False
    made: Move = rows.get(pk=offered.key)
    if {row[0] for row in made.along or []} != set(offered.along):
        raise other_content()
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return True


@operation(SignalAction.OFFER_MOVE, done_before=_offered_before)
def offer_move(signal: Signal, *, actor: Actor, offered: OfferedMove) -> Signal:
    """Ask another municipality to take it over. Sending the same key again asks once."""
    if _offered_before(signal, actor=actor, offered=offered):
        return signal
    shielding.demand_let_in(signal, actor)
    demand_movable(signal)
    if offered.to_municipality.pk == signal.municipality_id:
        raise Invalid({"to_municipality": ["Dit signaal is al van deze gemeente. Kies een andere."]})
    if not offered.why.strip():
        raise Invalid({"why": ["Schrijf op waarom het daar hoort."]})
    along = demand_sendable(signal, offered.leaving)
    texts = texts_leaving(signal, offered.fields, offered.why, along)
    agreed = {"why": offered.pointing_why, "permitted_by": offered.permitted_by}
    by_leave = demand_pointing_told(signal, texts, actor=actor, **agreed)
    now = timezone.now()
    due_on = terms.ANSWER_MOVE.of(signal.municipality_id, actor).due(now)
    move = Move.objects.create(
        **part_of(signal),
        id=offered.key,
        to_municipality=offered.to_municipality,
        why=offered.why,
        fields=sorted(offered.fields),
        along=[one.frozen for one in along] or None,
        permitted_by=offered.permitted_by.strip(),
        offered_at=now,
        due_on=due_on,
        author_id=actor.person_id,
    )
    asked_there = Arrival(municipality=move.to_municipality, move_id=move.pk, ask_first=by_leave)
    arrival = arrive(asked_there, signal, move, actor=actor)
    signal.version += 1
    record(SignalEvent.MOVE_OFFERED, signal, actor=actor)
    record(SignalEvent.MOVE_ARRIVED, arrival, actor=actor)
    tell_municipality(arrival, actor=actor)
    return signal


def demand_movable(signal: Signal) -> None:
    """Raise WrongState where a move cannot be offered: the state does not allow it, or something beside it runs still."""
    SIGNAL.move(signal, SignalAction.OFFER_MOVE)
    demand_settled(signal, step="Overdragen")


def demand_sendable(signal: Signal, sent: Leaving) -> list[Portable]:
    """The files and gathered information that were ticked.

    Raises Invalid with all that may not leave like this, each at its field: what is secret, who reported, words that point to either.
    """
    faults, along = Faults(), chosen_along(signal, sent.along)
    with_source = bool(reporter_along(signal, sent.fields))
    with faults.gathered():
        demand_unsaid(signal, {"why": sent.why}, repeats_secret)
    with faults.gathered():
        demand_may_go(signal, sent.along, along, with_source=with_source, permitted_by=sent.permitted_by)
    with faults.gathered():
        demand_source_stays(signal, sent.fields, sent.why, along)
    with faults.gathered():
        texts = texts_leaving(signal, sent.fields, sent.why, along)
        demand_reason(texts, why=sent.pointing_why, permitted_by=sent.permitted_by)
    faults.demand_none()
    return along


@operation(SignalAction.ACCEPT_MOVE)
def accept_move(*, actor: Actor, arrival: Arrival, seen: int | None = None, team: Collection[int] = ()) -> Signal:
    """Take it over: a new dossier here, of which the actor is the owner. A second click gives the same one.

    `team`: the ids of who sees it here too when the sender keeps it to a team (`team_choices`). Raises WrongState when it is not
    offered any more, or the sender still works on it.
    """
    authorize(actor, SignalAction.ACCEPT_MOVE, arrival)
    once(arrival.pk)
    made: Signal | None = Signal.objects.visible_to(actor).filter(pk=arrival.pk).first()
    if made is not None:
        record_view(SignalEvent.VIEWED, made, actor=actor)
        return made
    with _both_sides(arrival, actor):
        move = _move_of(arrival)
        with changing(move.signal) as source:
            demand_not_kept_out(actor, source, arrival)
            with changing(move) as move, changing(arrival) as arrival:
                _settle(move, arrival, SignalAction.ACCEPT_MOVE, seen, actor)
                _demand_source_stays(source, move)
                signal, went = _taken_over(source, move, arrival, actor, team)
                move.new_reference = signal.reference
            _leave(source, actor)
        record(SignalEvent.MOVE_ACCEPTED, source, actor=actor, detail={"signal": signal.reference, **went})
        record(SignalEvent.TAKEN_OVER, signal, actor=actor, detail={"signal": source.reference, **went})
        tell_worker(source, actor=actor)
    return signal


@operation(SignalAction.REFUSE_MOVE)
def refuse_move(*, actor: Actor, arrival: Arrival, refusal: str, seen: int | None = None) -> Arrival:
    """Leave it with the sender, who reads why."""
    authorize(actor, SignalAction.REFUSE_MOVE, arrival)
    if not refusal.strip():
        raise Invalid({"refusal": ["Schrijf op waarom u het signaal niet overneemt."]})
    demand_unpointed("Arrival.refusal", refusal, field="refusal")
    with _both_sides(arrival, actor):
        with changing(_move_of(arrival)) as move, changing(arrival) as arrival:
            demand_not_kept_out(actor, move, arrival)
            if (arrival.state, arrival.refusal, arrival.answered_by_id) == (MoveState.REFUSED, refusal, actor.user_id):
                record_view(SignalEvent.ARRIVAL_VIEWED, arrival, actor=actor)  # a second click
                return arrival
            _settle(move, arrival, SignalAction.REFUSE_MOVE, seen, actor)
            move.refusal = arrival.refusal = refusal
        record(SignalEvent.MOVE_REFUSED, move, actor=actor)
        record(SignalEvent.MOVE_REFUSED, arrival, actor=actor)
        tell_worker(move.signal, actor=actor)
    return arrival


@operation(SignalAction.WITHDRAW_MOVE)
def withdraw_move(move: Move, *, actor: Actor) -> Move:
    """Take the question back; the receiver has nothing of the signal, and sees that it is not offered any more."""
    MOVE.move(move, SignalAction.WITHDRAW_MOVE)
    move.settled_at = timezone.now()
    with walls.context(walls.sign_all(user_id=actor.user_id, content=[move.to_municipality_id])):
        found = Arrival.objects.unscoped(reason=_WHY).get(move_id=move.pk)
        with changing(found) as arrival:
            arrival.state, arrival.settled_at = MoveState.WITHDRAWN, move.settled_at
    record(SignalEvent.MOVE_WITHDRAWN, move, actor=actor)
    record(SignalEvent.MOVE_WITHDRAWN, arrival, actor=actor)
    return move


@contextmanager
def _both_sides(arrival: Arrival, actor: Actor) -> Iterator[None]:
    """Within reach of what the receiver does: its own municipality and the sender's, until the step is done."""
    both = [arrival.municipality_id, arrival.from_municipality_id]
    with walls.context(walls.sign_all(user_id=actor.user_id, content=both)):
        yield


def _move_of(arrival: Arrival) -> Move:
    moves = Move.objects.unscoped(reason=_WHY).select_related("signal__municipality", "signal__owner")
    move: Move = moves.get(pk=arrival.move_id)
    return move


def _settle(move: Move, arrival: Arrival, action: SignalAction, seen: int | None, actor: Actor) -> None:
    if not arrival.is_open:
        raise WrongState(GONE)
    if seen is not None and seen != arrival.version:
        raise stale(arrival, actor, seen)
    MOVE.move(move, action)
    MOVE.move(arrival, action)
    move.settled_at = arrival.settled_at = timezone.now()
    arrival.answered_by_id = actor.person_id


def _demand_source_stays(source: Signal, move: Move) -> None:
    """What was looked at when it was offered, once more: who reported may have said no since. Raises WrongState."""
    chosen = {MoveField(code) for code in move.fields}
    along = list(still_along(source, move, with_source=bool(reporter_along(source, chosen))))
    try:
        demand_source_stays(source, chosen, move.why, along)
    except Invalid as named:
        raise WrongState(BUSY) from named


def _whose(source: Signal, arrival: Arrival) -> dict[str, str]:
    """Whose data the new dossier holds, where words that stay by leave of the police make that another than the report says."""
    return {"provenance": stricter(Provenance.WPG, Provenance(source.provenance))} if arrival.ask_first else {}


def _leave(source: Signal, actor: Actor) -> None:
    """The sender's dossier is done; what is told to its reporter from now on is the sender's to tell."""
    try:
        demand_settled(source)
        move_state(source, SignalAction.MOVE_AWAY)
    except WrongState as running:
        raise WrongState(BUSY) from running
    source.due_on = None
    keep(source, timezone.now(), moved=True)
    withdraw_unused(unused_overrides(source), actor)
    forget_begun(source)


def _taken_over(
    source: Signal, move: Move, arrival: Arrival, actor: Actor, team: Collection[int]
) -> tuple[Signal, dict[str, int]]:
    """The new dossier: what always goes along and what was chosen; and how much that was beside the report."""
    chosen = {MoveField(code) for code in move.fields}
    reporter = reporter_along(source, chosen)
    signal = Signal(
        id=arrival.pk,
        dossier_id=arrival.pk,
        municipality_id=arrival.municipality_id,
        origin=Origin.MUNICIPALITY,
        author_id=actor.person_id,
        state=SignalState.TRIAGE,
        **{name: getattr(source, name) for name in columns_along(chosen)}
        | danger_unpointed(source, since=move.offered_at)
        | _whose(source, arrival),
    )
    own(signal, actor, anew=True)
    since = terms.told_since(signal.reported_on, signal.received_at)
    signal.inform_by = terms.INFORM_REPORTER.of(signal.municipality_id, actor).due_from(since)
    insert_referenced(signal, "S")
    open_period(signal, timezone.now())
    Reporter.objects.create(**part_of(signal), **reporter)
    # Of a reporter who stays unknown nothing goes along, also when that was decided after the offer.
    told = told_along(source, chosen if reporter else chosen - {MoveField.REPORTER})
    store_told(signal, told, author_id=actor.person_id)
    take_along(
        signal, source, actor, indicators=MoveField.INDICATORS in chosen, situations=MoveField.SITUATIONS in chosen
    )
    went = take_parts(signal, source, move, actor=actor, with_source=bool(reporter))
    # Whom the sender protected stays out of what leaves from here too; the names stay there.
    HiddenNames.objects.create(**part_of(signal), digests=hidden_names(source, signal))
    stays = partial(names_source_left, source, goes=bool(reporter))
    take_danger_along(signal, source, actor, names_source=stays)
    _shield(signal, source, actor, team)
    return signal, went


def team_choices(arrival: Arrival, actor: Actor) -> dict[int, str] | None:
    """Who may be chosen beside the actor to see what is restricted with the sender, id -> name; None when it is not restricted there.

    That it is, is said to who decides about taking it over, for she would be the only one to see it; nothing else comes out.
    """
    with _both_sides(arrival, actor):
        source = Move.objects.unscoped(reason=_WHY).values_list("dossier_id", flat=True).get(pk=arrival.move_id)
        if not shielding.is_restricted(source):
            return None
        out = shielding.excluded_from(arrival.dossier_id) | {actor.person_id}
        return {pk: name for pk, name in workers_at(arrival.municipality).items() if pk not in out}


def _shield(signal: Signal, source: Signal, actor: Actor, chosen: Collection[int]) -> None:
    """Who was excluded there is excluded here; what was restricted there is here too, to who took it over and whom she chose."""
    keep_out_along(signal, source, actor=actor, because="waar dit dossier uit voortkomt")
    if shielding.team_of(source.dossier_id) is None:
        return
    why = f"Het was afgeschermd in {source.municipality}, als {source.reference}."
    kept_by = POLICY.roles_with(SignalAction.DECIDE, {Reach.OWN})
    team = shielding.restrict(
        signal,
        actor=actor,
        owner_id=signal.owner_id,
        user_ids=chosen,
        why=why,
        among=workers_of(signal),
        kept_by=kept_by,
    )
    record(SignalEvent.RESTRICTED, signal, actor=actor, detail={"team": sorted(team)})
