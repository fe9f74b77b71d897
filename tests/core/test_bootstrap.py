"""The superuser's script, on the server in var/ (a server elsewhere gives tests no superuser)."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from core.walls.bootstrap import EXTENSIONS, NOTHING_MORE, Role, bootstrap, main
from mensenhandel.local import postgres
from tests.support.own_server import address_as

OWNER, APP, AUDITOR, DATABASE = (f"try_{word}_{os.getpid()}" for word in ("owner", "app", "auditor", "database"))


@pytest.fixture
def superuser() -> Iterator[str]:
    """The superuser's address; what a test makes there goes afterwards."""
    url = address_as(postgres.SUPERUSER, "postgres")
    yield url
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
        for role in (OWNER, APP, AUDITOR):
            with suppress(psycopg.errors.UndefinedObject):
                connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def run(url: str, folder: Path, *more: str, password: str = "a long password") -> int:  # noqa: S107  of a test
    files = []
    for role in ("owner", "app"):
        path = folder / role
        path.write_text(f"{role} {password}".strip() + "\n" if password else "")
        files.append(f"--{role}-password-file={path}")
    names = [f"--owner={OWNER}", f"--app={APP}", f"--database={DATABASE}"]
    return main([f"--url={url}", *names, *files, *more])


def as_auditor(url: str, password: str) -> None:
    """The script again for a reader of the log: of its own name, for the real one is in use here."""
    roles = (
        Role(OWNER, "owner a long password", "INHERIT NOCREATEDB"),
        Role(APP, "app a long password", NOTHING_MORE),
        Role(AUDITOR, password, NOTHING_MORE),
    )
    bootstrap(url, DATABASE, *roles)


def sign_in(url: str, role: str, password: str) -> psycopg.Connection:
    return psycopg.connect(make_conninfo(url, user=role, password=password, dbname=DATABASE))


def test_roles_database_and_extensions_are_there_and_the_app_role_can_do_nothing_yet(
    superuser: str, tmp_path: Path
) -> None:
    assert run(superuser, tmp_path) == 0
    with sign_in(superuser, OWNER, "owner a long password") as owner:
        rows = owner.execute("SELECT extname FROM pg_extension").fetchall()
        assert set(EXTENSIONS) <= {name for (name,) in rows}
        owner.execute("CREATE TABLE ours (id int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute("CREATE ROLE more")
    with sign_in(superuser, APP, "app a long password") as app:
        app.autocommit = True
        for statement in (
            "CREATE TABLE public.mine (id int)",
            "CREATE TEMPORARY TABLE mine (id int)",
            "CREATE DATABASE mine",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)


def test_a_second_run_changes_the_passwords_and_takes_rights_back(superuser: str, tmp_path: Path) -> None:
    run(superuser, tmp_path, "--development")
    with psycopg.connect(superuser, autocommit=True) as connection:
        names = {"owner": sql.Identifier(OWNER), "app": sql.Identifier(APP), "database": sql.Identifier(DATABASE)}
        for statement in (
            "GRANT {owner} TO {app}",
            "ALTER ROLE {app} BYPASSRLS",
            "GRANT ALL ON DATABASE {database} TO {app}",
        ):
            connection.execute(sql.SQL(statement).format(**names))
    assert run(superuser, tmp_path, password="another password") == 0
    with pytest.raises(psycopg.OperationalError):
        sign_in(superuser, APP, "app a long password")
    with sign_in(superuser, APP, "app another password") as app:
        rights = app.execute(
            "SELECT rolbypassrls, pg_has_role(%s, 'MEMBER'), has_database_privilege(current_database(), 'TEMPORARY')"
            " FROM pg_roles WHERE rolname = current_user",
            [OWNER],
        ).fetchone()
    assert rights == (False, False, False)


def test_who_reads_the_log_signs_in_once_there_is_a_password_and_keeps_it_in_a_run_without(superuser: str) -> None:
    as_auditor(superuser, "")
    with pytest.raises(psycopg.OperationalError):
        sign_in(superuser, AUDITOR, "")
    for given in ("a long password", ""):
        as_auditor(superuser, given)
        with sign_in(superuser, AUDITOR, "a long password") as auditor:
            rights = auditor.execute(
                "SELECT rolcreatedb, rolbypassrls, rolinherit,"
                " has_database_privilege(current_database(), 'TEMPORARY, CREATE') FROM pg_roles"
                " WHERE rolname = current_user"
            ).fetchone()
        assert rights == (False,) * 4


@pytest.mark.parametrize(("more", "may"), [((), False), (("--development",), True)], ids=["production", "development"])
def test_only_in_development_the_owner_makes_test_databases(
    superuser: str, tmp_path: Path, more: tuple[str, ...], may: bool
) -> None:
    run(superuser, tmp_path, *more)
    with sign_in(superuser, OWNER, "owner a long password") as owner:
        found = owner.execute(
            "SELECT rolcreatedb, pg_has_role('pg_signal_backend', 'USAGE') FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert found == (may, may)


def test_a_password_stands_in_no_statement(superuser: str, tmp_path: Path) -> None:
    run(superuser, tmp_path)
    with psycopg.connect(superuser) as connection:
        stored = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [APP]).fetchone()
    assert stored is not None
    assert stored[0].startswith("SCRAM-SHA-256$")


def test_what_is_wrong_is_said_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("postgresql:///nothing?host=/nowhere", tmp_path, password="") == 1
    assert "is empty; write the role's password in it." in capsys.readouterr().err


def test_the_log_of_the_server_gets_no_statement_and_no_row_of_the_application(superuser: str, tmp_path: Path) -> None:
    run(superuser, tmp_path)
    for role in (OWNER, APP):
        with sign_in(superuser, role, f"{role.split('_')[1]} a long password") as connection:
            found = connection.execute(
                "SELECT current_setting('log_min_error_statement'), current_setting('log_error_verbosity')"
            ).fetchone()
        assert found == ("panic", "terse")
