"""Who may do what with a case."""

import uuid
from dataclasses import dataclass

import pytest

from cases.policies import POLICY, CaseAction
from core.access import SYSTEM, Actor, Reach
from municipalities.codes import Role

A = CaseAction
GOES = 1


@dataclass
class Stands:
    """An object to which the actor stands in exactly this way."""

    reach: str

    def reaches_of(self, actor: Actor) -> set[str]:
        return {self.reach}


OWN, SHARED = Stands(Reach.OWN), Stands(Reach.SHARED)


def wearing(hat: str) -> Actor:
    return Actor(user_id=1, hat=hat, hats=(hat,), content=frozenset({GOES}), dossiers=frozenset({uuid.uuid4()}))


def test_every_action_stands_in_the_table() -> None:
    assert set(POLICY.table) == set(CaseAction)


@pytest.mark.parametrize("hat", sorted(set(Role.values) - {Role.CARE_COORDINATOR, Role.PROCESS_DIRECTOR}))
def test_nobody_but_care_coordination_opens_a_case(hat: str) -> None:
    actor = wearing(hat)
    allowed = {action for action in CaseAction for obj in (OWN, SHARED) if POLICY.allows(actor, action, obj)}
    assert allowed == ({A.SEE_OUTCOME} if hat == Role.FOCAL_OFFICER else set())


def test_a_coordinator_without_mandate_cares_and_hands_over_but_starts_nothing() -> None:
    karlijn = wearing(Role.CARE_COORDINATOR)
    started_under_mandate = {A.ACCEPT, A.ADD_SIGNALS, A.REFER, A.TAKE_IN, A.REOPEN, A.LIST_FOLLOWED}
    for action in CaseAction:
        if SYSTEM.hat in POLICY.table[action]:
            continue
        assert POLICY.allows(karlijn, action, OWN)
        expected = action not in started_under_mandate | {A.SEE_OUTCOME}
        assert POLICY.allows(karlijn, action, SHARED) is expected, action


def test_a_process_director_comes_in_by_the_case_team_only() -> None:
    pieter = wearing(Role.PROCESS_DIRECTOR)
    assert not any(POLICY.allows(pieter, action, OWN) for action in CaseAction)
    assert POLICY.allows(pieter, A.VIEW, SHARED)
    assert not POLICY.allows(pieter, A.CLOSE, SHARED)


def test_only_the_system_anonymises() -> None:
    assert POLICY.allows(SYSTEM, A.ANONYMISE, OWN)
    assert not POLICY.allows(wearing(Role.CARE_COORDINATOR), A.ANONYMISE, OWN)
