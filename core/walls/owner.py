"""Row security holds the owner too; a data migration on walled tables asks for its rows here."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, models, transaction
from psycopg import sql

POLICY = "walls_owner"


@contextmanager
def as_owner(*given: type[models.Model], using: str = "owner") -> Iterator[None]:
    """Inside the block every row of these models (and of their history) is within reach of the owner's connection.

        def forward(apps, schema_editor):
            Signal = apps.get_model("signals", "Signal")
            with as_owner(Signal, using=schema_editor.connection.alias): ...

    The way in is a policy made and dropped in one transaction: nobody else ever sees it, and a crash takes it away.
    """
    connection = connections[using]
    tables = [name for model in given for name in _tables(model, connection.introspection.table_names())]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for table in tables:
            statement = sql.SQL("CREATE POLICY {} ON {} TO CURRENT_USER USING (true) WITH CHECK (true)")
            cursor.execute(statement.format(sql.Identifier(POLICY), sql.Identifier(table)))
        yield
        # Deferred checks hold a table against a change of its policies.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(POLICY), sql.Identifier(table)))


def _tables(model: type[models.Model], there: list[str]) -> Iterator[str]:
    table = model._meta.db_table
    yield table
    if f"{table}event" in there:
        yield f"{table}event"
