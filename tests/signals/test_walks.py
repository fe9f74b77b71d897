"""Random people try random steps on signals: none reaches a state, or leaves a row, that may not be.

Who can take which step stands in walk_steps.py and walk_beside.py, what must hold of the rows afterwards in walk_rules.py. A walk
that fails is printed, with the number from which it can be drawn again. `bin/test deep` walks for minutes, never the same way
twice, and makes a walk that fails shorter until each of its steps is needed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, note, seed, settings
from hypothesis import strategies as st

from core.unit import current_unit
from core.workdays import today
from municipalities.codes import Role
from municipalities.roles import give
from signals.codes import Answered
from tests.support.drawn import NAME, seed_of_run
from tests.support.world import FIRST, World

from .walk_beside import ADMINISTRATOR, ENDS_WORK, EVERY, HERS, MORE_WAYS, OF_A_COLLEAGUE, OWN_WAYS, TO_THE_END
from .walk_rules import judge, judge_looks, runs
from .walk_steps import CARE, NOBODYS, WAYS, Way
from .walking import Refused, Walk, prepared

type Try = tuple[str, str, str]

ENDS = ("close", "merge")
EVERYBODY = sorted({*NOBODYS, *(name for step in EVERY.values() for name in step.by)})
NEAR = ("Wilma", "Koos", "Karlijn", "Philo", "Floor", "")
ABLE = [(step, name) for step in sorted(EVERY) for name in sorted(EVERY[step].by or CARE)]
ALL_WAYS = [*((way, False) for way in (*WAYS, *MORE_WAYS)), *((way, True) for way in OWN_WAYS)]


def able(name: str, *, hers: bool) -> frozenset[str]:
    """Who can take this step when its moment is there."""
    return EVERY[name].by | CARE if hers and name in HERS else EVERY[name].by


def of_way(one: str | tuple[str, str], *, hers: bool = False) -> tuple[str, str]:
    """A step of a way, and who takes it: care coordination what is `hers`, else the officer of Goes where she can."""
    if isinstance(one, tuple):
        return one
    by = able(one, hers=hers) or CARE
    first = "Karlijn" if hers else "Wilma"
    return one, first if first in by else min(by)


@st.composite
def plans(draw: st.DrawFn) -> tuple[bool, list[Try]]:
    """First a way or two as far as it goes, or few would get where something runs; then whoever tries whatever."""
    hers = draw(st.sampled_from([False, False, True]))
    ways = draw(st.lists(st.sampled_from([way for way, own in ALL_WAYS if own == hers]), min_size=1, max_size=2))
    begun = [of_way(one, hers=hers) for way in ways for one in way[: draw(st.integers(1, len(way)))]]
    likely = sorted({of_way(one, hers=hers)[0] for way in ways for one in way})
    somebody = st.one_of(st.sampled_from(ABLE), st.tuples(st.sampled_from(sorted(EVERY)), st.sampled_from(EVERYBODY)))
    related = st.tuples(st.sampled_from([*likely, *ENDS, "exclude Koos"]), st.sampled_from([*NEAR, *NEAR, *EVERYBODY]))
    how = st.sampled_from(["", "", "", "twice", "stale"])
    tries = draw(st.lists(st.tuples(st.one_of(related, related, somebody), how), min_size=6, max_size=14))
    return hers, [(step, name, "") for step, name in begun] + [(step, name, how) for (step, name), how in tries]


@pytest.fixture
def walked(world: World) -> Iterator[World]:
    """In which Otto worked at Goes until yesterday."""
    until = today() - timedelta(days=1)
    give(world.goes, world.outsider.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=until, deputy=False)
    with prepared():
        yield world


def take(walk: Walk, turn: int, one: Try) -> bool:
    """One try, and what must hold after it."""
    name, person, how = one
    step, by = EVERY[name], able(name, hers=walk.hers)
    if not person and person not in by:
        return False  # The machine does what its jobs do: no page and no program asks it for anything else.
    was_kept_out = name not in OF_A_COLLEAGUE and person in walk.names and walk.is_kept_out(person)
    # Roles and mandates are ended by another app, and a second click is told of there once more.
    had_left, how = walk.has_left(person), "" if person in ADMINISTRATOR else how
    try:
        events = walk.tries(step, person, how)
    except Refused:
        assert walk.before == walk.rows, f"{name} was refused, and changed something"
        done = False
    else:
        assert person in by, f"{person or 'the machine'} could {name}"
        assert not was_kept_out, f"{person} could {name}, and the signal is kept from him"
        assert not had_left, f"{person} could {name}, and works there no more"
        assert how != "stale" or step.on is None or walk.before == walk.rows, f"{name} from a page of before"
        # One that says what stands there already leaves a look.
        assert step.leaves & {*events} or walk.before == walk.rows, f"{name} left {events}"
        judge(walk, name)
        done = bool(step.leaves & {*events})
    if walk.before != walk.rows:
        judge_looks(walk, turn)
    return done


@contextmanager
def walking(world: World, danger: Answered, *, hers: bool = False) -> Iterator[Walk]:
    """A walk from its beginning; what it leaves is undone."""
    gathered = current_unit().gathered
    with transaction.atomic():
        yield Walk(world, hers=hers, danger=danger)
        transaction.set_rollback(True)
    gathered.clear()


def beside(walk: Walk, way: Way, turn: int) -> list[Try]:
    """What may not be done just now: the next step by somebody else of this way, and an end while something runs."""
    hers = walk.hers
    name, _ = of_way(way[turn], hers=hers)
    others = sorted({of_way(one, hers=hers)[1] for one in way} - able(name, hers=hers)) or ["Vera"]
    tries = [(name, others[turn % len(others)], "")]
    if runs(walk):
        tries.append((ENDS[turn % len(ENDS)], "Wilma", ""))
    return tries


@pytest.mark.parametrize(("way", "hers"), ALL_WAYS, ids=lambda way: str(way[-1]) if isinstance(way, tuple) else "")
def test_along_these_ways_every_step_can_be_taken_and_nothing_beside_them(walked: World, way: Way, hers: bool) -> None:
    with walking(walked, Answered.NO, hers=hers) as walk:
        for turn, one_of_it in enumerate(way):
            name, person = of_way(one_of_it, hers=hers)
            for one in beside(walk, way, turn):
                assert not take(walk, turn, one), one
            assert take(walk, turn, (name, person, "twice" if turn % 3 else "")), name


def test_no_step_writes_anything_of_what_was_anonymised(walked: World) -> None:
    with walking(walked, Answered.NO) as walk:
        for turn, one in enumerate(TO_THE_END):
            assert take(walk, turn, (*of_way(one), ""))
        for turn, name in enumerate(sorted({*EVERY} - ENDS_WORK)):
            take(walk, turn, (*of_way(name), ""))


def test_the_ways_lead_along_every_step() -> None:
    assert {of_way(one, hers=hers)[0] for way, hers in ALL_WAYS for one in way} == {*EVERY}


PROFILE = os.environ.get("HYPOTHESIS", "walks")
SEED = seed_of_run()


@settings(settings.get_profile(PROFILE), suppress_health_check=[HealthCheck.function_scoped_fixture])
@(seed(SEED) if PROFILE == "walks" else lambda test: test)
@given(danger=st.sampled_from([Answered.NO, Answered.YES]), plan=plans())
def test_no_walk_reaches_or_leaves_what_may_not_be(
    walked: World, danger: Answered, plan: tuple[bool, list[Try]]
) -> None:
    hers, tries = plan
    note(f"these walks again: {NAME}={SEED}")
    with walking(walked, danger, hers=hers) as walk:
        for turn, one in enumerate(tries):
            take(walk, turn, one)
