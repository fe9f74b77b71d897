"""Parts of a case inside an operation on the case: the case is locked first, always, then the part."""

import uuid
from typing import Any

from cases.models import CasePart
from cases.querysets import CasePartQuerySet
from core.errors import NotVisible, Stale
from core.resend import demand_same, other_content
from core.unit import once


def locked[P: CasePart](rows: CasePartQuerySet[P], part: P, seen: int | None) -> P:
    """The part as it is now, locked and with its version raised.

    `seen`: the version that the form showed. Raises NotVisible when it is not in `rows`, Stale when it changed since.
    """
    row: P | None = rows.select_for_update(of=("self",)).filter(pk=part.pk).first()
    if row is None:
        raise NotVisible
    if seen is not None and seen != row.version:  # type: ignore[attr-defined]
        message = "Iemand anders heeft dit gewijzigd nadat u de pagina opende. Er is niets overschreven."
        raise Stale(message)
    row.version += 1  # type: ignore[attr-defined]
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
