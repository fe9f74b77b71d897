"""What the app role may do: on the database, in its schemas, and with each table."""

from collections.abc import Iterator

from psycopg import sql

from .declarations import READERS
from .roles import ROLES
from .tables import Table

FUNCTIONS = (
    "user_id()",
    "is_everyone()",
    "content_ids()",
    "governance_ids()",
    "dossier_ids()",
    "partner_ids()",
    "excluded_ids()",
    "overseen_ids()",
    "fingerprint()",
    "drift()",
)


def place_grants(app: str) -> Iterator[sql.Composed]:
    """What the app role may enter: the two schemas, and the functions that ask about the walls. A reader: one schema."""
    role = sql.Identifier(app)
    for reader in map(sql.Identifier, READERS.values()):
        for places in ("SCHEMA", "ALL TABLES IN SCHEMA", "ALL SEQUENCES IN SCHEMA", "ALL FUNCTIONS IN SCHEMA"):
            yield sql.SQL("REVOKE ALL ON {} public, walls FROM {}").format(sql.SQL(places), reader)
        yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(reader)
    yield sql.SQL("REVOKE ALL ON SCHEMA public, walls FROM PUBLIC, {}").format(role)
    yield sql.SQL("GRANT USAGE ON SCHEMA public, walls TO {}").format(role)
    yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public, walls FROM PUBLIC, {}").format(role)
    yield sql.SQL("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public, walls FROM PUBLIC, {}").format(role)
    yield sql.SQL("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA walls FROM PUBLIC, {}").format(role)
    for name in FUNCTIONS:
        yield sql.SQL("GRANT EXECUTE ON FUNCTION walls.{} TO {}").format(sql.SQL(name), role)


def database_grants(database: str, app: str) -> Iterator[sql.Composed]:
    """On the database: connect, and no temporary tables, functions or views. A copied database does not copy these."""
    for role in (app, *READERS.values(), *ROLES):
        names = {"database": sql.Identifier(database), "role": sql.Identifier(role)}
        yield sql.SQL("REVOKE ALL ON DATABASE {database} FROM PUBLIC, {role}").format(**names)
        yield sql.SQL("GRANT CONNECT ON DATABASE {database} TO {role}").format(**names)


def table_grants(table: Table, app: str) -> Iterator[sql.Composed]:
    """Never TRUNCATE, REFERENCES or TRIGGER; UPDATE by column where some columns are written once."""
    names = {"table": sql.Identifier(table.name), "app": sql.Identifier(app)}
    by_column = {"UPDATE"} if table.fixed else set()
    whole = sorted(table.rights - by_column)
    if whole:
        rights = sql.SQL(", ").join(map(sql.SQL, whole))
        yield sql.SQL("GRANT {rights} ON {table} TO {app}").format(rights=rights, **names)
    if table.rights & by_column:
        columns = sql.SQL(", ").join(sql.Identifier(column) for column in table.columns if column not in table.fixed)
        yield sql.SQL("GRANT UPDATE ({columns}) ON {table} TO {app}").format(columns=columns, **names)
