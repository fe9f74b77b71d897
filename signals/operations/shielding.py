"""Who is kept out of a signal: the steps of municipalities/shielding.py, authorised and recorded here."""

from collections.abc import Collection

from audit.operation import operation
from audit.recording import record
from core.access import Actor, Reach
from municipalities import shielding
from signals.codes import Origin
from signals.events import SignalEvent
from signals.models import Signal
from signals.policies import POLICY, SignalAction, SignalReach
from signals.seeing import workers_of


@operation(SignalAction.EXCLUDE)
def exclude_colleague(signal: Signal, *, actor: Actor, user_id: int, why: str) -> Signal:
    """Exclude a colleague. A signal of the one who is excluded becomes the actor's."""
    among = shielding.colleagues_of(signal.municipality)
    shielding.exclude(signal, actor=actor, user_id=user_id, why=why, among=among)
    _part(signal, user_id, actor)
    return signal


@operation(SignalAction.EXCLUDE)
def exclude_along(signal: Signal, *, actor: Actor, user_id: int) -> Signal:
    """Exclude somebody who was excluded just now from a case that the signal fed."""
    shielding.exclude_along(signal, actor=actor, user_id=user_id)
    _part(signal, user_id, actor)
    return signal


def _part(signal: Signal, user_id: int, actor: Actor) -> None:
    took_over = signal.owner_id == user_id
    if took_over:
        signal.owner_id = actor.person_id
    record(SignalEvent.COLLEAGUE_EXCLUDED, signal, actor=actor, detail={"user": user_id, "took_over": took_over})


@operation(SignalAction.READMIT)
def readmit_colleague(signal: Signal, *, actor: Actor, user_id: int, why: str) -> Signal:
    """End an exclusion."""
    shielding.readmit(signal, actor=actor, user_id=user_id, why=why)
    record(SignalEvent.COLLEAGUE_READMITTED, signal, actor=actor, detail={"user": user_id})
    return signal


@operation(SignalAction.RESTRICT)
def restrict_signal(signal: Signal, *, actor: Actor, user_ids: Collection[int], why: str) -> Signal:
    """Restrict the signal to a team, or change that team."""
    team = shielding.restrict(
        signal,
        actor=actor,
        owner_id=signal.owner_id,
        user_ids=user_ids,
        why=why,
        among=workers_of(signal),
        kept_by=_kept_by(signal),
    )
    record(SignalEvent.RESTRICTED, signal, actor=actor, detail={"team": sorted(team)})
    return signal


def _kept_by(signal: Signal) -> list[str]:
    """Whose work the signal is, whatever becomes of it: a care coordinator's only when she logged it, for an offer ends."""
    logged = {SignalReach.LOGGED} if signal.origin == Origin.CARE_COORDINATOR else set()
    return POLICY.roles_with(SignalAction.DECIDE, {Reach.OWN, *logged})


@operation(SignalAction.LIFT_RESTRICTION)
def lift_restriction(signal: Signal, *, actor: Actor, why: str) -> Signal:
    """Let everybody whose work it is see the signal again; who was excluded by name stays so."""
    shielding.lift(signal, actor=actor, why=why)
    record(SignalEvent.RESTRICTION_LIFTED, signal, actor=actor)
    return signal
