"""Whether the walls stand as this code makes them: asked before serving, and by /readyz again and again."""

from collections.abc import Iterator

from django.db import DEFAULT_DB_ALIAS, connections

from .apply import app_role
from .derived import fingerprint
from .ring import ring_problems
from .tables import declared

# What would lead the app role past the walls, as one row of yes and no.
RIGHTS = """
SELECT role.rolsuper, role.rolbypassrls, role.rolcreaterole, role.rolcreatedb, role.rolreplication,
       EXISTS (SELECT FROM pg_auth_members WHERE member = role.oid),
       EXISTS (SELECT FROM pg_class WHERE relowner = role.oid),
       has_database_privilege(current_database(), 'TEMPORARY') OR has_database_privilege(current_database(), 'CREATE')
  FROM pg_roles role WHERE role.rolname = current_user
"""
RIGHT_NAMES = (
    "is a superuser",
    "passes row security (BYPASSRLS)",
    "may make roles",
    "may make databases",
    "may replicate",
    "is a member of another role",
    "owns tables",
    "may make temporary or other tables in this database",
)


def problems(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """One sentence per reason not to serve from this database; none when all is well. Raises when it is unreachable."""
    return list(_problems(using))


def _problems(using: str) -> Iterator[str]:
    with connections[using].cursor() as cursor:
        cursor.execute(RIGHTS)
        rights = cursor.fetchone()
        for name, has in zip(RIGHT_NAMES, rights, strict=True):
            if has:
                yield f"The application's role {name}: run bin/database-bootstrap."
        cursor.execute("SELECT to_regprocedure('walls.drift()') IS NOT NULL")
        if not cursor.fetchone()[0]:
            yield "The database has no walls: run migrate as the owner."
            return
        cursor.execute("SELECT walls.fingerprint()")
        made_by = cursor.fetchone()
        if made_by is None or made_by[0] != fingerprint(declared().tables, app_role()):
            yield "The walls were made by other code than this: run migrate as the owner."
        else:
            yield from ring_problems(cursor)
        cursor.execute("SELECT walls.drift()")
        for (fact,) in cursor.fetchall():
            yield f"The walls were changed by hand: {fact}"
