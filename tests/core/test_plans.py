"""A plan that a connection keeps: its answer is that of now, the walls look at each run, and there is an end to what is kept."""

import pytest
from django.db import DatabaseError, connection, transaction

from core import plans, walls
from core.plans import PLACE, ask
from municipalities.roles import actor_for
from signals.models import Signal
from tests.factories import signals as make
from tests.support import contexts
from tests.support.queries import queries_of
from tests.support.world import World

ALL = f"SELECT count(*) FROM {Signal._meta.db_table} WHERE reference <> ''"  # noqa: S608  our own table
ONE = f"{ALL} AND dossier_id = {PLACE}"


@pytest.fixture(autouse=True)
def _nothing_seen(world: World) -> None:
    connection.ensure_connection()
    plans._of.pop(connection.connection, None)


def test_the_second_time_it_is_planned_and_then_its_plan_is_run(world: World) -> None:
    first, second, third, fourth = (queries_of(lambda: ask(ALL)) for _ in range(4))
    assert first == [ALL]
    assert second[0].startswith("PREPARE")
    assert third == fourth
    assert third[0].startswith("EXECUTE")
    assert [len(sent) for sent in (first, second, third)] == [1, 1, 1]


def test_the_answer_is_that_of_now(world: World) -> None:
    counts = []
    for _ in range(4):
        make.stored(world.goes, world.wilma, 1)
        counts.append(ask(ALL)[0])
    assert counts == [1, 2, 3, 4]


def test_one_plan_serves_every_dossier(world: World) -> None:
    stored = make.stored(world.goes, world.wilma, 8)
    assert [ask(ONE, signal.dossier_id) for signal in stored] == [(1,)] * 8
    assert len(plans._of[connection.connection].seen) == 1


def test_the_walls_look_at_each_run_of_a_plan(world: World) -> None:
    make.stored(world.goes, world.wilma, 2)
    seen = []
    for _ in range(3):
        for person in (world.wilma, world.hanna):
            with contexts.acting_as(actor_for(person)):
                seen.append(ask(ALL)[0])
    assert seen == [2, 0] * 3


def test_a_run_that_fails_leaves_the_next_one_whole(world: World) -> None:
    make.stored(world.goes, world.wilma, 1)
    for _ in range(3):
        ask(ALL)
        with pytest.raises(DatabaseError), transaction.atomic(), walls.context(walls.NO_CONTEXT):
            ask(ALL)
        assert ask(ALL) == (1,)


def test_a_run_that_fails_leaves_no_plan_that_nobody_knows(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "_SEEN", 2)
    make.stored(world.goes, world.wilma, 1)
    before, other = _planned(), f"{ALL} AND danger <> ''"
    for _ in range(2):
        for text in (ALL, ALL, other, other):
            ask(text)
        for text in ("SELECT (", ALL, other, "SELECT ("):
            with pytest.raises(DatabaseError), transaction.atomic(), walls.context(walls.NO_CONTEXT):
                ask(text)
            assert ask(ALL) == (1,)
            assert _planned() - before == {name for name in plans._of[connection.connection].seen.values() if name}


def _planned() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE name LIKE 'kept%'")
        return {name for (name,) in cursor.fetchall()}


def test_what_a_connection_keeps_has_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "MOST_CHARACTERS", 3 * len(ALL) + 60)
    for number in range(9):
        for _ in range(3):
            assert ask(f"{ALL} AND danger = '{number}'") == (0,)
    kept = plans._of[connection.connection].seen
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE statement ~ 'danger = .[0-9]'")
        assert {name for (name,) in cursor.fetchall()} == {name for name in kept.values() if name}
    assert 0 < sum(len(text) for text, name in kept.items() if name) <= plans.MOST_CHARACTERS


def test_a_text_that_is_too_long_is_never_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "MOST_CHARACTERS", 10)
    assert [queries_of(lambda: ask(ALL)) for _ in range(3)] == [[ALL]] * 3
