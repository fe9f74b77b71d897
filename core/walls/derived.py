"""All that follows from the declarations, as statements in their order, and the mark of that code."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from psycopg import sql

from .grants import place_grants, table_grants
from .histories import history
from .keepers import keepers
from .keys import wanted_constraints
from .planned import planned
from .policies import policies
from .roles import role_grants
from .sights import sights
from .tables import Table

SCHEMA = tuple(Path(__file__).with_name(name).read_text() for name in ("schema.sql", "ring.sql", "catalogue.sql"))


def derived(tables: Iterable[Table], app: str) -> Iterator[sql.Composed | str]:
    """Statements for the owner. They may run again, and need not know what stood there before."""
    tables = list(tables)
    yield from place_grants(app)
    yield from planned(app)
    yield from keepers(tables, app)
    yield history(tables)
    for table in tables:
        yield from table_grants(table, app)
    yield from policies(tables, app)
    yield from role_grants(tables, app)
    yield from sights(tables)


def fingerprint(tables: Iterable[Table], app: str) -> str:
    """The same for two installations when their code makes the same walls. SHA-256, 64 hexadecimal digits."""
    tables = list(tables)
    constraints = (f"{name} {body.as_string(None)}" for _table, body, name in wanted_constraints(tables))
    statements = (text if isinstance(text, str) else text.as_string(None) for text in derived(tables, app))
    found = hashlib.sha256()
    for text in (*SCHEMA, *constraints, *statements):
        found.update(text.encode() + b"\0")
    return found.hexdigest()
