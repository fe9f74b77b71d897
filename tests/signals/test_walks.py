"""Random people try random steps on signals: none reaches a state, or leaves a row, that may not be.

Who can take which step stands in walk_steps.py, what must hold of the rows afterwards in walk_rules.py. A walk that fails is
printed. `HYPOTHESIS=deep pytest tests/signals/test_walks.py` walks for minutes, never the same way twice, and makes a walk
that fails shorter until each of its steps is needed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.unit import current_unit
from core.workdays import today
from municipalities.codes import Role
from municipalities.roles import give
from signals.codes import Answered
from tests.support.world import FIRST, World

from .walk_rules import judge, judge_looks, runs
from .walk_steps import NOBODYS, STEPS, WAYS, Way
from .walking import Refused, Walk, prepared

type Try = tuple[str, str, str]

ENDS = ("close", "merge")
EVERYBODY = sorted({*NOBODYS, *(name for step in STEPS.values() for name in step.by)})
NEAR = ("Wilma", "Koos", "Karlijn", "Philo", "Floor", "")
ABLE = [(step, name) for step in sorted(STEPS) for name in sorted(STEPS[step].by)]


def of_way(one: str | tuple[str, str]) -> tuple[str, str]:
    """A step of a way, and who takes it: the officer of Goes where she can."""
    if isinstance(one, tuple):
        return one
    by = STEPS[one].by
    return one, "Wilma" if "Wilma" in by else min(by)


@st.composite
def plans(draw: st.DrawFn) -> list[Try]:
    """First a way or two as far as it goes, or few would get where something runs; then whoever tries whatever."""
    ways = draw(st.lists(st.sampled_from(WAYS), min_size=1, max_size=2))
    begun = [of_way(one) for way in ways for one in way[: draw(st.integers(1, len(way)))]]
    likely = sorted({of_way(one)[0] for way in ways for one in way})
    somebody = st.one_of(st.sampled_from(ABLE), st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(EVERYBODY)))
    related = st.tuples(st.sampled_from([*likely, *ENDS, "exclude Koos"]), st.sampled_from([*NEAR, *NEAR, *EVERYBODY]))
    how = st.sampled_from(["", "", "", "twice", "stale"])
    tries = draw(st.lists(st.tuples(st.one_of(related, related, somebody), how), min_size=6, max_size=14))
    return [(step, name, "") for step, name in begun] + [(step, name, how) for (step, name), how in tries]


@pytest.fixture
def walked(world: World) -> Iterator[World]:
    """In which Otto worked at Goes until yesterday."""
    days = {"valid_from": FIRST, "valid_until": today() - timedelta(days=1)}
    give(world.goes, world.outsider.pk, Role.FOCAL_OFFICER, deputy=False, **days)
    with prepared():
        yield world


def take(walk: Walk, turn: int, one: Try) -> bool:
    """One try, and what must hold after it."""
    name, person, how = one
    step = STEPS[name]
    if not person and person not in step.by:
        return False  # The machine does what its jobs do: no page and no program asks it for anything else.
    was_kept_out = person in walk.names and walk.is_kept_out(person)
    try:
        events = walk.tries(step, person, how)
    except Refused:
        assert walk.before == walk.rows, f"{name} was refused, and changed something"
        done = False
    else:
        assert person in step.by, f"{person or 'the machine'} could {name}"
        assert not was_kept_out, f"{person} could {name}, and the signal is kept from him"
        assert how != "stale" or step.on is None or walk.before == walk.rows, f"{name} from a page of before"
        # One that says what stands there already leaves a look.
        assert step.leaves & {*events} or walk.before == walk.rows, f"{name} left {events}"
        judge(walk, name)
        done = bool(step.leaves & {*events})
    if walk.before != walk.rows:
        judge_looks(walk, turn)
    return done


@contextmanager
def walking(world: World, danger: Answered) -> Iterator[Walk]:
    """A walk from its beginning; what it leaves is undone."""
    gathered = current_unit().gathered
    with transaction.atomic():
        yield Walk(world, danger=danger)
        transaction.set_rollback(True)
    gathered.clear()


def beside(walk: Walk, way: Way, turn: int) -> list[Try]:
    """What may not be done just now: the next step by somebody else of this way, and an end while something runs."""
    name, _ = of_way(way[turn])
    others = sorted({of_way(one)[1] for one in way} - STEPS[name].by) or ["Vera"]
    tries = [(name, others[turn % len(others)], "")]
    if runs(walk):
        tries.append((ENDS[turn % len(ENDS)], "Wilma", ""))
    return tries


@pytest.mark.parametrize("way", WAYS, ids=lambda way: str(way[-1]))
def test_along_these_ways_every_step_can_be_taken_and_nothing_beside_them(walked: World, way: Way) -> None:
    with walking(walked, Answered.NO) as walk:
        for turn, (name, person) in enumerate(map(of_way, way)):
            for one in beside(walk, way, turn):
                assert not take(walk, turn, one), one
            assert take(walk, turn, (name, person, "twice" if turn % 3 else "")), name


def test_the_ways_lead_along_every_step() -> None:
    assert {of_way(one)[0] for way in WAYS for one in way} == {*STEPS}


@settings(
    settings.get_profile(os.environ.get("HYPOTHESIS", "walks")),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(danger=st.sampled_from([Answered.NO, Answered.YES]), plan=plans())
def test_no_walk_reaches_or_leaves_what_may_not_be(walked: World, danger: Answered, plan: list[Try]) -> None:
    with walking(walked, danger) as walk:
        for turn, one in enumerate(plan):
            take(walk, turn, one)
