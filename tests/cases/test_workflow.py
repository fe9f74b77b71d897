"""The phases: which arrows there are, and what no walk along them can reach."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.policies import POLICY, CaseAction
from cases.workflow import CASE, ENDED_PHASES, OPEN_PHASES, TASK, TRANSFER, CasePhase, TaskState, TransferState
from core.errors import WrongState

P, A = CasePhase, CaseAction


@dataclass
class Walker:
    """Anything with a phase."""

    state: str


@pytest.mark.parametrize(
    ("came_from", "action", "leads_to"),
    [
        (P.REFERRED, A.TAKE_IN, P.INTAKE),
        (P.INTAKE, A.START_INTENSIVE, P.INTENSIVE),
        (P.INTAKE, A.FOLLOW, P.FOLLOWED),
        (P.FOLLOWED, A.SCALE_UP, P.INTENSIVE),
        (P.INTENSIVE, A.SCALE_DOWN, P.FOLLOWED),
        (P.INTENSIVE, A.START_AFTERCARE, P.AFTERCARE),
        (P.FOLLOWED, A.START_AFTERCARE, P.AFTERCARE),
        (P.AFTERCARE, A.SCALE_UP, P.INTENSIVE),
        (P.AFTERCARE, A.SCALE_DOWN, P.FOLLOWED),
        (P.REFERRED, A.CLOSE, P.CLOSED),
        (P.AFTERCARE, A.CLOSE, P.CLOSED),
        (P.CLOSED, A.REOPEN, P.INTAKE),
        (P.INTAKE, A.ACCEPT_TRANSFER, P.TRANSFERRED),
        (P.TRANSFERRED, A.ANONYMISE, P.ANONYMISED),
    ],
)
def test_an_arrow_leads_where_the_table_says(came_from: str, action: CaseAction, leads_to: str) -> None:
    case = Walker(came_from)
    assert CASE.move(case, action) == came_from
    assert case.state == leads_to


@pytest.mark.parametrize(
    ("phase", "action"),
    [
        (P.INTAKE, A.TAKE_IN),
        (P.INTAKE, A.SCALE_UP),
        (P.INTAKE, A.START_AFTERCARE),
        (P.REFERRED, A.START_INTENSIVE),
        (P.TRANSFERRED, A.REOPEN),
        (P.CLOSED, A.ACCEPT_TRANSFER),
        (P.ANONYMISED, A.REOPEN),
        (P.CLOSED, A.EDIT),
    ],
)
def test_what_the_table_does_not_name_is_refused(phase: str, action: CaseAction) -> None:
    case = Walker(phase)
    with pytest.raises(WrongState):
        CASE.move(case, action)
    assert case.state == phase


walks = st.lists(st.sampled_from([line.action for line in CASE.arrows]), max_size=30)


@given(start=st.sampled_from([P.REFERRED, P.INTAKE]), walk=walks)
def test_no_walk_leads_back_to_referred_or_out_of_anonymised(start: str, walk: list[CaseAction]) -> None:
    case, visited = Walker(start), [start]
    for action in walk:
        if CASE.allows(action, case.state):
            CASE.move(case, action)
            visited.append(case.state)
    left = next((i for i, phase in enumerate(visited) if phase != P.REFERRED), len(visited))
    assert P.REFERRED not in visited[left:]
    if P.ANONYMISED in visited:
        assert set(visited[visited.index(P.ANONYMISED) :]) == {P.ANONYMISED}


@given(start=st.sampled_from([P.REFERRED, P.INTAKE]), walk=walks)
def test_an_open_case_can_always_be_ended(start: str, walk: list[CaseAction]) -> None:
    case = Walker(start)
    for action in walk:
        if CASE.allows(action, case.state):
            CASE.move(case, action)
    if case.state in OPEN_PHASES:
        assert CASE.allows(A.CLOSE, case.state)
        assert CASE.allows(A.ACCEPT_TRANSFER, case.state)
    else:
        assert case.state in {*ENDED_PHASES, P.ANONYMISED}


def test_every_phase_can_be_reached() -> None:
    targets = {line.target for line in CASE.arrows if line.target}
    assert targets | {P.REFERRED, P.INTAKE} == set(CasePhase)


def test_every_arrow_stands_in_the_policy_table() -> None:
    actions = {line.action for table in (CASE, TRANSFER, TASK) for line in table.arrows}
    assert actions <= set(POLICY.table)


def test_a_transfer_and_a_task_settle_once() -> None:
    for table, states in ((TRANSFER, TransferState), (TASK, TaskState)):
        open_state = next(iter(states))
        for line in table.arrows:
            assert line.sources == {open_state}
