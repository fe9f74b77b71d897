# ruff: noqa: DJ008 (throw-away models)
"""What a declaration of a wall must say."""

import uuid

import pytest
from django.db import models
from django.test.utils import isolate_apps

from core.walls import Content, Governance, KeepsItsPlace, Open, Own, PartnerWall
from core.walls.tables import declared


class _Place(KeepsItsPlace, models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    municipality_id = models.BigIntegerField()
    dossier_id = models.UUIDField()

    class Meta:
        abstract = True


def problems_of(*made: type[models.Model]) -> list[str]:
    return declared(made).problems


@isolate_apps("core")
def test_a_model_without_a_wall_is_named() -> None:
    class Forgotten(models.Model):
        class Meta:
            app_label = "core"

    assert problems_of(Forgotten) == ["core.Forgotten declares no wall."]


@isolate_apps("core")
def test_a_wall_needs_its_columns_and_needs_them_filled() -> None:
    class Loose(models.Model):
        wall = Content(parent="signal")
        municipality_id = models.BigIntegerField(null=True)

        class Meta:
            app_label = "core"

    assert problems_of(Loose) == [
        "core.Loose.municipality_id may be empty: a row without it would be nobody's.",
        "core.Loose stands behind a wall that needs the column dossier_id.",
        "core.Loose: its wall names the parent signal, and there is no such field.",
    ]


@isolate_apps("core")
def test_a_dossier_says_that_its_dossier_is_itself() -> None:
    class Unsaid(_Place):
        wall = Content()

        class Meta:
            app_label = "core"

    class Said(_Place):
        wall = Content()

        class Meta:
            app_label = "core"
            constraints = [models.CheckConstraint(condition=models.Q(dossier_id=models.F("id")), name="said")]

    assert problems_of(Unsaid, Said) == [
        "core.Unsaid is a dossier, and no constraint says that its dossier_id is its own id."
    ]


@isolate_apps("core")
def test_a_parent_stands_behind_the_same_wall() -> None:
    class Street(models.Model):
        wall = Open(reason="test")

        class Meta:
            app_label = "core"

    class House(_Place):
        wall = Content(parent="street")
        street = models.ForeignKey(Street, models.CASCADE)

        class Meta:
            app_label = "core"

    assert problems_of(House) == ["core.House.street: core.Street does not stand behind the same wall."]


@isolate_apps("core")
def test_of_several_walls_only_those_of_content_must_be_filled() -> None:
    class Submission(_Place):
        wall = Content(tied=True, parent=()) | Own() | PartnerWall()
        author_id = models.BigIntegerField(null=True)
        partner_id = models.BigIntegerField(null=True)

        class Meta:
            app_label = "core"
            constraints = [models.CheckConstraint(condition=models.Q(dossier_id=models.F("id")), name="own")]

    class Plan(models.Model):
        wall = Governance()
        municipality_id = models.BigIntegerField()

        class Meta:
            app_label = "core"

    assert problems_of(Submission, Plan) == []
    content, plan = declared([Submission, Plan]).tables[:2]
    assert content.fixed == ("id", "municipality_id", "dossier_id")
    assert plan.fixed == ()


def test_an_open_table_gives_its_reason_and_adds_to_no_wall() -> None:
    with pytest.raises(ValueError, match="one sentence"):
        Open(reason=" ")
    with pytest.raises(TypeError):
        Content() | Open(reason="test")
