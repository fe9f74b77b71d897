"""From declarations to rights in the database: `apply_walls`, run after every `migrate` as the owner.

Everything is derived and nothing is kept from before: the grants of a table are taken away and given again, composite
keys that are no longer declared go. So a second run changes nothing, and a forgotten step cannot last. All of it is one
transaction; a table that nobody declared stops it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from .signing import pads
from .tables import Key, Table, declared

SCHEMA = Path(__file__).with_name("schema.sql")
FUNCTIONS = ("user_id", "content_ids", "governance_ids", "dossier_ids", "partner_ids")
LONGEST_NAME = 63


class WallsRefused(Exception):
    """The declarations and the database cannot be made to agree; one sentence per line."""


def apply_walls(using: str = "owner", tables: Iterable[Table] | None = None) -> int:
    """Bring the database of alias `using` in line with the declarations. Returns the number of tables.

    Raises WallsRefused, and leaves everything as it was, when a model or table is not declared.
    """
    tables = _demand_declared() if tables is None else list(tables)
    app = app_role()
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('walls'))")
        if connection.settings_dict["USER"] == app:
            message = "DATABASE_URL signs in as the owner: the application needs a role of its own."
            raise WallsRefused(message)
        cursor.execute(SCHEMA.read_text())
        inner, outer = pads(settings.WALLS_KEY)
        cursor.execute(
            "INSERT INTO walls.key (inner_pad, outer_pad) VALUES (%s, %s)"
            " ON CONFLICT (only_row) DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
            [inner, outer],
        )
        _demand_same_tables(connection, tables)
        for statement in (*_place_grants(connection, app), *_constraints(connection, tables), *_history(tables)):
            cursor.execute(statement)
        for table in tables:
            for statement in _grants(table, app):
                cursor.execute(statement)
        _demand_safe_functions(connection)
    return len(tables)


def app_role() -> str:
    """The role that web, worker and tests connect as."""
    return str(settings.DATABASES["default"]["USER"])


def _demand_declared() -> list[Table]:
    found = declared()
    if found.problems:
        raise WallsRefused("\n".join(found.problems))
    return found.tables


def _demand_same_tables(connection: BaseDatabaseWrapper, tables: Iterable[Table]) -> None:
    names = {table.name for table in tables}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r','p','v','m','f')"
            " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
        )
        there = {row[0] for row in cursor.fetchall()}
    problems = [f"Table or view {name} exists and declares no wall." for name in sorted(there - names)]
    problems += [f"Table {name} is declared and does not exist: run migrate." for name in sorted(names - there)]
    if problems:
        raise WallsRefused("\n".join(problems))


def _demand_safe_functions(connection: BaseDatabaseWrapper) -> None:
    """A definer function without fixed search_path can be made to call somebody else's function with our rights."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regprocedure::text FROM pg_proc"
            " WHERE pronamespace IN ('public'::regnamespace, 'walls'::regnamespace) AND prosecdef"
            " AND NOT coalesce(proconfig, '{}')::text LIKE '%search_path=%'"
        )
        unsafe = [row[0] for row in cursor.fetchall()]
    if unsafe:
        raise WallsRefused("\n".join(f"{name} is SECURITY DEFINER without a fixed search_path." for name in unsafe))


def _place_grants(connection: BaseDatabaseWrapper, app: str) -> Iterator[sql.Composed]:
    """What the app role may enter: the two schemas and the five functions."""
    role = sql.Identifier(app)
    yield from database_grants(str(connection.settings_dict["NAME"]), app)
    yield sql.SQL("REVOKE ALL ON SCHEMA public, walls FROM PUBLIC, {}").format(role)
    yield sql.SQL("GRANT USAGE ON SCHEMA public, walls TO {}").format(role)
    yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public, walls FROM PUBLIC, {}").format(role)
    yield sql.SQL("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public, walls FROM PUBLIC, {}").format(role)
    yield sql.SQL("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA walls FROM PUBLIC, {}").format(role)
    for name in FUNCTIONS:
        yield sql.SQL("GRANT EXECUTE ON FUNCTION walls.{}() TO {}").format(sql.Identifier(name), role)


def database_grants(database: str, app: str) -> Iterator[sql.Composed]:
    """On the database: connect, and no temporary tables, functions or views. A copied database does not copy these."""
    names = {"database": sql.Identifier(database), "app": sql.Identifier(app)}
    yield sql.SQL("REVOKE ALL ON DATABASE {database} FROM PUBLIC, {app}").format(**names)
    yield sql.SQL("GRANT CONNECT ON DATABASE {database} TO {app}").format(**names)


def _grants(table: Table, app: str) -> Iterator[sql.Composed]:
    """Never TRUNCATE, REFERENCES or TRIGGER; UPDATE by column where some columns are written once."""
    names = {"table": sql.Identifier(table.name), "app": sql.Identifier(app)}
    by_column = {"UPDATE"} if table.fixed else set()
    whole = sorted(table.rights - by_column)
    if whole:
        rights = sql.SQL(", ").join(map(sql.SQL, whole))
        yield sql.SQL("GRANT {rights} ON {table} TO {app}").format(rights=rights, **names)
    if table.rights & by_column:
        columns = _list(column for column in table.columns if column not in table.fixed)
        yield sql.SQL("GRANT UPDATE ({columns}) ON {table} TO {app}").format(columns=columns, **names)


def _constraints(connection: BaseDatabaseWrapper, tables: Iterable[Table]) -> Iterator[sql.Composed]:
    """Add what is declared and not there, drop what is there and no longer declared (foreign keys before their target)."""
    wanted = {name: (table, body) for table, body, name in _wanted(tables)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, conrelid::regclass::text FROM pg_constraint"
            r" WHERE connamespace = 'public'::regnamespace AND conname LIKE 'walls\_%'"
            " ORDER BY contype <> 'f'"
        )
        there = dict(cursor.fetchall())
    for name, table in there.items():
        if name not in wanted:
            yield sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.SQL(table), sql.Identifier(name))
    for name, (table, body) in wanted.items():
        if name not in there:
            add = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}")
            yield add.format(sql.Identifier(table), sql.Identifier(name), body)


def _wanted(tables: Iterable[Table]) -> Iterator[tuple[str, sql.Composed, str]]:
    """Table, definition and name of each constraint; keys that others point to come first."""
    tables = list(tables)
    targets = {(key.parent, (key.parent_id, *key.shared)) for table in tables for key in table.keys}
    for parent, columns in sorted(targets):
        body = sql.SQL("UNIQUE ({})").format(_list(columns))
        yield parent, body, _name("key", parent, *columns)
    for table in tables:
        for key in table.keys:
            yield table.name, _foreign_key(key), _name("part", table.name, key.column, key.parent, *key.shared)


def _foreign_key(key: Key) -> sql.Composed:
    """Checked at once, so that a row in the wrong municipality is refused where it is written."""
    return sql.SQL("FOREIGN KEY ({}) REFERENCES {} ({}) DEFERRABLE INITIALLY IMMEDIATE").format(
        _list((key.column, *key.shared)), sql.Identifier(key.parent), _list((key.parent_id, *key.shared))
    )


def _name(kind: str, table: str, *rest: str) -> str:
    """A name that says what it is and changes when the definition does."""
    mark = hashlib.sha256("|".join((kind, table, *rest)).encode()).hexdigest()[:8]
    return f"walls_{kind}_{table}"[: LONGEST_NAME - 9] + f"_{mark}"


def _list(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _history(tables: Iterable[Table]) -> Iterator[sql.Composed]:
    """The app role writes history through its triggers only, and cannot switch them off.

    As pghistory ships them, the functions run with the caller's rights, and whoever sets `pgtrigger.ignore` passes.
    Each new trigger brings the original `_pgtrigger_should_ignore` back; so this runs after every migrate.
    """
    events = [table.name for table in tables if table.events_of]
    yield sql.SQL(
        """
        DO $walls$
        DECLARE
            func regprocedure;
        BEGIN
            IF to_regprocedure('public._pgtrigger_should_ignore(name)') IS NOT NULL THEN
                CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
                LANGUAGE sql IMMUTABLE AS 'SELECT false';
            END IF;
            FOR func IN
                SELECT oid::regprocedure FROM pg_proc
                WHERE pronamespace = 'public'::regnamespace
                  AND (proname = '_pgh_attach_context'
                       OR prorettype = 'trigger'::regtype AND EXISTS (
                           SELECT FROM unnest({events}::text[]) AS event WHERE prosrc LIKE '%"' || event || '"%'))
            LOOP
                EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp', func);
                EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', func);
            END LOOP;
        END
        $walls$
        """
    ).format(events=sql.Literal(events))
