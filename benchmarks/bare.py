"""Tables without their indexes for as long as they are filled: to sort a million rows once costs less than to place each.

What a constraint stands on stays, and so do the foreign keys, the checks and the walls: a row that may not be is refused.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connections

_INDEXES = """
    SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
      FROM pg_index
     WHERE indrelid::regclass::text = ANY(%s)
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND conrelid = indrelid)
"""
# The owner may not change what the server has by default; this much it may take to sort.
_MEMORY = "SET maintenance_work_mem = '512MB'"


@contextmanager
def without_indexes(tables: Collection[str]) -> Iterator[None]:
    """Drop them, and make them anew at the end."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        for drop, _make in indexes:
            cursor.execute(drop)
        yield
        cursor.execute(_MEMORY)
        for _drop, make in indexes:
            cursor.execute(make)
