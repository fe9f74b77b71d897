"""Every sealed field there is: what was changed, moved, or never sealed does not open, and nothing goes past the seal."""

import uuid
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import models

from core.sealed import SealBroken, Sealed, SealedField, SealedJSONField, open_bytes, seal_bytes
from core.walls.foreign import TABLES
from core.walls.tables import declared

FIELDS: list[SealedField[Any]] = [
    field
    for model in apps.get_models(include_auto_created=True)
    for field in model._meta.local_concrete_fields
    if isinstance(field, SealedField)
]
every_field = pytest.mark.parametrize("field", FIELDS, ids=str)
KEYS = {"a": uuid.UUID(int=1), "b": uuid.UUID(int=2)}
SAID = "Verzonnen tekst die niemand anders mag lezen"


def value(field: SealedField[Any]) -> Any:
    text: Any = [SAID] if isinstance(field, SealedJSONField) else SAID
    return field.from_bytes(field.to_bytes(text)) if not isinstance(text, str) else field.from_bytes(text.encode())


def row(field: SealedField[Any], key: str = "a", municipality: int = 1) -> Any:
    """A row that was never stored."""
    place = {"municipality_id": municipality} if is_placed(field) else {}
    return field.model(pk=KEYS[key], **place)


def is_placed(field: SealedField[Any]) -> bool:
    return any(other.attname == "municipality_id" for other in field.model._meta.concrete_fields)


def sealed(field: SealedField[Any], instance: Any) -> bytes:
    """What would be written of this row."""
    setattr(instance, field.attname, value(field))
    written = field.pre_save(instance, add=True)
    assert isinstance(written, Sealed)
    return written.data


def opened(field: SealedField[Any], instance: Any, data: bytes) -> Any:
    """What a page gets of a row in which this stands."""
    instance.__dict__[field.attname] = Sealed(data)
    return getattr(instance, field.attname)


def test_there_are_sealed_fields() -> None:
    assert len(FIELDS) > 25


def test_no_two_fields_have_one_label() -> None:
    labels = [field.label for field in FIELDS]
    assert sorted(labels) == sorted(set(labels))
    assert "" not in labels


@every_field
def test_a_sealed_value_opens_in_its_own_row_and_says_nothing_outside(field: SealedField[Any]) -> None:
    data = sealed(field, row(field))
    assert opened(field, row(field), data) == value(field)
    assert field.to_bytes(value(field)) not in data


@every_field
def test_a_value_that_was_moved_does_not_open(field: SealedField[Any]) -> None:
    data = sealed(field, row(field))
    for elsewhere in (row(field, "b"), *([row(field, municipality=2)] if is_placed(field) else [])):
        with pytest.raises(SealBroken):
            opened(field, elsewhere, data)
    others = [other for other in FIELDS if other.label != field.label]
    for other in others:
        with pytest.raises(SealBroken):
            opened(other, row(other), data)


@every_field
def test_a_value_of_which_a_bit_was_changed_does_not_open(field: SealedField[Any]) -> None:
    data = sealed(field, row(field))
    for place in (0, 1, 12, 13, len(data) - 17, len(data) - 1):
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            opened(field, row(field), bytes(changed))
    for cut in (b"", data[:-1], data[:20], data + b"\0"):
        with pytest.raises(SealBroken):
            opened(field, row(field), cut)


@every_field
def test_a_plain_value_does_not_open(field: SealedField[Any]) -> None:
    plain = field.to_bytes(value(field))
    for given in (plain, b"\1" + plain, b"\1" * 60):
        with pytest.raises(SealBroken):
            opened(field, row(field), given)


@every_field
def test_the_database_is_never_given_or_asked_what_stands_there(field: SealedField[Any]) -> None:
    rows = field.model._base_manager
    with pytest.raises(SealBroken):
        field.get_db_prep_value(value(field), connection=None)
    with pytest.raises(FieldError):
        rows.filter(**{field.name: value(field)})
    with pytest.raises(FieldError):
        rows.filter(**{f"{field.name}__contains": "a"})


def test_a_value_under_a_key_that_is_gone_does_not_open() -> None:
    data = seal_bytes(b"text", "somewhere")
    assert open_bytes(data, "somewhere") == b"text"
    with pytest.raises(SealBroken, match="no longer in the ring"):
        open_bytes(bytes([9]) + data[1:], "somewhere")


def test_every_sealed_column_is_known_to_the_walls() -> None:
    known = {(table.name, column) for table in declared().tables for column in table.sealed}
    named = {(name, column) for name, foreign in TABLES.items() for column in foreign.sealed}
    assert known == {(field.model._meta.db_table, field.column) for field in FIELDS} | named


def test_no_history_records_a_sealed_value() -> None:
    """There nobody could seal it anew; the day a history does, it is refused at start-up."""
    kept = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    assert [model for model in kept if any(isinstance(f, SealedField) for f in _fields(model))] == []


def _fields(model: type[models.Model]) -> list[Any]:
    return list(model._meta.local_concrete_fields)
