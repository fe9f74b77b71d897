"""A content row never changes municipality or dossier.

The app role has no right to update those two columns. Django's `save()` names every column, so it would be refused even
when nothing changed; this mixin leaves the two out and demands instead that they are still what the row has.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model as _Row
else:
    _Row = object

FIXED = ("municipality_id", "dossier_id")


class FixedColumn(RuntimeError):
    """Somebody assigned another municipality or dossier to a stored row. A move makes a new, linked dossier."""


class KeepsItsPlace(_Row):
    """Mixin for content rows, before `models.Model` in the bases."""

    def _do_update(self, base_qs: Any, using: Any, pk_val: Any, values: Any, *rest: Any) -> Any:
        stays = base_qs.filter(**{name: self.__dict__[name] for name in FIXED if name in self.__dict__})
        changes = [value for value in values if value[0].attname not in FIXED]
        updated = super()._do_update(stays, using, pk_val, changes, *rest)
        # Django takes an update of no columns at all for done; that leaves a lone change of place to be noticed here.
        doubtful = not updated or (values and not changes)
        if doubtful and base_qs.filter(pk=pk_val).exists() and not stays.filter(pk=pk_val).exists():
            message = f"{type(self).__name__} {pk_val}: a row keeps its municipality and dossier."
            raise FixedColumn(message)
        return updated
