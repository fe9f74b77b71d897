"""What becomes of each row when its term is over stands beside its model, and no text is named as what stays."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from core.erasing import Bare, emptied, empty_value, erasing_of
from core.sealed import SealedField
from core.walls.declarations import Content
from core.walls.tables import wall_of

# The app of cases has terms of its own; it declares when these are carried out.
LATER = {"cases"}
# Numbers and hashes that our own code made: nobody typed them.
MADE = {"reference", "from_reference", "new_reference", "request_hash"}
TEXT = (models.CharField, models.TextField, models.JSONField)

OURS = [
    model
    for model in apps.get_models()
    if model._meta.app_label not in LATER and not hasattr(model, "pgh_tracked_model")
]
HOLDS_CONTENT = [
    model
    for model in OURS
    if model._meta.app_label == "signals" or ((wall := wall_of(model)) is not None and wall.has(Content))
]
BARE = [model for model in HOLDS_CONTENT if isinstance(erasing_of(model), Bare)]


@pytest.mark.parametrize("model", HOLDS_CONTENT, ids=lambda model: model.__name__)
def test_a_model_with_content_says_what_becomes_of_it(model: type[models.Model]) -> None:
    assert erasing_of(model) is not None, f"{model.__name__}: say what becomes of it (core/erasing.py)."


@pytest.mark.parametrize("model", BARE, ids=lambda model: model.__name__)
def test_what_stays_of_a_row_is_named_and_holds_no_text(model: type[models.Model]) -> None:
    rule = erasing_of(model)
    assert isinstance(rule, Bare)
    columns = {column.name: column for column in model._meta.local_concrete_fields}
    assert set(rule.named) <= set(columns)
    assert len(set(rule.named)) == len(rule.named)
    assert [name for name in rule.kept if _is_text(columns[name])] == []


def _is_text(column: Any) -> bool:
    if isinstance(column, SealedField):
        return True
    return isinstance(column, TEXT) and not column.choices and column.name not in MADE


@pytest.mark.parametrize("model", BARE, ids=lambda model: model.__name__)
def test_what_is_emptied_can_be_empty(model: type[models.Model]) -> None:
    wrong = [column.name for column in emptied(model) if not column.null and empty_value(column) is None]
    assert wrong == [], "name it as kept, or let it be empty"
