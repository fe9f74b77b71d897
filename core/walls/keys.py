"""Composite keys: a part lies in the municipality and the dossier of what it is a part of."""

import hashlib
from collections.abc import Iterable, Iterator

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from .tables import Key, Table

LONGEST_NAME = 63


def constraints(connection: BaseDatabaseWrapper, tables: Iterable[Table]) -> Iterator[sql.Composed]:
    """Add what is declared and not there, drop what is there and no longer declared (foreign keys before their target)."""
    wanted = {name: (table, body) for table, body, name in wanted_constraints(tables)}
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


def wanted_constraints(tables: Iterable[Table]) -> Iterator[tuple[str, sql.Composed, str]]:
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
