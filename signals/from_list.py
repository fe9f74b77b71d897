"""Which signals came from somebody's spreadsheet."""

from django.db.models import Exists, OuterRef, Q

from .models import ImportedFrom


def came_from_list() -> Q:
    """Of signals that passed their gate."""
    rows = ImportedFrom.objects.unscoped(reason="only whether there is one, of a signal that passed its gate")
    return Q(Exists(rows.filter(signal=OuterRef("pk"))))
