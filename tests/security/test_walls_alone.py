"""The second wall by itself: what the database gives to a query that no gate has narrowed."""

import uuid

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from psycopg import sql

from core import walls
from core.access import Actor
from core.walls.policies import walled
from core.walls.tables import declared
from municipalities.roles import actor_for
from signals.models import Signal
from tests.support import contexts
from tests.support.world import World

TABLES = sorted(table.name for table in walled(declared().tables))
NO_RIGHT, NO_COLUMN = "42501", "42703"


@pytest.fixture
def filled(beside_filled: None, world: World) -> World:
    """The small world, with a row in every table, in Goes."""
    return world


# What Vlissingen was given to read of a point of Goes, and what its own log holds of that.
OF_VLISSINGEN = {"signals_tablepaper", "audit_auditevent"}


def count(table: str, *, of_others: int | None = None) -> int:
    """As a page would that forgot its gate: everything there is; or all but of one municipality."""
    less = "" if of_others is None else f" WHERE municipality_id IS DISTINCT FROM {of_others}"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"{less}')  # noqa: S608  our own table names
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def state_of(error: DatabaseError) -> str:
    """The code that the database gave for its refusal."""
    return str(getattr(error.__cause__, "sqlstate", ""))


def counts() -> dict[str, int]:
    return {table: found for table in TABLES if (found := count(table))}


def test_a_forgotten_gate_gives_the_own_municipality_and_nothing_of_another(filled: World) -> None:
    with contexts.everywhere():
        there = counts()
    assert set(TABLES) == set(there)
    of_vlissingen = frozenset({filled.vlissingen.pk})
    vera = actor_for(filled.vera)
    assert (vera.content, vera.dossiers, vera.partners) == (of_vlissingen, frozenset(), frozenset())
    with walls.context(walls.sign(vera)):
        assert counts().keys() == OF_VLISSINGEN
        assert not any(count(table, of_others=filled.vlissingen.pk) for table in OF_VLISSINGEN)
    with walls.context(walls.sign(actor_for(filled.wilma))):
        assert counts().keys() >= {"signals_signal", "signals_reporter", "cases_case", "cases_caseperson"}


def test_an_empty_context_finds_nothing_anywhere(filled: World) -> None:
    with walls.context(walls.sign(Actor(user_id=None))):
        assert counts() == {}


def test_a_dossier_that_is_shared_gives_its_own_parts_and_nothing_beside_it(filled: World) -> None:
    with contexts.everywhere(), connection.cursor() as cursor:
        cursor.execute("SELECT dossier_id FROM signals_signal ORDER BY id LIMIT 1")
        ((dossier,),) = cursor.fetchall()
    with walls.context(walls.sign(Actor(user_id=None, dossiers=frozenset({dossier})))):
        for table in counts():
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT DISTINCT dossier_id FROM "{table}"')  # noqa: S608  our own table names
                assert cursor.fetchall() == [(dossier,)], table


def test_without_a_context_every_walled_table_is_an_error_and_not_an_empty_one(filled: World) -> None:
    with contexts.everywhere():
        there = counts()
    with walls.context(walls.NO_CONTEXT):
        for table in there:
            with pytest.raises(ProgrammingError, match="no context") as caught, transaction.atomic():
                count(table)
            assert state_of(caught.value) == NO_RIGHT


def test_nothing_is_changed_or_removed_from_outside(filled: World) -> None:
    with contexts.everywhere():
        before = counts()
    with walls.context(walls.sign(actor_for(filled.vera))):
        for table in TABLES:
            name = sql.Identifier(table)
            less = f" WHERE municipality_id <> {filled.vlissingen.pk}" if table in OF_VLISSINGEN else ""
            for verb in ("DELETE FROM {}", "UPDATE {} SET id = id", "UPDATE {} SET version = 9"):
                assert changed(sql.SQL(verb + less).format(name)) == 0, (table, verb)
    with contexts.everywhere():
        assert counts() == before


def changed(statement: sql.Composed) -> int:
    """How many rows it changed; none when the role has no such right, or the table no such column."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.rowcount)
    except ProgrammingError as refusal:
        if state_of(refusal) not in {NO_RIGHT, NO_COLUMN}:
            raise
    return 0


def test_nothing_is_written_into_another_municipality(filled: World) -> None:
    with contexts.everywhere():
        signal = Signal._base_manager.first()
    assert signal is not None
    signal.pk = signal.dossier_id = uuid.uuid4()
    signal.reference = "S-TEST-X"
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with walls.context(walls.sign(actor_for(filled.vera))), refused, transaction.atomic():
        signal.save(force_insert=True)
