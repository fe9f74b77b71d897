"""Sealing anew: what stands under an older key is opened and sealed with the newest one (docs/adr/0029).

Nothing notes how far it came: a value tells under which key it stands, so a run that was killed is run again and goes on
with what is left. Each batch is a transaction of its own. Only the sealed value of a row changes: no version, no stamp,
no line in the log of its dossier. A row that somebody holds at this moment is passed over and found by the next run, so
neither waits for the other and no edit is lost. A keyed hash of the content goes along with it (core/keyed.py).

Runs as the role `sealer`, over all municipalities; of a row it reads its id, its municipality and its sealed values.
"""

import base64
import binascii
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model
from psycopg import sql

from .keyed import keyed_column, keyed_hash
from .sealed import SEALED_IN_JSON, SealBroken, SealedField, bound_to_row, key_ring, open_bytes, seal_bytes

ALIAS = "sealer"
ROWS = 200
BYTES = 16 * 1024 * 1024  # of one batch together; one value may be larger


@dataclass(frozen=True, slots=True)
class Place:
    """Where sealed values stand: a column, or (`key`) what has this name in each object of a JSON column, in base64.

    `label`: of the field, or for JSON all that the value is bound to. `placed`: whether a row has a municipality.
    `keyed`: the column with the keyed hash of the content (core/keyed.py), which belongs to the key it stands under.
    """

    table: str
    column: str
    label: str
    identity: str = "id"
    key: str = ""
    placed: bool = True
    keyed: str = ""

    def __str__(self) -> str:
        return ".".join(part for part in (self.table, self.column, self.key) if part)

    def bound_to(self, pk: Any, municipality_id: int | None) -> str:
        """What the value of this row is tied to."""
        return self.label if self.key else bound_to_row(self.label, pk, municipality_id)

    def to_bytes(self, stored: Any) -> bytes:
        """The sealed value of what stands there. SealBroken when it is none."""
        if not self.key:
            return bytes(stored)
        try:
            return base64.b64decode(stored, validate=True)
        except binascii.Error:
            message = "Not a sealed value."
            raise SealBroken(message) from None

    def to_stored(self, data: bytes) -> Any:
        """The other way round."""
        return base64.b64encode(data).decode() if self.key else data

    def hash_of(self, content: bytes) -> bytes | None:
        """What stands in the column `keyed` for this content under the newest key."""
        return keyed_hash(content.decode()) if self.keyed else None

    @property
    def parts(self) -> dict[str, sql.Composable]:
        """What statements about this place are made of. `head`: the byte that tells the key, empty for nothing sealed."""
        column = sql.Identifier(self.column)
        parts: dict[str, sql.Composable] = {
            "table": sql.Identifier(self.table),
            "id": sql.Identifier(self.identity),
            "column": column,
            "value": column,
            "head": sql.SQL("substring({} FOR 1)").format(column),
            "place": sql.SQL("municipality_id" if self.placed else "NULL"),
            "new": sql.Placeholder("new"),
            "keyed": sql.SQL(", {} = %(hash)s").format(sql.Identifier(self.keyed)) if self.keyed else sql.SQL(""),
        }
        if self.key:
            value = sql.SQL("({} ->> {})").format(column, sql.Literal(self.key))
            head = (
                "CASE WHEN {0} ~ '^[A-Za-z0-9+/]{{4}}' THEN substring(decode(left({0}, 4), 'base64') FOR 1) ELSE '' END"
            )
            new = "jsonb_set({}, ARRAY[{}], to_jsonb(%(new)s::text))"
            parts |= {
                "value": value,
                "head": sql.SQL(head).format(value),
                "place": sql.SQL("NULL"),
                "new": sql.SQL(new).format(column, sql.Literal(self.key)),
            }
        return parts


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction did. `unopened`: the ids of rows whose value does not open; they stay as they are."""

    place: Place
    sealed: int
    unopened: tuple[str, ...] = ()


def places() -> list[Place]:
    """Every place with sealed values: from the models, so that a new field is never forgotten, and what apps name besides."""
    fields = [
        (model._meta, field)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedField)
    ]
    found = [
        Place(
            meta.db_table,
            str(field.column),
            field.label,
            str(meta.pk.column),
            placed=_is_placed(meta.model),
            keyed=keyed_column(meta.model, field.attname),
        )
        for meta, field in fields
    ]
    found += [Place(kept.table, kept.column, kept.bound_to, key=kept.key) for kept in SEALED_IN_JSON]
    return sorted(found, key=str)


def _is_placed(model: type[Model]) -> bool:
    return any(field.attname == "municipality_id" for field in model._meta.concrete_fields)


def counts(place: Place) -> dict[int, int]:
    """How many values stand there, by number of the key; 0: something that was never sealed."""
    statement = "SELECT {head}, count(*) FROM {table} WHERE {value} IS NOT NULL GROUP BY 1"
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**place.parts))
        return {bytes(head)[0] if bytes(head) else 0: count for head, count in cursor.fetchall()}


def reseal(place: Place) -> Iterator[Batch]:
    """Go through the place once, batch by batch; each has been committed when it comes out."""
    after: Any = None
    while keys := _older(place, after):
        with transaction.atomic(using=ALIAS):
            batch = _seal_anew(place, keys)
        yield batch
        after = keys[-1]


def _newest() -> bytes:
    return bytes([next(iter(key_ring()))])


def _older(place: Place, after: Any) -> list[Any]:
    """The ids of the next rows whose value stands under another key than the newest: no more than a batch can hold."""
    statement = sql.SQL(
        "SELECT {id}, octet_length({value}) FROM {table} WHERE {value} IS NOT NULL AND {head} <> %(newest)s {further}"
        " ORDER BY {id} LIMIT %(rows)s"
    )
    further = sql.SQL("" if after is None else "AND {id} > %(after)s").format(**place.parts)
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            statement.format(**place.parts, further=further), {"newest": _newest(), "after": after, "rows": ROWS}
        )
        rows = cursor.fetchall()
    keys: list[Any] = []
    room = BYTES
    for key, size in rows:
        room -= size
        if keys and room < 0:
            break
        keys.append(key)
    return keys


def _seal_anew(place: Place, keys: Collection[Any]) -> Batch:
    """These rows, as far as nobody else holds them, and they still stand under an older key now that we do."""
    read = sql.SQL(
        "SELECT {id}, {place}, {value} FROM {table} WHERE {id} = ANY (%(keys)s) AND {value} IS NOT NULL"
        " AND {head} <> %(newest)s ORDER BY {id} FOR UPDATE SKIP LOCKED"
    ).format(**place.parts)
    write = sql.SQL("UPDATE {table} SET {column} = {new}{keyed} WHERE {id} = %(key)s").format(**place.parts)
    sealed, unopened = 0, []
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(read, {"keys": list(keys), "newest": _newest()})
        for key, municipality_id, stored in cursor.fetchall():
            bound_to = place.bound_to(key, municipality_id)
            try:
                content = open_bytes(place.to_bytes(stored), bound_to)
            except SealBroken:
                unopened.append(str(key))
                continue
            new = place.to_stored(seal_bytes(content, bound_to))
            cursor.execute(write, {"key": key, "new": new, "hash": place.hash_of(content)})
            sealed += 1
    return Batch(place, sealed, tuple(unopened))


def leave(numbers: Collection[int]) -> None:
    """Note that these keys are needed no more: the application may serve without them."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("UPDATE walls.ring SET left_at = now() WHERE number = ANY (%s)", [list(numbers)])


def stay(numbers: Collection[int]) -> None:
    """Note that something stands under these keys."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("UPDATE walls.ring SET left_at = NULL WHERE number = ANY (%s)", [list(numbers)])
