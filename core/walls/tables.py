"""The declarations of all models, as facts about tables: what `apply_walls` brings about and checks compare."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from core.keyed import KeyedField
from core.sealed import SealedField

from .declarations import Content, Open, Wall
from .foreign import ALL, READ, TABLES

APPEND = frozenset({"SELECT", "INSERT"})
APPEND_OR_GO = APPEND | {"DELETE"}
READ_OR_GO = READ | {"DELETE"}


@dataclass(frozen=True, slots=True)
class Key:
    """A composite foreign key: `column` and `shared` here are the id and `shared` of a row in `parent`."""

    column: str
    parent: str
    parent_id: str
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What holds for one table. `fixed` columns are written once; `wall` is None for another package's table.

    `sealed`: the columns with sealed values, `keyed`: those with their keyed hashes, `identity`: that of the row's key.
    """

    name: str
    wall: Wall | None
    rights: frozenset[str]
    columns: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    events_of: str = ""
    identity: str = "id"
    sealed: tuple[str, ...] = ()
    keyed: tuple[str, ...] = ()


@dataclass(slots=True)
class Declared:
    """Every table that may exist, and what is wrong with the declarations (sentences)."""

    tables: list[Table] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def declared(only: Iterable[type[models.Model]] | None = None) -> Declared:
    """Read the declarations of all installed models (or of `only` these), and the list of other packages' tables."""
    found = Declared()
    for model in apps.get_models(include_auto_created=True) if only is None else only:
        if model._meta.proxy or not model._meta.managed or model._meta.db_table in TABLES:
            continue
        wall = wall_of(model)
        if wall is None:
            found.problems.append(f"{model._meta.label} declares no wall.")
            continue
        problems = list(_problems(model, wall))
        found.problems += problems
        if not problems:
            found.tables.append(_table(model, wall))
    found.tables += [Table(name, None, foreign.rights, sealed=foreign.sealed) for name, foreign in TABLES.items()]
    return found


def wall_of(model: type[models.Model]) -> Wall | None:
    """The wall of a model.

    A history table stands behind the wall of what it records; a plain link table of an open model is open too.
    """
    wall = getattr(model, "wall", None)
    if isinstance(wall, Wall):
        return wall
    tracked = getattr(model, "pgh_tracked_model", None)
    if tracked is not None:
        return wall_of(tracked)
    linking = model._meta.auto_created
    owner = wall_of(linking) if isinstance(linking, type) else None
    return owner if isinstance(owner, Open) else None


def _problems(model: type[models.Model], wall: Wall) -> Iterator[str]:
    label = model._meta.label
    columns = {column.column: column for column in model._meta.local_concrete_fields}
    if _is_history(model) and any(isinstance(column, SealedField) for column in columns.values()):
        yield f"{label} records sealed values, which nobody may seal anew there: leave them out of the history."
    for name in wall.columns:
        if name not in columns:
            yield f"{label} stands behind a wall that needs the column {name}."
        elif _must_be_filled(wall, name) and columns[name].null and not _is_history(model):
            yield f"{label}.{name} may be empty: a row without it would be nobody's."
    if _is_history(model):
        return
    if any(isinstance(kind, Content) and kind.is_dossier for kind in wall.kinds) and not _is_its_dossier(model):
        yield f"{label} is a dossier, and no constraint says that its dossier_id is its own id."
    for name in wall.parents:
        yield from _parent_problems(model, wall, name)


def _is_its_dossier(model: type[models.Model]) -> bool:
    same = models.Q(dossier_id=models.F(model._meta.pk.name))
    return any(isinstance(rule, models.CheckConstraint) and rule.condition == same for rule in model._meta.constraints)


def _must_be_filled(wall: Wall, column: str) -> bool:
    """A row reached in one way needs that column; where there are several ways, those of content always hold."""
    content = next((kind for kind in wall.kinds if isinstance(kind, Content)), None)
    if content is not None and column in content.columns:
        return content.tied
    return len(wall.kinds) == 1


def _parent_problems(model: type[models.Model], wall: Wall, name: str) -> Iterator[str]:
    label = model._meta.label
    try:
        link = model._meta.get_field(name)
    except FieldDoesNotExist:
        yield f"{label}: its wall names the parent {name}, and there is no such field."
        return
    parent = link.related_model
    if not isinstance(link, models.ForeignKey) or not isinstance(parent, type):
        yield f"{label}.{name} is no foreign key, so no parent."
        return
    above = wall_of(parent)
    if above is None or not set(_shared(wall, name)) <= set(above.columns):
        yield f"{label}.{name}: {parent._meta.label} does not stand behind the same wall."


def _shared(wall: Wall, parent: str) -> tuple[str, ...]:
    """The columns that a row has in common with its parent."""
    return next(kind.columns for kind in wall.kinds if parent in kind.parents)


def _is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "pgh_tracked_model")


def _table(model: type[models.Model], wall: Wall) -> Table:
    name, identity = model._meta.db_table, _column(model._meta.pk)
    columns = tuple(_column(column) for column in model._meta.local_concrete_fields)
    tracked = getattr(model, "pgh_tracked_model", None)
    if tracked is not None:
        return Table(name, wall, READ, columns, events_of=tracked._meta.db_table)
    content = next((kind for kind in wall.kinds if isinstance(kind, Content)), None)
    return Table(
        name=name,
        wall=wall,
        rights=_rights(wall),
        columns=columns,
        fixed=(identity, *content.columns) if content else (),
        keys=tuple(_key(model, wall, parent) for parent in wall.parents),
        identity=identity,
        sealed=_columns_of(model, SealedField),
        keyed=_columns_of(model, KeyedField),
    )


def _rights(wall: Wall) -> frozenset[str]:
    if wall.keeper:
        return READ_OR_GO if wall.goes_with_dossier else READ
    if wall.append_only:
        return APPEND_OR_GO if wall.goes_with_dossier else APPEND
    return ALL


def _columns_of(model: type[models.Model], kind: "type[models.Field[Any, Any]]") -> tuple[str, ...]:
    return tuple(_column(column) for column in model._meta.local_concrete_fields if isinstance(column, kind))


def _key(model: type[models.Model], wall: Wall, name: str) -> Key:
    link = model._meta.get_field(name)
    assert isinstance(link, models.ForeignKey)  # noqa: S101  the check has said so
    parent = link.related_model._meta
    return Key(_column(link), parent.db_table, _column(parent.pk), _shared(wall, name))


def _column(field: "models.Field[Any, Any]") -> str:
    return str(field.column)
