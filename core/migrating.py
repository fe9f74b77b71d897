"""The same tables in fewer steps.

The first migration of an app creates its tables, and then adds fields, constraints and indexes to them. Before each of
these hundreds of steps Django draws all models of the state anew, which took most of half a minute. Here the parts go into
the creation of their table, and the tables of an app are one step.
"""

from collections.abc import Sequence
from copy import copy

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

_PARTS = (AddField, AddConstraint, AddIndex)


class ShortExecutor(MigrationExecutor):
    """Django's, which folds what it applies; what it undoes, plans or takes for applied stays as it is written."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        """As ever, in fewer steps."""
        if not (fake or fake_initial):
            migration = copy(migration)
            migration.operations = folded(migration.operations)  # type: ignore[misc]  # of this copy
        return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)


class CreateTables(Operation):
    """Tables that may lean on each other in turn: foreign keys are made when the migration ends."""

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """All of them, before anybody asks for the models: these are then drawn once."""
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """One after the other."""
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What a plan shows."""
        return f"Create {len(self.tables)} tables"


def folded(operations: Sequence[Operation]) -> list[Operation]:
    """One step and the triggers, where the operations make tables alone; else as given."""
    tables = {one.name_lower: one for one in operations if isinstance(one, CreateModel)}
    parts = [one for one in operations if isinstance(one, _PARTS)]
    triggers = [one for one in operations if isinstance(one, AddTrigger)]
    whole = len(tables) + len(parts) + len(triggers) == len(operations)
    if not whole or not tables or any(part.model_name_lower not in tables for part in parts):
        return list(operations)
    for part in parts:
        tables[part.model_name_lower] = _with(tables[part.model_name_lower], part)
    return [CreateTables([*tables.values()]), *triggers]


def _with(table: CreateModel, part: Operation) -> CreateModel:
    fields, options = list(table.fields), dict(table.options)
    if isinstance(part, AddField):
        fields.append((part.name, part.field))
    elif isinstance(part, AddConstraint):
        options["constraints"] = [*options.get("constraints", ()), part.constraint]
    elif isinstance(part, AddIndex):
        options["indexes"] = [*options.get("indexes", ()), part.index]
    return CreateModel(table.name, fields, options=options, bases=table.bases, managers=table.managers)
