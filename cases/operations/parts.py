"""Parts of a case inside an operation on the case: the case is locked first, always, then the part."""

from audit.operation import stale
from audit.versions import note_raised
from cases.models import CasePart
from cases.querysets import CasePartQuerySet
from core.access import Actor
from core.errors import NotVisible
from core.unit import current_unit


def locked[P: CasePart](rows: CasePartQuerySet[P], part: P, seen: int | None, actor: Actor) -> P:
    """The part as it is now, locked and with its version raised.

    `seen`: the version that the form showed. Raises NotVisible when it is not in `rows`, Stale when it changed since.
    """
    row: P | None = rows.select_for_update(of=("self",)).filter(pk=part.pk).first()
    if row is None:
        raise NotVisible
    if seen is not None and seen != row.version:  # type: ignore[attr-defined]  # every part that is changed has a version
        raise stale(row, actor, seen)
    row.version += 1  # type: ignore[attr-defined]  # every part that is changed has a version
    note_raised(current_unit(), row, row.version)  # type: ignore[attr-defined]  # every part that is changed has a version
    return row
