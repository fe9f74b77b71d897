"""What a keeper's functions may read beside the keeper's own tables: columns one by one, and of a walled table which rows.

An app names them: `walls_sees = {"comparer": {"signals_matchkey": Sight(("digest",), "kind = 'plate'")}}`. Such a function
acts past the walls of who calls it, so what it could ever bring out is said here and not in its text alone. It asks the
context itself: it may call the functions that read it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from psycopg import sql

from .policies import walled
from .tables import Table

POLICY = "walls_sight"
# What of the context a keeper's function can ask.
CONTEXT = ("user_id()", "content_ids()", "excluded_ids()")


@dataclass(frozen=True, slots=True)
class Sight:
    """Of one table the columns that are seen. `rows`: a condition in SQL, of a table behind a wall; without one no row is."""

    columns: tuple[str, ...]
    rows: str = ""


def sights(tables: Iterable[Table]) -> Iterator[sql.Composed]:
    """Statements that give each keeper what it sees, and take everything else away."""
    tables = list(tables)
    named, behind = _named(), {table.name for table in walled(tables)}
    for table in tables:
        yield sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(sql.Identifier(POLICY), sql.Identifier(table.name))
    for keeper, seen in sorted(named.items()):
        role = sql.Identifier(keeper)
        for table in tables:
            own = table.wall is not None and table.wall.keeper == keeper
            yield from _table(table.name, role, seen.get(table.name), own=own, walled=table.name in behind)
        for name in CONTEXT:
            yield sql.SQL("GRANT EXECUTE ON FUNCTION walls.{} TO {}").format(sql.SQL(name), role)


def _table(name: str, role: sql.Identifier, sight: Sight | None, *, own: bool, walled: bool) -> Iterator[sql.Composed]:
    table = sql.Identifier(name)
    if not own:
        yield sql.SQL("REVOKE ALL ON {} FROM {}").format(table, role)
    if sight is None:
        return
    if not own:
        columns = sql.SQL(", ").join(map(sql.Identifier, sight.columns))
        yield sql.SQL("GRANT SELECT ({}) ON {} TO {}").format(columns, table, role)
    if walled and sight.rows:
        statement = sql.SQL("CREATE POLICY {} ON {} FOR SELECT TO {} USING ({})")
        yield statement.format(sql.Identifier(POLICY), table, role, sql.SQL(sight.rows))


def _named() -> dict[str, dict[str, Sight]]:
    found: dict[str, dict[str, Sight]] = {}
    for config in apps.get_app_configs():
        more: Mapping[str, Mapping[str, Sight]] = getattr(config, "walls_sees", {})
        for keeper, seen in more.items():
            found.setdefault(keeper, {}).update(seen)
    return found
