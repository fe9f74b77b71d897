"""The gate: rows with personal data come out only through `visible_to(actor)` or `unscoped(reason=...)`.

A queryset that has not passed refuses to run: iterate, count, aggregate, update, delete, serve as a subquery, be
combined. It lets pass what Django itself needs or what shows nothing: `none()`, `exists()` (uniqueness validation),
`create`, `bulk_create` and prefilled caches. `_base_manager` stays plain (save, refresh, cascades, forward keys).
The gate does not see joins; the wall in the database stops those.
"""

from collections.abc import Iterator
from typing import Any, Self, TypeVar, cast

from django.db import models
from django.db.models import Q

from .access import Actor

_M = TypeVar("_M", bound=models.Model, covariant=True)


class Ungated(RuntimeError):
    """A query on gated rows ran without saying for whom."""


class GatedQuerySet(models.QuerySet[_M]):
    """Base of every queryset on rows with signal, case or person data."""

    _passed = False

    def _scope(self, actor: Actor) -> Q:
        """The rows this actor may see; written once per model, a child asks its parent's."""
        raise NotImplementedError

    def visible_to(self, actor: Actor) -> Self:
        """The rows this actor may see under the hat that acts now."""
        return self._pass().filter(self._scope(actor)).not_kept_from(actor)

    def listed_for(self, actor: Actor) -> Self:
        """Those that stand in lists and counts of work: without the dossiers that emergency access alone opens, for looking.

        The same as `Actor.ways_to` says of one of them.
        """
        found = self.visible_to(actor)
        return found.exclude(dossier_id__in=actor.opened) if actor.opened else found

    def not_kept_from(self, actor: Actor) -> Self:
        """Without the rows of dossiers that are kept from this actor; for a set whose scope is written out by hand."""
        return self.filter(self._kept(actor))

    def _kept(self, actor: Actor) -> Q:
        """The condition of `not_kept_from`. Without one, for everybody of whom nothing is kept, the query stays as it is."""
        if not actor.excluded or not hasattr(self.model, "dossier_id"):
            return Q()
        return ~Q(dossier_id__in=actor.excluded)

    def unscoped(self, *, reason: str) -> Self:
        """All rows, for a step that acts for nobody (a job, a migration, figures); the reason is for the reader."""
        if not reason.strip():
            message = "Say why these rows are read for nobody in particular."
            raise Ungated(message)
        return self._pass()

    def _pass(self) -> Self:
        clone = self._chain()  # type: ignore[attr-defined]  # the stubs leave it out
        clone._passed = True
        return cast("Self", clone)

    def _demand(self) -> None:
        if not (self._passed or self.query.is_empty()):
            message = f"{self.model.__name__}: use visible_to(actor) or unscoped(reason=...)."
            raise Ungated(message)

    # What Django calls under the hood, and where a row or a number would come out.

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]  # the stubs leave it out
        clone._passed = self._passed
        return cast("Self", clone)

    def _fetch_all(self) -> None:
        # A filled cache (prefetch, a saved result) was gated when it was filled.
        if self._result_cache is None:
            self._demand()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[_M]:
        self._demand()
        return super().iterator(chunk_size)

    def count(self) -> int:
        if self._result_cache is None:
            self._demand()
        return super().count()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._demand()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._demand()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._demand()
        return super().delete()

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        self._demand()
        return super().resolve_expression(*args, **kwargs)

    def union(self, *other_qs: Any, **kwargs: Any) -> Self:
        for queryset in (self, *other_qs):
            queryset._demand()
        return super().union(*other_qs, **kwargs)

    def __or__(self, other: Any) -> Self:
        self._demand()
        other._demand()
        return super().__or__(other)

    # Django needs to know which methods may hang on the manager.
    update.queryset_only = False  # type: ignore[attr-defined]  # read by as_manager()
    delete.queryset_only = True  # type: ignore[attr-defined]  # read by as_manager()


def demand_passed[R: models.QuerySet[Any, Any]](rows: R) -> R:
    """The same set, for whoever sends its SQL in a statement of its own. Ungated when it is gated and did not pass."""
    if isinstance(rows, GatedQuerySet):
        rows._demand()
    return rows
