"""What arrives at another municipality, and that who is kept out of a signal is kept out there, and of where it came from.

A move and a shared signal have a dossier of their own on the other side, and so has each paper of a screening table. Somebody
may work for both municipalities, so what is decided on the one holds on the other: written there within a context of that
municipality that shows nothing. It ends there when it ends on the dossier where it was decided. What lies in the signal's own
municipality, for its officer and for care coordination, is restricted to the same team.
"""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager

from audit.operation import changing
from audit.recording import record
from core import walls
from core.access import Actor
from core.errors import NotVisible
from municipalities import shielding
from municipalities.dossiers import DossierRoot, DossierRow
from signals.events import SignalEvent
from signals.models import Arrival, Concern, Move, SharedSignal, Signal, TableItem, TablePaper
from signals.seeing import next_owner, workers_at

from .owning import pass_to

_WHY = "the other side of a move or a shared signal is kept from who is kept from this one, and shown to nobody"


def lock(signals: Iterable[Signal], actor: Actor) -> None:
    """Lock these signals and those of other municipalities that belong to them, by their keys."""
    found = {one.pk: one for signal in signals for one in (signal, *_across(signal, actor)) if isinstance(one, Signal)}
    with _reaching(actor, {one.municipality_id for one in found.values()}):
        rows = Signal._base_manager.filter(pk__in=list(found)).order_by("pk")
        list(rows.select_for_update(of=("self",)).values_list("pk"))


def keep_out_elsewhere(signal: Signal, user_id: int, *, actor: Actor) -> None:
    """Exclude there too who was excluded here just now."""
    for other in _across(signal, actor):
        _shut_out(other, {user_id}, signal, actor, shielding.ALONG)


def keep_to_team_elsewhere(signal: Signal, *, actor: Actor) -> None:
    """Who works for both municipalities and is not in the team does not read there what is kept from her here.

    What was taken over is the other municipality's own: whom it is restricted to, is said there.
    """
    for other in _across(signal, actor):
        if _lies_beside(other, signal):
            _restrict_along(other, signal, actor)
        elif not isinstance(other, Signal):
            _shut_out_who_is_not_in_the_team(other, signal, actor)


def keep_newcomers_to_team(dossiers: Mapping[uuid.UUID, int], actor: Actor) -> None:
    """The same of each of these that is a signal (id -> municipality id), for who works for both only now."""
    with _reaching(actor, set(dossiers.values())):
        rows = Signal.objects.unscoped(reason=_WHY).filter(pk__in=list(dossiers)).select_related("municipality")
        found = list(rows.order_by("pk"))
    for signal in found:
        keep_to_team_elsewhere(signal, actor=actor)


def arrive[Row: (Arrival, SharedSignal)](row: Row, signal: Signal, asked: Move | Concern, *, actor: Actor) -> Row:
    """Write down there, in a dossier of its own, who asks what of that municipality and why; nothing of the signal.

    `row`: of `row.municipality`, not stored yet, with the key of what was asked.
    """
    row.id = row.dossier_id = uuid.uuid4()
    row.from_municipality, row.from_reference = signal.municipality, signal.reference
    row.why, row.offered_at, row.due_on = asked.why, asked.offered_at, asked.due_on
    with _reaching(actor, {row.municipality_id}):
        row.save(force_insert=True)
        # Somebody may work for both: who is kept from the one is kept from the other before there is anything to see.
        shut_beforehand(row, signal, actor=actor)
    return row


def shut_beforehand(row: Arrival | SharedSignal | TablePaper, source: Signal, *, actor: Actor) -> None:
    """What is offered is kept from the same people, before there is anything to see."""
    # A table does not know the number of the signal.
    why = "Uitgesloten van dit punt." if isinstance(row, TablePaper) else f"Uitgesloten van {source.reference}."
    _shut_out(row, shielding.excluded_from(source.dossier_id), source, actor, why)
    if _lies_beside(row, source):
        _restrict_along(row, source, actor)
    else:
        _shut_out_who_is_not_in_the_team(row, source, actor)


def demand_not_kept_out(actor: Actor, *sides: DossierRow) -> None:
    """Raise NotVisible when the actor was kept out of either side since her request began; both are locked."""
    for side in sides:
        if actor.person_id in shielding.excluded_from(side.dossier_id):
            raise NotVisible


def let_in_elsewhere(signal: Signal, *, actor: Actor) -> None:
    """End there what came along from here and holds here no more."""
    kept, team = shielding.kept_out_of(signal.dossier_id)
    sources = {signal.dossier_id}
    for other in _across(signal, actor):
        for user_id in shielding.carried_along(other, sources):
            if user_id in kept or (team is not None and user_id not in team):
                continue
            with _reaching(actor, {other.municipality_id}):
                why = "De uitsluiting waarmee deze meekwam, is beëindigd."
                shielding.readmit(other, actor=actor, user_id=user_id, why=why)
            record(SignalEvent.COLLEAGUE_READMITTED, other, actor=actor, detail={"user": user_id})
        if _lies_beside(other, signal) and team is None:
            _restrict_along(other, signal, actor)
        sources.add(other.dossier_id)


def _lies_beside(other: DossierRoot, signal: Signal) -> bool:
    """Whether it is a paper of a screening table that colleagues in the signal's own municipality read."""
    beside = isinstance(other, TablePaper) and other.partner_id is None
    return beside and other.municipality_id == signal.municipality_id


def _restrict_along(paper: DossierRoot, signal: Signal, actor: Actor) -> None:
    """The same team as the signal's: who gets a role here later is kept out of it as well."""
    with _reaching(actor, {paper.municipality_id}):
        why = "Het signaal waarover dit punt gaat, is afgeschermd of niet meer afgeschermd."
        team = shielding.follow_restriction(paper, signal, actor=actor, why=why)
    if team is not None:
        event = SignalEvent.RESTRICTED if team else SignalEvent.RESTRICTION_LIFTED
        record(event, paper, actor=actor, detail={"team": sorted(team)} if team else {})


def _shut_out_who_is_not_in_the_team(other: DossierRoot, source: Signal, actor: Actor) -> None:
    team = shielding.team_of(source.dossier_id)
    if team is None:
        return
    both = set(workers_at(source.municipality)) & set(workers_at(other.municipality))
    _shut_out(other, both - team, source, actor, f"Het signaal is in {source.municipality} afgeschermd.")


def _shut_out(other: DossierRoot, users: Collection[int], source: Signal, actor: Actor, why: str) -> None:
    with _reaching(actor, {other.municipality_id}):
        new = shielding.keep_out(other, users, actor=actor, why=why, carried_from=source.dossier_id)
        for user_id in new:
            handed_on = isinstance(other, Signal) and other.owner_id == user_id and _hand_on(other)
            detail = {"user": user_id, "took_over": False, "handed_on": handed_on}
            record(SignalEvent.COLLEAGUE_EXCLUDED, other, actor=actor, detail=detail)


def _hand_on(signal: Signal) -> bool:
    """Work of who is excluded goes to a colleague there: who excludes may not see it. False when there is none."""
    owner = next_owner(signal)
    if owner is None:
        return False
    with changing(signal) as row:
        pass_to(row, owner)
    return True


def _across(signal: Signal, actor: Actor) -> list[DossierRoot]:
    """What other municipalities have of it and where it came from, near before far, without it."""
    found: dict[object, DossierRoot] = {signal.dossier_id: signal}
    todo: list[DossierRoot] = [signal]
    for one in todo:
        for other in _sides(one, actor) if isinstance(one, Signal) else ():
            if other.dossier_id not in found:
                found[other.dossier_id] = other
                todo.append(other)
    return todo[1:]


def _sides(signal: Signal, actor: Actor) -> list[DossierRoot]:
    with _reaching(actor, {signal.municipality_id}):
        moves = dict(Move.objects.of(signal).values_list("pk", "to_municipality_id"))
        concerns = dict(Concern.objects.of(signal).values_list("pk", "other_municipality_id"))
        came = dict(
            Arrival.objects.unscoped(reason=_WHY).filter(pk=signal.pk).values_list("move_id", "from_municipality_id")
        )
        items = {item.pk: item.places for item in TableItem.objects.of(signal)}
    places = {*moves.values(), *concerns.values(), *came.values(), *(one for many in items.values() for one in many)}
    if not places:
        return []
    with _reaching(actor, places):
        arrivals = Arrival.objects.unscoped(reason=_WHY).filter(move_id__in=list(moves)).select_related("municipality")
        shared = SharedSignal.objects.unscoped(reason=_WHY).filter(concern_id__in=list(concerns))
        sent = Move.objects.unscoped(reason=_WHY).filter(pk__in=list(came)).values_list("signal", flat=True)
        arrived = {one.pk: one for one in arrivals}
        signals = Signal.objects.unscoped(reason=_WHY).filter(pk__in=[*arrived, *sent]).select_related("municipality")
        known = {one.pk: one for one in signals}
        papers = TablePaper.objects.unscoped(reason=_WHY).filter(item_id__in=list(items)).select_related("municipality")
        return [*shared.select_related("municipality"), *papers, *({**arrived, **known}).values()]


@contextmanager
def _reaching(actor: Actor, places: Collection[int]) -> Iterator[None]:
    with walls.context(walls.sign_all(user_id=actor.user_id, content=sorted(places))):
        yield
