"""Counting queries as the project counts them: statements other than those that open, close or mark a transaction."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

_NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def queries_of(run: Callable[[], Any]) -> list[str]:
    """The statements that `run` sends; savepoints and the walls' own setting do not count (walls.md 10)."""
    with CaptureQueriesContext(connection) as seen:
        run()
    statements = [str(query["sql"]) for query in seen.captured_queries]
    return [sql for sql in statements if not sql.startswith(_NOT_COUNTED) and "set_config" not in sql]
