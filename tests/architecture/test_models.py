"""Every model of ours: a wall, a gate when it holds content, protected keys, labels a page can show."""

import pytest
from django.apps import apps
from django.db import models

from core.gate import GatedQuerySet
from core.walls import Content, Open, Own, PartnerWall, Wall

OURS = ("jobs", "audit", "accounts", "municipalities", "signals", "cases", "reports", "mensenhandel")
MODELS = [model for app in OURS for model in apps.get_app_config(app).get_models()]
WITH_CONTENT = [
    model
    for model in MODELS
    if any(model.wall.has(kind) for kind in (Content, Own, PartnerWall))  # type: ignore[attr-defined]  # the test below tells where it is missing
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_model_declares_its_wall(model: type[models.Model]) -> None:
    wall = model.wall  # type: ignore[attr-defined]  # as above
    assert isinstance(wall, Wall)
    assert not isinstance(wall, Open) or wall.reason


@pytest.mark.parametrize("model", WITH_CONTENT, ids=lambda model: model._meta.label)
def test_a_model_with_content_stands_behind_a_gate(model: type[models.Model]) -> None:
    queryset = model._default_manager.none()
    assert isinstance(queryset, GatedQuerySet)
    assert type(queryset)._scope is not GatedQuerySet._scope


@pytest.mark.parametrize("model", WITH_CONTENT, ids=lambda model: model._meta.label)
def test_nothing_with_content_goes_away_with_something_else(model: type[models.Model]) -> None:
    keys = [field for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)]
    cascading = [field.name for field in keys if field.remote_field.on_delete is models.CASCADE]
    assert cascading == []
