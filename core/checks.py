"""Start-up checks of the library: what would be a hole when it was forgotten."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Warning
from django.db import OperationalError

from .walls import intact
from .walls.tables import declared


def declared_walls(**_: Any) -> list[CheckMessage]:
    """Every model says who may reach its rows, in a way that the database can hold it to."""
    return [Error(problem, id="core.E001", hint="See core/walls/declarations.py.") for problem in declared().problems]


def walls_stand(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The database is as this code makes it, and the role that serves has no way past its walls.

    A database that is away is none to refuse: the server starts, and /readyz keeps visitors off until it is back.
    """
    if "default" not in (databases or ()):
        return []
    try:
        found = intact.problems()
    except OperationalError:
        return [Warning("The database does not answer, so its walls were not looked at.", id="core.W001")]
    return [Error(problem, id="core.E002", hint="See docs/configuration.md, Health.") for problem in found]
