"""A form carries the key of the row it makes. The same content again is the same answer; other content is refused.

So nothing that was typed is dropped with a message that says it was kept.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet

from .errors import Conflict
from .unit import once


class AlreadySent(Conflict):
    """The row of this key was made before, with other content."""

    title = "Dit formulier is al verstuurd"


def sent_before[M: Model](rows: QuerySet[M], key: uuid.UUID, **given: Any) -> bool:
    """Whether an earlier sending of the same form made this row; a second sending waits for the first.

    `given`: what this sending says. Raises AlreadySent when the row says something else, or is not one of `rows`.
    """
    once(key)
    row = rows.filter(pk=key).first()
    if row is None:
        if rows.model._base_manager.filter(pk=key).exists():
            raise other_content()
        return False
    demand_same(row, given)
    return True


def demand_same(row: Model, given: Mapping[str, Any]) -> None:
    """Raise AlreadySent unless every column of `given` stands in the row as it was sent now."""
    if any(getattr(row, name) != value for name, value in given.items()):
        raise other_content()


def other_content() -> AlreadySent:
    """The refusal of other content under a key that was used."""
    message = "Wat u daarna hebt getypt, is niet opgeslagen. Open het formulier opnieuw en stuur het daar."
    return AlreadySent(message)
