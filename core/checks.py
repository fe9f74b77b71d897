"""Start-up checks of the library: what would be a hole when it was forgotten."""

from typing import Any

from django.core.checks import CheckMessage, Error

from .walls.tables import declared


def declared_walls(**_: Any) -> list[CheckMessage]:
    """Every model says who may reach its rows, in a way that the database can hold it to."""
    return [Error(problem, id="core.E001", hint="See core/walls/declarations.py.") for problem in declared().problems]
