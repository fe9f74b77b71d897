"""Emptying the database of a demo, so that a new demo world can be built.

Done as the owner of the tables: the application's own role may not truncate, and sees nothing without a context.
"""

from django.db import connections

# Made by `migrate`, not by anybody who uses the application.
KEPT = frozenset({"django_content_type", "auth_permission"})


def wipe() -> None:
    """Empty every table that the application fills, areas included. Must run outside a transaction."""
    owner = connections["owner"]
    tables = [name for name in owner.introspection.django_table_names(only_existing=True) if name not in KEPT]
    names = ", ".join(owner.ops.quote_name(name) for name in sorted(tables))
    with owner.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")
    owner.close()
