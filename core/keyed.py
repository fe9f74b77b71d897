"""Keyed hashes: finding equal values that the database may not read.

A sealed value differs each time it is sealed, so nothing can be found by it. A row that must be found carries a `KeyedField`
column beside the sealed one: 16 bytes of an HMAC-SHA-256 over the same content. Without the key ring nobody can try
values; with it the application finds equal content, and only whole content that it has in hand.

Content is "purpose|value" (`keyed_content`). Each purpose has a key of its own, made of the ring's key: an equal hash of
a plate and of a phone number means nothing.

Rotation: a hash belongs to the key that its sealed column stands under. `reseal` seals the content anew and writes the
hash of it in the same statement (core/resealing.py); until every row had its turn, `hashes_of` asks under every key of
the ring, so nothing is missed in between.
"""

import hashlib
import hmac
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models.lookups import Lookup

from .sealed import raw_keys

LENGTH = 16  # bytes
_BETWEEN = "|"


def keyed_content(purpose: str, value: str) -> str:
    """What is sealed and hashed for this purpose; `purpose` has no "|" in it."""
    return f"{purpose}{_BETWEEN}{value}"


def keyed_hash(content: str, number: int | None = None) -> bytes:
    """The hash of a content (16 bytes) under this key of the ring, by its number; None: the newest."""
    keys = raw_keys()
    raw = keys[next(iter(keys)) if number is None else number]
    purpose, _, value = content.partition(_BETWEEN)
    return hmac.digest(_key_for(raw, purpose), value.encode(), "sha256")[:LENGTH]


def hashes_of(content: str) -> list[bytes]:
    """Under which hashes rows with this content stand: one for each key of the ring."""
    return [keyed_hash(content, number) for number in raw_keys()]


@lru_cache(maxsize=64)
def _key_for(raw: bytes, purpose: str) -> bytes:
    return hmac.new(raw, f"find equal {purpose}".encode(), hashlib.sha256).digest()


class KeyedField(models.BinaryField):  # type: ignore[type-arg]  # not subscriptable at run time
    """The keyed hash of the sealed column `of` of the same row; written with it, never by hand."""

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **({"editable": False, "max_length": LENGTH} | kwargs))

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        found = keyed_hash(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, found)
        return found


@KeyedField.register_lookup
class Among(Lookup):
    """`digest__among=[...]`: as `in`, for a thousand hashes; as one value, since each place in a statement costs."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, filled = self.process_lhs(compiler, connection)
        hashes = ",".join(f'"\\\\x{digest.hex()}"' for digest in self.rhs)
        return f"{column} = ANY (%s::bytea[])", (*filled, f"{{{hashes}}}")


def keyed_column(model: type[models.Model], of: str) -> str:
    """The column with the hash of the sealed column `of`; "" when it has none."""
    found = (field for field in model._meta.local_concrete_fields if isinstance(field, KeyedField) and field.of == of)
    return next((str(field.column) for field in found), "")
