"""Rows as lines of COPY's text form. What is the same in every row of a table is written out once, by Django's own rules."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb

from core.sealed import SealedField

# What stands in a line with a meaning of its own.
_MEANT = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Lines:
    """The lines of one table. `same`: columns with one value in every row; of the others a new row has what Django gives it."""

    def __init__(
        self, model: type[models.Model], same: Mapping[str, Any] | None = None, without: Sequence[str] = ()
    ) -> None:
        self.table = model._meta.db_table
        fields = [field for field in model._meta.concrete_fields if field.name not in without]
        self.columns = [str(field.column) for field in fields]
        self._places = {column: place for place, column in enumerate(self.columns)}
        self._cells = [text((same or {}).get(str(field.column), _empty(field))) for field in fields]

    def line(self, given: Mapping[str, Any]) -> str:
        """One row: `given` by column, the rest as in every row. KeyError for a column that is not there."""
        cells = self._cells.copy()
        for column, value in given.items():
            cells[self._places[column]] = text(value)
        return "\t".join(cells) + "\n"


@lru_cache
def lines_of(model: type[models.Model]) -> Lines:
    """Those of a table whose rows have nothing in common beyond the model's defaults."""
    return Lines(model)


def text(value: Any) -> str:
    """One value as COPY reads it: a day, a moment, an id or a code as it reads itself. Lists: of days, or empty."""
    return _WRITTEN.get(type(value), str)(value)


def _plain(words: str) -> str:
    return words if words.isprintable() and "\\" not in words else words.translate(_MEANT)


_WRITTEN: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _nothing: "\\N",
    str: _plain,
    bool: lambda yes: "t" if yes else "f",
    bytes: lambda sealed: f"\\\\x{sealed.hex()}",
    list: lambda days: f"{{{','.join(map(str, days))}}}",
    Jsonb: lambda tree: _plain(json.dumps(tree.obj)),
}


def _empty(field: "models.Field[Any, Any]") -> Any:
    """What a new row has in this column; nothing is sealed yet."""
    return None if isinstance(field, SealedField) else field.get_db_prep_save(field.get_default(), connection)
