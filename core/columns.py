"""A column of a model as its page calls it: the label stands with the column, and nowhere a second time."""

from typing import Any

from django.db import models
from django.utils.text import capfirst


def column_of(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    """The column of this name. TypeError for what another model points from."""
    found = model._meta.get_field(name)
    if not isinstance(found, models.Field):
        message = f"{name} of {model.__name__} is no column."
        raise TypeError(message)
    return found


def label_of_column(model: type[models.Model], name: str) -> str:
    """What a page calls it: "Veilig Thuis gebeld" of a column that says "Veilig Thuis gebeld", "Plaats" of "plaats"."""
    return capfirst(str(column_of(model, name).verbose_name))
