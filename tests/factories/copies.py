"""Rows that the database itself makes of one stored row: ten thousand take no longer than a page of real ones.

A list shows the first of its rows; the others need only be there. They are written in one statement, by the role of the
application, and every constraint holds for them. What is sealed is copied as it stands and opens in no other row, so a
copy that comes on a page after all is noticed.
"""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import AutoField, ForeignKey, Model, UUIDField
from psycopg import sql

# The same key for the same n: a copy of a part belongs to the copy of its signal or case, made of the same number.
_KEY = sql.SQL("md5(row.{name}::text || n)::uuid")
_AS_IT_IS = sql.SQL("row.{name}")


def copies(row: Model, count: int, *, using: str = DEFAULT_DB_ALIAS, **columns: str) -> None:
    """Add `count` copies of `row`, when that is more than none.

    `columns`: what a copy has for its own, in SQL: `n` counts the copies, `row` is what is copied. A number of its own
    and a place in the list behind every real row are for the caller; keys of dossiers and rows follow from `n`.
    `using`: the alias over which they are written; another than the default sees a row only when it was committed.
    """
    names, values = [], []
    for field in row._meta.concrete_fields:
        column = str(field.column)
        own = columns.get(column)
        if own is None and isinstance(field, AutoField):
            continue
        is_key = isinstance(field.target_field if isinstance(field, ForeignKey) else field, UUIDField)
        name = sql.Identifier(column)
        names.append(name)
        values.append(sql.SQL(own) if own else (_KEY if is_key else _AS_IT_IS).format(name=name))
    statement = sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {values} FROM {table} AS row, generate_series(1, {count}) AS n"
        " WHERE row.{pk} = {key}"
    ).format(
        table=sql.Identifier(row._meta.db_table),
        names=sql.SQL(", ").join(names),
        values=sql.SQL(", ").join(values),
        count=sql.Literal(count),
        pk=sql.Identifier(str(row._meta.pk.column)),
        key=sql.Literal(row.pk),
    )
    with connections[using].cursor() as cursor:
        cursor.execute(statement)
