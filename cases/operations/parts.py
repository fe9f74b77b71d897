"""Parts of a case inside an operation on the case: the case is locked first, always, then the part."""

import uuid
from typing import Any

from audit.operation import stale
from audit.versions import note_raised
from cases.models import CasePart
from cases.querysets import CasePartQuerySet
from core.access import Actor
from core.errors import NotVisible
from core.resend import demand_same, other_content
from core.unit import current_unit, once


def locked[P: CasePart](rows: CasePartQuerySet[P], part: P, seen: int | None, actor: Actor) -> P:
    """The part as it is now, locked and with its version raised.

    `seen`: the version that the form showed. Raises NotVisible when it is not in `rows`, Stale when it changed since.
    """
    row: P | None = rows.select_for_update(of=("self",)).filter(pk=part.pk).first()
    if row is None:
        raise NotVisible
    if seen is not None and seen != row.version:  # type: ignore[attr-defined]
        raise stale(row, actor, seen)
    row.version += 1  # type: ignore[attr-defined]
    note_raised(current_unit(), row, row.version)  # type: ignore[attr-defined]
    return row


def sent_before[P: CasePart](rows: CasePartQuerySet[P], key: uuid.UUID, **given: Any) -> bool:
    """Whether an earlier sending of the same form made this row; a second sending waits for the first.

    `given`: what this sending says. Raises AlreadySent when the row says something else, or belongs to another case.
    """
    once(key)
    row: P | None = rows.filter(pk=key).first()
    if row is None:
        if rows.model._base_manager.filter(pk=key).exists():
            raise other_content()
        return False
    demand_same(row, given)
    return True
