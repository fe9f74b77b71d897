"""The roles that sign in for one task each, beside owner, app and the reader of the log; bin/database-bootstrap makes them.

    sealer   seals values anew when a key is replaced (core/resealing.py): of a table with sealed values it reads those,
             the row's id and its municipality, and writes the sealed values; nothing else, of every municipality

None of them is given to web or worker unless it says so here.
"""

from collections.abc import Iterable, Iterator

from psycopg import sql

from .policies import walled
from .tables import Table

SEALER = "sealer"
ROLES = (SEALER,)

SEALER_POLICY = "walls_sealer"


def role_grants(tables: Iterable[Table], app: str) -> Iterator[sql.Composed]:
    """Statements that give each of these roles what its task needs, and take the rest away."""
    tables = list(tables)
    for role in map(sql.Identifier, ROLES):
        for places in ("SCHEMA", "ALL TABLES IN SCHEMA", "ALL SEQUENCES IN SCHEMA", "ALL FUNCTIONS IN SCHEMA"):
            yield sql.SQL("REVOKE ALL ON {} public, walls FROM {}").format(sql.SQL(places), role)
        yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role)
    yield from _sealer(tables, app)


def _sealer(tables: list[Table], app: str) -> Iterator[sql.Composed]:
    role = sql.Identifier(SEALER)
    behind = {table.name for table in walled(tables)}
    for table in tables:
        name, policy = sql.Identifier(table.name), sql.Identifier(SEALER_POLICY)
        yield sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(policy, name)
        if not table.sealed:
            continue
        place = tuple(column for column in table.columns if column == "municipality_id")
        names = {"name": name, "role": role, "sealed": _list(table.sealed)}
        read = _list((table.identity, *place, *table.sealed))
        yield sql.SQL("GRANT SELECT ({read}), UPDATE ({sealed}) ON {name} TO {role}").format(read=read, **names)
        if table.name in behind:
            yield sql.SQL("CREATE POLICY {} ON {} TO {} USING (true) WITH CHECK (true)").format(policy, name, role)
    yield sql.SQL("GRANT USAGE ON SCHEMA walls TO {}").format(role)
    yield sql.SQL("GRANT SELECT, UPDATE (left_at) ON walls.ring TO {}").format(role)
    yield sql.SQL("GRANT SELECT ON walls.ring TO {}").format(sql.Identifier(app))


def _list(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
