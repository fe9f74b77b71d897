"""Who is kept out of a case: the steps of municipalities/shielding.py, authorised and recorded here."""

from collections.abc import Collection

from audit.operation import operation
from audit.recording import record
from cases import team
from cases.events import CaseEvent
from cases.models import Case, Task
from cases.policies import POLICY, CaseAction
from core.access import Actor, Reach
from core.workdays import today
from municipalities import shielding
from municipalities.dossiers import DossierRoot


@operation(CaseAction.EXCLUDE, lock_first=shielding.lock_related)
def exclude_colleague(case: Case, *, actor: Actor, user_id: int, why: str) -> Case:
    """Exclude a colleague, who leaves the case team; a case of hers, and her open tasks, become the actor's."""
    among = team.could_see(case)
    shielding.exclude(case, actor=actor, user_id=user_id, why=why, among=among)
    _part(case, user_id, actor)
    return case


@operation(CaseAction.EXCLUDE)
def exclude_along(case: Case, *, actor: Actor, user_id: int) -> Case:
    """Exclude somebody who was excluded just now from a signal or case that tells of the same people."""
    shielding.exclude_along(case, actor=actor, user_id=user_id)
    _part(case, user_id, actor)
    return case


def keep_out_along(case: Case, source: DossierRoot, *, actor: Actor) -> None:
    """Whoever is excluded by name from what this case comes from is excluded from the case too: it tells of the same people.

    A step of an operation on the case, which writes who owns it.
    """
    for user_id in shielding.carry_over(case, source=source, actor=actor):
        _part(case, user_id, actor)


def _part(case: Case, user_id: int, actor: Actor) -> None:
    took_over = case.owner_id == user_id
    if took_over:
        case.owner_id = actor.person_id
        team.join(case, actor.person_id, today())
    team.leave(case, today(), [user_id])
    Task.objects.of(case).open().filter(owner_id=user_id).update(owner_id=actor.person_id)
    record(CaseEvent.COLLEAGUE_EXCLUDED, case, actor=actor, detail={"user": user_id, "took_over": took_over})


@operation(CaseAction.READMIT)
def readmit_colleague(case: Case, *, actor: Actor, user_id: int, why: str) -> Case:
    """End an exclusion. Whoever was in the case team is put in it again by hand."""
    shielding.readmit(case, actor=actor, user_id=user_id, why=why)
    record(CaseEvent.COLLEAGUE_READMITTED, case, actor=actor, detail={"user": user_id})
    return case


@operation(CaseAction.RESTRICT)
def restrict_case(case: Case, *, actor: Actor, user_ids: Collection[int], why: str) -> Case:
    """Restrict the case to a team, or change that team. The case team stays as it is; it sees the case as far as it is in this one."""
    chosen = restrict_to(case, actor=actor, user_ids=user_ids, why=why)
    record(CaseEvent.RESTRICTED, case, actor=actor, detail={"team": sorted(chosen)})
    return case


def restrict_to(case: Case, *, actor: Actor, user_ids: Collection[int], why: str) -> frozenset[int]:
    """Restrict the case to these of its workers, with owner and actor; gives the team. A step of an operation on the case."""
    return shielding.restrict(
        case,
        actor=actor,
        owner_id=case.owner_id,
        user_ids=user_ids,
        why=why,
        among=team.workers_of(case),
        kept_by=POLICY.roles_with(CaseAction.RESTRICT, {Reach.OWN}),
    )


@operation(CaseAction.LIFT_RESTRICTION)
def lift_restriction(case: Case, *, actor: Actor, why: str) -> Case:
    """Let everybody whose work it is see the case again; who was excluded by name stays so."""
    shielding.lift(case, actor=actor, why=why)
    record(CaseEvent.RESTRICTION_LIFTED, case, actor=actor)
    return case
