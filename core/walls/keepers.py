"""Tables that a role of their own keeps, and the functions through which rows are added to them.

An app with such a table names its SQL: `walls_sql = "append.sql"` in its configuration, a file beside it. The file makes
functions with SECURITY DEFINER and a fixed search_path; they become the keeper's, and the application may call them.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps
from psycopg import sql

from .declarations import READERS
from .tables import Table


def keepers(tables: Iterable[Table], app: str) -> Iterator[sql.Composed | str]:
    """Statements that give each kept table and its functions to its keeper, and let the application call those."""
    kept = [(table, table.wall.keeper) for table in tables if table.wall is not None and table.wall.keeper]
    for name in sorted({keeper for _table, keeper in kept}):
        keeper = sql.Identifier(name)
        # Whoever becomes the owner of a table must be allowed to make one there, for as long as that takes.
        yield sql.SQL("GRANT USAGE, CREATE ON SCHEMA public, walls TO {}").format(keeper)
        for table, its_keeper in kept:
            if its_keeper == name:
                yield sql.SQL("ALTER TABLE {} OWNER TO {}").format(sql.Identifier(table.name), keeper)
                if name in READERS:
                    reader = sql.Identifier(READERS[name])
                    yield sql.SQL("GRANT SELECT ON {} TO {}").format(sql.Identifier(table.name), reader)
        for script in scripts(name):
            yield sql.SQL("SET LOCAL ROLE {}").format(keeper)
            yield script.read_text()
            yield "RESET ROLE"
        yield _callable(name, app)
        yield sql.SQL("REVOKE CREATE ON SCHEMA public, walls FROM {}").format(keeper)


def _callable(keeper: str, app: str) -> sql.Composed:
    """The application may call what acts in the keeper's name, and nothing else of the keeper's."""
    return sql.SQL(
        """
        DO $walls$
        DECLARE
            func regprocedure;
        BEGIN
            FOR func IN
                SELECT oid::regprocedure FROM pg_proc
                WHERE pronamespace = 'walls'::regnamespace AND proowner = {keeper}::regrole AND prosecdef
            LOOP
                EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', func, {app});
            END LOOP;
        END
        $walls$
        """
    ).format(keeper=sql.Literal(keeper), app=sql.Literal(app))


def scripts(keeper: str) -> Iterator[Path]:
    """The SQL files of the apps that have functions for this keeper."""
    for config in apps.get_app_configs():
        script = getattr(config, "walls_sql", {}).get(keeper)
        if script:
            yield Path(config.path) / script
