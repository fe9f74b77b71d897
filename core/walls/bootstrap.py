"""The superuser's steps: roles, database, extensions. Run once per server, and again after a restore.

    bin/database-bootstrap --url SUPERUSER_URL --database NAME --owner-password-file F --app-password-file F

The role `owner` migrates and owns every table. The role `app` is what web, worker and tests connect as: it owns nothing
and gets, table by table, what `apply_walls` grants. Each of the others does one thing: `auditor` reads the log, `sealer`
seals values anew, `report` counts, `loader` fills a benchmark, `backup` reads everything. Such a role signs in once its
file was given (`--auditor-password-file`, ...). Every step may run again; the passwords become what the files say.
With `--development` the owner may also make and drop test databases.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

# Exclusion constraints on periods, look-up of misspelt names, sorting without accents.
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")

# Roles in whose name only functions act. The log belongs to one, so that the application's role can add to it only
# through its function; the other looks whether something is known in another municipality (signals/comparing.sql).
KEEPERS = ("audit", "comparer")
# Who reads that log; its rights are `READERS` of core/walls/declarations.py.
AUDITOR = "auditor"
NOTHING_MORE = "NOINHERIT NOCREATEDB"
# The roles of one task; those of core/walls/roles.py, which knows what each may do.
SINGLE_TASK = (AUDITOR, "sealer", "report", "loader", "backup")
# Of these the ones that row security does not hold: COPY into a table behind it is refused, and a dump must be whole.
PASS_WALLS = ("loader", "backup")

# A statement that fails holds what somebody typed about a person, and so does the detail of its error ("failing row
# contains ..."): the server's log gets neither.
QUIET: tuple[LiteralString, ...] = ("log_min_error_statement = panic", "log_error_verbosity = terse")

URL_VARIABLE = "DATABASE_SUPERUSER_URL"


@dataclass(frozen=True, slots=True)
class Role:
    """A role that signs in. `rights` are words of CREATE ROLE. Without password it stays as it is: at first, shut out."""

    name: str
    password: str
    rights: str
    passes_walls: bool = False


def bootstrap(url: str, database: str, owner: Role, app: Role, *others: Role) -> None:
    """Bring the server at `url` (a superuser's address) to the state that this module describes."""
    with psycopg.connect(url, autocommit=True) as connection:
        for role in (owner, app, *others):
            _bring_role(connection, role)
        for keeper in KEEPERS:
            _bring_keeper(connection, keeper, owner)
        if "CREATEDB" in owner.rights.split():
            # Tests drop databases on which the app role is still connected.
            connection.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(sql.Identifier(owner.name)))
        _bring_database(connection, database, owner, (app, *others))
    with psycopg.connect(make_conninfo(url, dbname=database), autocommit=True) as connection:
        prepare_database(connection, owner.name)


def _bring_role(connection: psycopg.Connection, role: Role) -> None:
    """Everything with which a role could walk round the walls is taken away, not left to what it was before."""
    exists = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role.name]).fetchone() is not None
    statement = "{} ROLE {} NOSUPERUSER NOCREATEROLE NOREPLICATION {} {}"
    walls = sql.SQL("BYPASSRLS" if role.passes_walls else "NOBYPASSRLS")
    verb, rights = sql.SQL("ALTER" if exists else "CREATE"), sql.SQL(role.rights)
    connection.execute(sql.SQL(statement).format(verb, sql.Identifier(role.name), walls, rights))
    if role.password:
        # Sent as its SCRAM verifier: the password itself stands in no statement, so in no log.
        given = (role.password.encode(), role.name.encode(), b"scram-sha-256")
        verifier = sql.Literal(connection.pgconn.encrypt_password(*given).decode())
        connection.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role.name), verifier))
    memberships = connection.execute(
        "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = %s::regrole", [_quoted(connection, role.name)]
    )
    for (group,) in memberships.fetchall():
        connection.execute(sql.SQL("REVOKE {} FROM {}").format(sql.SQL(group), sql.Identifier(role.name)))
    # A hosted server may keep these settings to itself; docs/configuration.md says so.
    with suppress(psycopg.errors.InsufficientPrivilege):
        for setting in QUIET:
            connection.execute(sql.SQL("ALTER ROLE {} SET {}").format(sql.Identifier(role.name), sql.SQL(setting)))


def _bring_keeper(connection: psycopg.Connection, name: str, owner: Role) -> None:
    """A role without sign-in. The owner, who migrates, may act for it; the application's role never."""
    keeper = sql.Identifier(name)
    exists = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchone() is not None
    rights = "NOLOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS NOINHERIT PASSWORD NULL"
    connection.execute(
        sql.SQL("{} ROLE {} {}").format(sql.SQL("ALTER" if exists else "CREATE"), keeper, sql.SQL(rights))
    )
    connection.execute(sql.SQL("GRANT {} TO {}").format(keeper, sql.Identifier(owner.name)))


def _quoted(connection: psycopg.Connection, name: str) -> str:
    return sql.Identifier(name).as_string(connection)


def _bring_database(connection: psycopg.Connection, database: str, owner: Role, users: Sequence[Role]) -> None:
    roles = sql.SQL(", ").join(sql.Identifier(role.name) for role in users)
    names = {"database": sql.Identifier(database), "owner": sql.Identifier(owner.name), "users": roles}
    if connection.execute("SELECT FROM pg_database WHERE datname = %s", [database]).fetchone() is None:
        connection.execute(sql.SQL("CREATE DATABASE {database} TEMPLATE template0 ENCODING 'UTF8'").format(**names))
    for statement in (
        "ALTER DATABASE {database} OWNER TO {owner}",
        # Not even temporary tables, functions or views for who works in it.
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC, {users}",
        "GRANT CONNECT ON DATABASE {database} TO {users}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def prepare_database(connection: psycopg.Connection, owner: str) -> None:
    """Inside the database: extensions, and a schema in which only the owner makes things.

    These extensions are trusted ones, so the owner of a test database may run this too.
    """
    for extension in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA public").format(sql.Identifier(extension)))
    connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(owner)))
    connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Prints one sentence when it cannot do its work."""
    given = _parser().parse_args(arguments)
    try:
        rights = "INHERIT CREATEDB" if given.development else "INHERIT NOCREATEDB"
        owner = Role(given.owner, _password(given.owner_password_file), rights)
        app = Role(given.app, _password(given.app_password_file), NOTHING_MORE)
        others = [_single(name, getattr(given, f"{name}_password_file")) for name in SINGLE_TASK]
        bootstrap(given.url, given.database, owner, app, *others)
    except (OSError, ValueError, psycopg.Error) as error:
        sys.stderr.write(f"The database was not set up: {error}\n")
        return 1
    sys.stdout.write(f"Database {given.database} is there, with roles {owner.name} and {app.name}.\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/database-bootstrap", description=__doc__)
    url = os.environ.get(URL_VARIABLE)
    parser.add_argument("--url", default=url, required=url is None, help=f"a superuser's address; or {URL_VARIABLE}")
    parser.add_argument("--database", required=True)
    parser.add_argument("--owner", default="owner", help="name of the role that migrates")
    parser.add_argument("--app", default="app", help="name of the role of web and worker")
    parser.add_argument("--owner-password-file", type=Path, required=True)
    parser.add_argument("--app-password-file", type=Path, required=True)
    for name in SINGLE_TASK:
        parser.add_argument(f"--{name}-password-file", type=Path, help=f"lets the role {name} sign in")
    parser.add_argument("--development", action="store_true", help="the owner may make test databases")
    return parser


def _single(name: str, file: Path | None) -> Role:
    return Role(name, _password(file) if file else "", NOTHING_MORE, passes_walls=name in PASS_WALLS)


def _password(path: Path) -> str:
    password = path.read_text().strip()
    if not password:
        message = f"{path} is empty; write the role's password in it."
        raise ValueError(message)
    return password


if __name__ == "__main__":
    sys.exit(main())
