"""Row security of the tables: one policy per walled table, derived from its declaration.

A row is within reach when one of the kinds of its wall lets it through, and what may be read may be written: USING and
WITH CHECK are the same sentence. It is never null: a row without municipality is nobody's, not everybody's.
A dossier that is kept from somebody is out of reach on every way but that of a partner: what was addressed to an
organisation outside is its own, and no part of the dossier.
FORCE holds the owner too, so a data migration asks for `as_owner()`.
"""

from collections.abc import Iterable, Iterator

from django.apps import apps
from psycopg import sql

from .declarations import READERS, Content, Governance, Open, Overseen, Own, PartnerWall, Wall
from .tables import Table

NAME = "walls"
WRITER = "walls_writer"
READER = "walls_reader"
GOER = "walls_goer"


def walled(tables: Iterable[Table]) -> list[Table]:
    """The tables whose rows are reached through a context; the others say why they are open."""
    return [table for table in tables if table.wall is not None and not table.wall.has(Open)]


def policies(tables: Iterable[Table], app: str) -> Iterator[sql.Composed]:
    """Statements that put each table's row security in its declared state, whatever it was before."""
    for table in tables:
        name = sql.Identifier(table.name)
        for policy in (NAME, WRITER, READER, GOER):
            yield sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(sql.Identifier(policy), name)
        if table.wall is None or table.wall.has(Open):
            yield sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY").format(name)
            continue
        yield sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY").format(name)
        yield sql.SQL("CREATE POLICY {} ON {} TO {} USING ({reach}) WITH CHECK ({reach})").format(
            sql.Identifier(NAME), name, sql.Identifier(app), reach=reach(table.wall)
        )
        if table.wall.goes_with_dossier and (table.wall.append_only or table.wall.keeper):
            # On top of the other one: within reach, and of a dossier that was erased.
            yield sql.SQL("CREATE POLICY {} ON {} AS RESTRICTIVE FOR DELETE TO {} USING ({})").format(
                sql.Identifier(GOER), name, sql.Identifier(app), _was_erased(table, table.wall)
            )
        writer = "CURRENT_USER" if table.events_of else table.wall.keeper
        if writer:
            # Triggers and functions add rows in the name of this role; nobody signs in as it while serving.
            yield sql.SQL("CREATE POLICY {} ON {} FOR INSERT TO {} WITH CHECK (true)").format(
                sql.Identifier(WRITER), name, sql.SQL(writer)
            )
        if table.wall.keeper in READERS:
            yield sql.SQL("CREATE POLICY {} ON {} FOR SELECT TO {} USING (true)").format(
                sql.Identifier(READER), name, sql.Identifier(READERS[table.wall.keeper])
            )


def _was_erased(table: Table, wall: Wall) -> sql.Composed:
    """The condition that the row's dossier, or the other that it tells of, stands in the list of what was erased, which an
    app names."""
    erased = next(name for config in apps.get_app_configs() if (name := getattr(config, "walls_erased", "")))
    keys = [sql.Identifier(table.name, column) for column in ("dossier_id", wall.goes_with_other) if column]
    return sql.SQL("EXISTS (SELECT FROM {erased} AS gone WHERE gone.id IN ({keys}))").format(
        erased=sql.Identifier(erased), keys=sql.SQL(", ").join(keys)
    )


def reach(wall: Wall) -> sql.Composed:
    """The condition under which a row is within reach. The lists are asked once per statement, not once per row."""
    partner = [part for kind in wall.kinds if isinstance(kind, PartnerWall) for part in _ways(kind)]
    others = [part for kind in wall.kinds if not isinstance(kind, PartnerWall) for part in _ways(kind)]
    if wall.has(Content):
        within = sql.SQL("({}) AND {}").format(_any(others), _NOT_KEPT)
        return sql.SQL("coalesce({}, false)").format(_any([within, *partner]))
    return sql.SQL("coalesce({}, false)").format(_any([*others, *partner]))


def _any(ways: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(" OR ").join(ways)


def _ways(kind: Wall) -> Iterator[sql.Composable]:
    match kind:
        case Content():
            yield _among("municipality_id", "content_ids", "bigint")
            yield _among("dossier_id", "dossier_ids", "uuid")
        case Governance():
            yield _among("municipality_id", "governance_ids", "bigint")
        case Overseen():
            yield _among("municipality_id", "overseen_ids", "bigint")
        case PartnerWall():
            yield _among(kind.columns[0], "partner_ids", "bigint")
        case Own():
            yield sql.SQL("{} = (SELECT walls.user_id())").format(sql.Identifier(kind.columns[0]))
            yield sql.SQL("(SELECT walls.is_everyone())")
        case _:
            message = f"No condition is known for {kind!r}."
            raise TypeError(message)


def _among(column: str, function: str, type_: str) -> sql.Composed:
    # The cast belongs to it: without one, ANY of a subquery is a set of rows and not an array.
    return sql.SQL("{} = ANY ((SELECT walls.{}())::{}[])").format(
        sql.Identifier(column), sql.Identifier(function), sql.SQL(type_)
    )


# The list is in order (signing.py), so it is halved ten times for a thousand dossiers, where ANY would walk through it for
# every row. Before the first of them there is no element: null. Nor is there for an event of the log without a dossier.
_NOT_KEPT = sql.SQL(
    "NOT coalesce("
    "dossier_id = ((SELECT walls.excluded_ids())::uuid[])[width_bucket(dossier_id, (SELECT walls.excluded_ids())::uuid[])]"
    ", false)"
)
