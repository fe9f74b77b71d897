"""The manager of a model, with the methods of its set: `objects: ClassVar[CaseQuerySet] = manager_of(CaseQuerySet)`."""

from typing import Any, cast

from django.db.models import QuerySet


def manager_of[Q: QuerySet[Any, Any]](rows: type[Q]) -> Q:
    """As `rows.as_manager()`, typed as the set whose methods it has: the stubs take it for a plain manager, which has none."""
    return cast("Q", rows.as_manager())
