"""Sealed fields: text that the database stores but cannot read.

A value is sealed with AES-256-GCM. Its associated data is the label given on the field, the row's id and its
municipality, so a sealed value that is copied to another row, field or municipality does not open. The key ring is
versioned and lives in the environment (`SEAL_KEYS`, newest first); the key's number stands in front of each value.
Format: 1 byte key number, 12 bytes nonce, ciphertext with its 16-byte tag.

The column loads as a `Sealed` value. The descriptor opens it on first use and keeps the pair, so that an unchanged
value is written back unchanged. `update()`, `bulk_update()` and every lookup but "is it null, has it changed" raise:
a sealed value cannot be compared or computed by the database. `values()` gives sealed values; `only()` must name the
row's id and municipality.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.db.models.query_utils import DeferredAttribute

_NONCE = 12
_SHORTEST = 1 + _NONCE + 16


class SealBroken(Exception):
    """A sealed value was tampered with, moved, plain, or its key is gone."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A value as it stands in the database."""

    data: bytes


@dataclass(frozen=True, slots=True)
class SealedInJSON:
    """A sealed value in base64 under `key` of a JSON column: in a table of another package, which has no field of ours."""

    table: str
    column: str
    key: str
    bound_to: str


# What stands sealed outside the sealed fields and lasts; apps add theirs in `ready()`.
SEALED_IN_JSON: list[SealedInJSON] = []


@lru_cache
def _keys(words: tuple[str, ...]) -> Mapping[int, bytes]:
    keys: dict[int, bytes] = {}
    for word in words:
        number, _, key = word.partition(":")
        raw = base64.b64decode(key, validate=True)
        if not (number.isdigit() and 0 < int(number) < 256 and len(raw) == 32):
            message = "SEAL_KEYS: write each key as NUMBER:BASE64 of 32 bytes, number 1 to 255, newest first."
            raise ImproperlyConfigured(message)
        keys[int(number)] = raw
    if not keys:
        message = "SEAL_KEYS is empty: no sealed field can be written or read."
        raise ImproperlyConfigured(message)
    return keys


@lru_cache
def _ring(words: tuple[str, ...]) -> Mapping[int, AESGCM]:
    return {number: AESGCM(raw) for number, raw in _keys(words).items()}


def key_ring() -> Mapping[int, AESGCM]:
    """The keys by number, newest first."""
    return _ring(tuple(settings.SEAL_KEYS))


def raw_keys() -> Mapping[int, bytes]:
    """The keys themselves by number, newest first; core/keyed.py makes other keys of them."""
    return _keys(tuple(settings.SEAL_KEYS))


def key_marks() -> Mapping[int, str]:
    """By number, what tells a key from any other and leads nobody to it (16 hexadecimal digits)."""
    return {
        number: hmac.new(raw, b"which key is this", hashlib.sha256).hexdigest()[:16]
        for number, raw in raw_keys().items()
    }


def seal_bytes(data: bytes, bound_to: str) -> bytes:
    """Seal `data` with the newest key so that it opens only with the same `bound_to`."""
    number, key = next(iter(key_ring().items()))
    nonce = os.urandom(_NONCE)
    return bytes([number]) + nonce + key.encrypt(nonce, data, bound_to.encode())


def open_bytes(data: bytes, bound_to: str) -> bytes:
    """The content of a sealed value. Raises SealBroken for anything that `seal_bytes` did not make for `bound_to`."""
    key = key_ring().get(data[0]) if len(data) >= _SHORTEST else None
    if key is None:
        message = "Not a sealed value, or its key is no longer in the ring."
        raise SealBroken(message)
    try:
        return key.decrypt(data[1 : 1 + _NONCE], data[1 + _NONCE :], bound_to.encode())
    except InvalidTag:
        message = "A sealed value was changed or belongs to another row."
        raise SealBroken(message) from None


def bound_to_row(label: str, pk: Any, municipality_id: int | None) -> str:
    """What the value of a field is tied to; `label`: the field's own."""
    return f"{label}|{pk}|{municipality_id or ''}"


class _SealedAttribute(DeferredAttribute):
    """Opens a loaded value on first use and remembers what it was sealed as."""

    field: "SealedField[Any]"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is None or not isinstance(value, Sealed):
            return value
        opened = self.field.open(instance, value)
        instance.__dict__[self.field.attname] = opened
        instance.__dict__[self.field.kept] = (value, self.field.to_bytes(opened))
        return opened

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField[T](models.BinaryField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Base: a subclass says how its Python value becomes bytes and back."""

    descriptor_class = _SealedAttribute

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        self.label = label
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    @property
    def kept(self) -> str:
        """Where the instance keeps the pair (sealed value, its content)."""
        return f"_sealed_{self.attname}"

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"label": self.label}

    def to_bytes(self, value: T) -> bytes:
        raise NotImplementedError

    def from_bytes(self, data: bytes) -> T:
        raise NotImplementedError

    def bound_to(self, instance: Any) -> str:
        """What a value is tied to: this label, this row, this municipality (empty for a file of a whole area)."""
        if not self.label or instance.pk is None:
            message = f"{self}: a sealed field needs a label, and a row with an id."
            raise SealBroken(message)
        return bound_to_row(self.label, instance.pk, instance.municipality_id)

    def open(self, instance: Any, value: Sealed) -> T:
        """The Python value of what stands in this row."""
        return self.from_bytes(open_bytes(value.data, self.bound_to(instance)))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname, self.get_default())
        if value is None or isinstance(value, Sealed):
            return value
        content = self.to_bytes(value)
        kept = model_instance.__dict__.get(self.kept)
        if kept is not None and kept[1] == content:
            return kept[0]
        sealed = Sealed(seal_bytes(content, self.bound_to(model_instance)))
        model_instance.__dict__[self.kept] = (sealed, content)
        return sealed

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, Sealed):
            value = value.data
        elif value is not None:
            message = f"{self}: only save() and bulk_create() can write a sealed field."
            raise SealBroken(message)
        return super().get_db_prep_value(value, connection, prepared)

    def get_prep_value(self, value: Any) -> Any:
        return value

    def get_lookup(self, lookup_name: str) -> Any:
        # df and ndf ("is distinct from") serve the history triggers.
        if lookup_name not in {"isnull", "df", "ndf"}:
            message = f"{self}: a sealed field cannot be searched ({lookup_name})."
            raise FieldError(message)
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        message = f"{self}: a sealed field cannot be transformed ({lookup_name})."
        raise FieldError(message)

    def value_to_string(self, obj: models.Model) -> str:
        sealed = self.pre_save(obj, add=False)
        return "" if sealed is None else base64.b64encode(sealed.data).decode()


class SealedTextField(SealedField[str]):
    """Text of any length; `str` in Python."""

    def to_bytes(self, value: str) -> bytes:
        return value.encode()

    def from_bytes(self, data: bytes) -> str:
        return data.decode()


class SealedJSONField(SealedField[Any]):
    """Lists and dictionaries of plain values (draft answers, a frozen handover)."""

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def from_bytes(self, data: bytes) -> Any:
        return json.loads(data)


class SealedBinaryField(SealedField[bytes]):
    """Bytes of a file."""

    def to_bytes(self, value: bytes) -> bytes:
        return bytes(value)

    def from_bytes(self, data: bytes) -> bytes:
        return data
