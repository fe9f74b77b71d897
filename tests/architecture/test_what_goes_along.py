"""Of every model with rows of a signal the record says what goes along where; a new one has to be decided on."""

import re

import pytest
from django.apps import apps
from django.db import models

from core.walls.declarations import Content
from core.walls.tables import wall_of
from mensenhandel.settings.paths import BASE_DIR

RECORD = BASE_DIR / "docs/adr/0066-what-goes-along.md"
WAYS = ("move", "also concerns", "offer to care", "handover", "merge")
OURS = [
    model
    for model in apps.get_models()
    if not hasattr(model, "pgh_tracked_model")
    and (wall := wall_of(model)) is not None
    and wall.has(Content)
    and (model._meta.app_label == "signals" or any(field.name == "signal" for field in model._meta.fields))
]


def told() -> dict[str, dict[str, str]]:
    """By model what each way does with its rows."""
    lines = [line.strip("|").split("|") for line in RECORD.read_text().splitlines() if line.startswith("| ")]
    head, *rows = ([cell.strip() for cell in line] for line in lines)
    assert tuple(head[1:]) == WAYS
    return {
        name: dict(zip(WAYS, cells, strict=True)) for names, *cells in rows for name in re.findall(r"`(\w+)`", names)
    }


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_model_of_a_signal_says_what_goes_along(model: type[models.Model]) -> None:
    decided = told().get(model.__name__)
    assert decided, f"{model.__name__}: say in {RECORD.name} what goes along of it."
    assert all(decided.values()), f"{model.__name__}: {RECORD.name} is silent on one of {', '.join(WAYS)}."


def test_the_record_names_no_model_that_is_not_there() -> None:
    assert set(told()) <= {model.__name__ for model in OURS}
