"""From declarations to rights in the database: `apply_walls`, run after every `migrate` as the owner.

Everything is derived and nothing is kept from before: the grants of a table are taken away and given again, composite
keys that are no longer declared go. So a second run changes nothing, and a forgotten step cannot last. All of it is one
transaction; a table that nobody declared stops it.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .derived import SCHEMA, derived, fingerprint
from .grants import database_grants
from .keys import constraints
from .ring import learn
from .signing import pads
from .tables import Table, declared


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
        for script in SCHEMA:
            cursor.execute(script)
        inner, outer = pads(settings.WALLS_KEY)
        cursor.execute(
            "INSERT INTO walls.key (inner_pad, outer_pad) VALUES (%s, %s)"
            " ON CONFLICT (only_row) DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
            [inner, outer],
        )
        learn(cursor)
        _demand_same_tables(connection, tables)
        for statement in (*constraints(connection, tables), *derived(tables, app)):
            cursor.execute(statement)
        for statement in database_grants(str(connection.settings_dict["NAME"]), app):
            cursor.execute(statement)
        _demand_safe_functions(connection)
        _demand_safe_views(connection)
        cursor.execute(
            "INSERT INTO walls.state (fingerprint, facts) VALUES (%s, ARRAY(SELECT walls.facts()))"
            " ON CONFLICT (only_row) DO UPDATE SET fingerprint = excluded.fingerprint, facts = excluded.facts",
            [fingerprint(tables, app)],
        )
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


def _demand_safe_views(connection: BaseDatabaseWrapper) -> None:
    """A view reads in its owner's name, past the walls, unless it says otherwise; a materialized one is a copy of rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class c"
            " WHERE relnamespace IN ('public'::regnamespace, 'walls'::regnamespace) AND relkind IN ('v', 'm')"
            " AND NOT (relkind = 'v' AND coalesce(reloptions, '{}') && '{security_invoker=true,security_invoker=on}')"
            " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
        )
        unsafe = [row[0] for row in cursor.fetchall()]
    if unsafe:
        raise WallsRefused("\n".join(f"View {name} is not security_invoker." for name in unsafe))
