"""The roles that sign in for one task each, beside owner, app and the reader of the log; bin/database-bootstrap makes them.

    sealer   seals values anew when a key is replaced (core/resealing.py): of a table with sealed values it reads those,
             the row's id and its municipality, and writes the sealed values and their keyed hashes; nothing else, of every municipality
    report   counts for reports: it reads the columns that the apps name (`walls_figures`), numbers, days and codes without
             text, of every municipality. The worker has it too
    loader   fills a benchmark, also by COPY, which row security refuses: adds rows to every table but the log, and reads
             them. Only where invented people live; in production it gets no password
    backup   reads everything but the key of the walls, which `apply_walls` writes anew after a restore

None of them is given to web or worker unless it says so here.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from psycopg import sql

from .policies import walled
from .tables import Table

SEALER, REPORT, LOADER, BACKUP = "sealer", "report", "loader", "backup"
ROLES = (SEALER, REPORT, LOADER, BACKUP)

SEALER_POLICY, REPORT_POLICY = "walls_sealer", "walls_report"


def role_grants(tables: Iterable[Table], app: str) -> Iterator[sql.Composed]:
    """Statements that give each of these roles what its task needs, and take the rest away."""
    tables = list(tables)
    roles = _list(ROLES)  # at once: each of these statements writes the rights of every table anew
    for places in ("SCHEMA", "ALL TABLES IN SCHEMA", "ALL SEQUENCES IN SCHEMA", "ALL FUNCTIONS IN SCHEMA"):
        yield sql.SQL("REVOKE ALL ON {} public, walls FROM {}").format(sql.SQL(places), roles)
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(roles)
    yield from _sealer(tables, app)
    yield from _report(tables)
    yield from _loader(tables)
    yield from _backup()


def figures() -> Mapping[str, tuple[str, ...]]:
    """By table, the columns that figures are made of: what the apps name together."""
    return {table: columns for config in apps.get_app_configs() for table, columns in _named(config).items()}


def _named(config: Any) -> Mapping[str, tuple[str, ...]]:
    found: Mapping[str, tuple[str, ...]] = getattr(config, "walls_figures", {})
    return found


def _sealer(tables: list[Table], app: str) -> Iterator[sql.Composed]:
    role = sql.Identifier(SEALER)
    behind = {table.name for table in walled(tables)}
    for table in tables:
        name, policy = sql.Identifier(table.name), sql.Identifier(SEALER_POLICY)
        yield sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(policy, name)
        if not table.sealed:
            continue
        place = tuple(column for column in table.columns if column == "municipality_id")
        names = {"name": name, "role": role, "sealed": _list((*table.sealed, *table.keyed))}
        read = _list((table.identity, *place, *table.sealed))
        yield sql.SQL("GRANT SELECT ({read}), UPDATE ({sealed}) ON {name} TO {role}").format(read=read, **names)
        if table.name in behind:
            yield sql.SQL("CREATE POLICY {} ON {} TO {} USING (true) WITH CHECK (true)").format(policy, name, role)
    yield sql.SQL("GRANT USAGE ON SCHEMA walls TO {}").format(role)
    yield sql.SQL("GRANT SELECT, UPDATE (left_at) ON walls.ring TO {}").format(role)
    yield sql.SQL("GRANT SELECT ON walls.ring TO {}").format(sql.Identifier(app))


def _report(tables: list[Table]) -> Iterator[sql.Composed]:
    """A policy that lets every row through: what the role may know of a row, its columns say."""
    role, policy = sql.Identifier(REPORT), sql.Identifier(REPORT_POLICY)
    named, behind = figures(), {table.name for table in walled(tables)}
    for table in tables:
        name = sql.Identifier(table.name)
        yield sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(policy, name)
        if table.name in named:
            yield sql.SQL("GRANT SELECT ({}) ON {} TO {}").format(_list(named[table.name]), name, role)
            if table.name in behind:
                yield sql.SQL("CREATE POLICY {} ON {} FOR SELECT TO {} USING (true)").format(policy, name, role)


def _loader(tables: list[Table]) -> Iterator[sql.Composed]:
    role = sql.Identifier(LOADER)
    for table in tables:
        if table.wall is not None and not table.wall.keeper:
            yield sql.SQL("GRANT SELECT, INSERT ON {} TO {}").format(sql.Identifier(table.name), role)
    yield sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(role)


def _backup() -> Iterator[sql.Composed]:
    role = sql.Identifier(BACKUP)
    yield sql.SQL("GRANT USAGE ON SCHEMA walls TO {}").format(role)
    for kind in ("TABLES", "SEQUENCES"):
        yield sql.SQL("GRANT SELECT ON ALL {} IN SCHEMA public, walls TO {}").format(sql.SQL(kind), role)
    yield sql.SQL("REVOKE ALL ON walls.key FROM {}").format(role)


def _list(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
