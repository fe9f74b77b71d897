"""The database roles of one task: each does its own, and nothing beside it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings as conf
from django.db import DatabaseError, connections, models, transaction
from psycopg import sql
from pytest_django import Settings

from core.unit import unit_of_work
from core.walls.bootstrap import AUDITOR, PASS_WALLS, SINGLE_TASK
from core.walls.policies import walled
from core.walls.roles import BACKUP, LOADER, REPORT, ROLES, figures
from core.walls.tables import declared
from mensenhandel.local import programs
from reports import making
from reports.counting import count
from reports.figures import source
from tests.factories import reports as make_report
from tests.factories import signals as make
from tests.factories.copies import copies
from tests.reports.test_making import H1, SPRING, stored
from tests.support import contexts
from tests.support.own_server import address_as, own_places
from tests.support.world import World

_ALIASES = ["default", "owner", "report", "loader", "sealer"]
committed = pytest.mark.django_db(transaction=True, databases=_ALIASES)
unchanged = pytest.mark.django_db(databases=_ALIASES)  # leaves no row, so no new database is needed afterwards
pytestmark = pytest.mark.skipif("report" not in conf.DATABASES, reason="DATABASE_REPORT_URL is not set.")

NO_RIGHT = "42501"
NUMBERS = (
    models.UUIDField,
    models.AutoField,
    models.ForeignKey,
    models.DateField,
    models.BooleanField,
    models.IntegerField,
)


def database() -> str:
    return str(conf.DATABASES["default"]["NAME"])


def address(role: str) -> str:
    """The database of this test, as this role, with the password that `bin/start` keeps."""
    return address_as(role, database())


@contextmanager
def signed_in(role: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(address(role), autocommit=True) as opened:
        yield opened


def ask(alias: str, statement: str) -> list[tuple[Any, ...]]:
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def refused(alias: str, statement: str) -> str:
    with pytest.raises(DatabaseError) as caught:
        ask(alias, statement)
    return str(getattr(caught.value.__cause__, "sqlstate", ""))


# All of them.


def test_the_script_makes_the_roles_that_the_walls_know() -> None:
    assert set(SINGLE_TASK) == {AUDITOR, *ROLES}
    assert set(PASS_WALLS) == {LOADER, BACKUP}


@unchanged
@pytest.mark.parametrize("role", ROLES)
def test_a_role_of_one_task_has_no_power_beside_it(role: str) -> None:
    with signed_in(role) as opened:
        powers = opened.execute(
            "SELECT rolbypassrls, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolinherit,"
            " EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid) FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert powers == (role in PASS_WALLS, *[False] * 6)
        for statement in (
            "SET ROLE owner",
            "SET ROLE app",
            "CREATE TABLE public.mine (id int)",
            "CREATE TEMPORARY TABLE mine (id int)",
            "CREATE SCHEMA mine",
            "TRUNCATE accounts_user CASCADE",
            "DELETE FROM signals_signal",
            "UPDATE signals_signal SET state = 'closed'",
            "ALTER TABLE signals_signal DISABLE ROW LEVEL SECURITY",
            "SELECT walls.append_events('[]'::jsonb)",
            "SELECT inner_pad FROM walls.key",
            "UPDATE audit_auditevent SET number = 1",
            "COPY accounts_user TO PROGRAM 'cat'",
        ):
            with pytest.raises(psycopg.Error) as caught:
                opened.execute(statement)
            assert caught.value.sqlstate == NO_RIGHT, statement


# Who counts.


def _field(table: str, column: str) -> Any:
    model = next(model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table)
    return next(field for field in model._meta.local_concrete_fields if field.column == column)


def test_figures_are_made_of_columns_without_text() -> None:
    """Keys, days, yes or no, and codes of a list; of text only the names of organisations, which are open."""
    assert figures() == source.COLUMNS
    named = [(table, column) for table, columns in figures().items() for column in columns]
    loose = [
        f"{table}.{column}"
        for table, column in named
        if not isinstance(_field(table, column), NUMBERS) and not _field(table, column).choices
    ]
    assert loose == ["municipalities_organisation.name", "municipalities_organisation.sort_name"]


@committed
def test_who_counts_reads_the_named_columns_of_every_municipality_and_no_others(filled_database: None) -> None:
    assert ask("report", "SELECT municipality_id FROM signals_signal") != []
    for table in declared().tables:
        named = figures().get(table.name, ())
        for column in table.columns:
            statement = f'SELECT "{column}" FROM "{table.name}"'  # noqa: S608  our own names
            if column in named:
                ask("report", statement)
            else:
                assert refused("report", statement) == NO_RIGHT, statement
    for statement in ("SELECT facts FROM signals_signal", "SELECT name FROM cases_caseperson"):
        assert refused("report", statement) == NO_RIGHT
    assert refused("report", "INSERT INTO signals_follow (id) VALUES (gen_random_uuid())") == NO_RIGHT


@committed
def test_figures_counted_as_that_role_are_those_of_before_and_no_signal_comes_within_reach(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, filled_database: None
) -> None:
    with unit_of_work("test"), contexts.everywhere():
        world = World()
        stored(world.goes, SPRING, 12)
        report = make_report.drafted(world.region, world.lowie, H1)
        before = making.counted(report).as_data()
    settings.FIGURES_DATABASE = REPORT
    reached = []

    def look(*given: Any) -> Any:
        reached.append(ask("default", "SELECT walls.content_ids()"))
        return count(*given)

    monkeypatch.setattr(making, "count", look)
    with unit_of_work("test"), contexts.everywhere():
        after = making.counted(report).as_data()
    assert after == before
    # Those that the filled world holds beside them count too.
    assert int(after["key_figures"][0][1]) >= 12
    assert reached == [[([],)]]


# Who fills.


def copied(role: str) -> str:
    """What the database says to a COPY of half a row into a table behind the walls."""
    statement = "COPY signals_follow (state, why) FROM STDIN"
    with signed_in(role) as opened, pytest.raises(psycopg.Error) as caught, opened.cursor().copy(statement) as copy:
        copy.write("active\tVerzonnen\n")
    return str(caught.value.sqlstate)


@unchanged
def test_copy_into_a_walled_table_is_refused_to_the_application_and_not_to_who_fills_a_benchmark() -> None:
    assert copied("app") == "0A000"  # COPY FROM is not supported with row security
    assert copied(LOADER) == "23502"  # let in; the row has no key


@committed
def test_many_rows_are_added_behind_the_walls_without_a_context() -> None:
    with unit_of_work("test"), contexts.everywhere():
        world = World()
        signal = make.stored(world.goes, world.wilma, 1)[0]
    copies(signal, 20, using=LOADER, reference="'S-' || n")
    assert ask("loader", "SELECT count(*) FROM signals_signal") == [(21,)]


@unchanged
def test_who_fills_a_benchmark_has_nothing_to_do_with_the_log() -> None:
    assert refused("loader", "INSERT INTO audit_auditevent DEFAULT VALUES") == NO_RIGHT
    assert refused("loader", "SELECT FROM audit_auditevent") == NO_RIGHT


# Who makes back-ups.


def dump(role: str) -> subprocess.CompletedProcess[bytes]:
    """As docs/configuration.md says, of the rows alone."""
    program = str(programs.postgres(own_places(), "pg_dump"))
    command = [program, "--data-only", "--exclude-table=walls.key", address(role)]
    return subprocess.run(command, capture_output=True, check=False, cwd=Path("/"))  # noqa: S603  our own program


def lines_of(text: bytes) -> dict[str, int]:
    """How many rows a dump holds of each table."""
    found: dict[str, int] = {}
    table = ""
    for line in text.decode().splitlines():
        if line.startswith("COPY "):
            table = line.split()[1]
            found[table] = 0
        elif line == "\\.":
            table = ""
        elif table:
            found[table] += 1
    return found


def rows_there() -> dict[str, int]:
    """How many rows there are, as the superuser counts them."""
    tables = "SELECT schemaname, relname FROM pg_stat_user_tables WHERE schemaname IN ('public', 'walls')"
    with psycopg.connect(address("postgres")) as server:
        found = {}
        for schema, name in server.execute(tables).fetchall():
            row = server.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, name))).fetchone()
            assert row is not None
            found[f"{schema}.{name}"] = int(row[0])
    return found


@committed
def test_a_back_up_is_whole_and_as_the_application_there_is_none(filled_database: None) -> None:
    made, there = dump(BACKUP), rows_there()
    assert made.returncode == 0, made.stderr.decode()
    assert there.pop("walls.key") == 1
    assert lines_of(made.stdout) == there
    assert all(there[f"public.{table.name}"] for table in walled(declared().tables))
    refusal = dump("app")
    assert refusal.returncode != 0
    assert lines_of(refusal.stdout) == {}


@unchanged
def test_who_makes_back_ups_reads_the_walls_but_not_their_key() -> None:
    with signed_in(BACKUP) as opened:
        assert opened.execute("SELECT count(*) FROM walls.ring").fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            opened.execute("SELECT FROM walls.key")
