"""Who is kept out of a signal: the steps of municipalities/shielding.py, authorised and recorded here."""

from collections.abc import Collection

from audit.operation import operation
from audit.recording import record
from core.access import Actor, Reach
from core.errors import WrongState, settled_meanwhile
from municipalities import shielding
from municipalities.dossiers import DossierRoot
from municipalities.shield_choices import colleagues_of
from signals.codes import Origin
from signals.events import SignalEvent
from signals.models import Question, Signal, TableItem
from signals.policies import POLICY, SignalAction, SignalReach
from signals.seeing import workers_of
from signals.workflow import SignalState

from .answering import ERASED
from .elsewhere import keep_out_elsewhere, keep_to_team_elsewhere, let_in_elsewhere
from .owning import pass_to
from .questions import withdraw_question
from .table_outcomes import leave_to_party


@operation(SignalAction.EXCLUDE, lock_first=shielding.lock_related)
def exclude_colleague(signal: Signal, *, actor: Actor, user_id: int, why: str) -> Signal:
    """Exclude a colleague. A signal of the one who is excluded becomes the actor's."""
    _demand_content(signal)
    among = colleagues_of(signal.municipality)
    shielding.exclude(signal, actor=actor, user_id=user_id, why=why, among=among)
    _part(signal, user_id, actor)
    return signal


@operation(SignalAction.EXCLUDE)
def exclude_along(signal: Signal, *, actor: Actor, user_id: int) -> Signal:
    """Exclude somebody who was excluded just now from a case that the signal fed."""
    shielding.exclude_along(signal, actor=actor, user_id=user_id)
    _part(signal, user_id, actor)
    return signal


def keep_out_along(signal: Signal, source: DossierRoot, *, actor: Actor, because: str) -> None:
    """Whoever is excluded by name from `source` is excluded here too: both tell of the same people.

    And from what hangs together with the signal, as far as the actor may. A step of an operation on the signal, which writes who owns
    it, and locked all of these first (`shielding.lock_all`). `because`: what `source` is to it.
    """
    for user_id in shielding.carry_over(signal, source=source, actor=actor, because=because):
        _part(signal, user_id, actor)
        shielding.exclude_from_related(signal, actor, user_id)


def _part(signal: Signal, user_id: int, actor: Actor) -> None:
    _take_back_questions(signal, actor, {user_id})
    leave_to_party(signal, {user_id}, actor)
    took_over = signal.owner_id == user_id
    if took_over:
        pass_to(signal, actor.person_id)
    record(SignalEvent.COLLEAGUE_EXCLUDED, signal, actor=actor, detail={"user": user_id, "took_over": took_over})
    keep_out_elsewhere(signal, user_id, actor=actor)


@operation(SignalAction.READMIT, lock_first=shielding.lock_related)
def readmit_colleague(signal: Signal, *, actor: Actor, user_id: int, why: str) -> Signal:
    """End an exclusion, and what came along from it in other municipalities."""
    _demand_content(signal)
    shielding.readmit(signal, actor=actor, user_id=user_id, why=why)
    record(SignalEvent.COLLEAGUE_READMITTED, signal, actor=actor, detail={"user": user_id})
    let_in_elsewhere(signal, actor=actor)
    return signal


@operation(SignalAction.RESTRICT, lock_first=shielding.lock_related)
def restrict_signal(signal: Signal, *, actor: Actor, user_ids: Collection[int], why: str) -> Signal:
    """Restrict the signal to a team, or change that team."""
    _demand_content(signal)
    team = shielding.restrict(
        signal,
        actor=actor,
        owner_id=signal.owner_id,
        user_ids=user_ids,
        why=why,
        among=workers_of(signal),
        kept_by=_kept_by(signal),
    )
    asked = Question.objects.of(signal).open().filter(to_user__isnull=False).values_list("to_user", flat=True)
    _take_back_questions(signal, actor, set(asked) - team)
    named = TableItem.objects.of(signal).filter(owner_user__isnull=False).values_list("owner_user", flat=True)
    leave_to_party(signal, set(named) - team, actor)
    let_in_elsewhere(signal, actor=actor)
    keep_to_team_elsewhere(signal, actor=actor)
    record(SignalEvent.RESTRICTED, signal, actor=actor, detail={"team": sorted(team)})
    return signal


def _demand_content(signal: Signal) -> None:
    """Why somebody is kept out is written down, and of what was anonymised nothing is erased a second time."""
    if signal.state == SignalState.ANONYMISED:
        raise WrongState(ERASED)


def _take_back_questions(signal: Signal, actor: Actor, people: Collection[int]) -> None:
    """Who does not see the dossier any more cannot answer what she was asked about it, so nobody waits for that."""
    for question in Question.objects.of(signal).open().filter(to_user__in=people):
        with settled_meanwhile():
            withdraw_question(question, actor=actor, reason="Deze collega mag dit dossier niet meer zien.")


def _kept_by(signal: Signal) -> list[str]:
    """Whose work the signal is, whatever becomes of it: a care coordinator's only when she logged it, for an offer ends."""
    logged = {SignalReach.LOGGED} if signal.origin == Origin.CARE_COORDINATOR else set()
    return POLICY.roles_with(SignalAction.DECIDE, {Reach.OWN, *logged})


@operation(SignalAction.LIFT_RESTRICTION, lock_first=shielding.lock_related)
def lift_restriction(signal: Signal, *, actor: Actor, why: str) -> Signal:
    """Let everybody whose work it is see the signal again; who was excluded by name stays so."""
    _demand_content(signal)
    shielding.lift(signal, actor=actor, why=why)
    let_in_elsewhere(signal, actor=actor)
    record(SignalEvent.RESTRICTION_LIFTED, signal, actor=actor)
    return signal
