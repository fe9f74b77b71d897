"""Who may see what in this transaction: signed lists that the database checks itself.

Five give (content, governance, dossiers, partners, overseen) and one takes away (excluded).

The lists travel as a transaction-local setting. A setting alone is no proof: whoever can run SQL can set it. So the
line is signed with a key that only our processes and the owner of the database hold, carries its expiry (against the
database's clock) and the number of the connection it was made for: a line read elsewhere opens nothing.

`context(token)` is the only way to set it. `SET LOCAL` outlives a released savepoint, so leaving the block puts the
previous line back.
"""

import hashlib
import hmac
import time
from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.pq import TransactionStatus

from core.access import Actor

# Longer than any request may take, shorter than anything worth stealing.
REQUEST_LIFETIME = timedelta(minutes=2)

NO_CONTEXT = ""


class Everyone(StrEnum):
    """Whose own rows a wide context reaches when it is nobody's in particular."""

    EVERYONE = "*"


EVERYONE = Everyone.EVERYONE

_clock = time.time

_SWAP = """
WITH before AS MATERIALIZED (SELECT coalesce(current_setting('walls.context', true), '') AS token)
SELECT before.token, set_config('walls.context', %s, true) FROM before
"""
_SET = "SELECT set_config('walls.context', %s, true)"


class ContextOutsideTransaction(RuntimeError):
    """A context was set where no transaction is open: it would be gone before the next statement."""


def sign(actor: Actor, lifetime: timedelta = REQUEST_LIFETIME, *, using: str = DEFAULT_DB_ALIAS) -> str:
    """The token for exactly what `actor` may reach. Valid on this thread's connection only.

    What the actor oversees is asked for by itself (municipalities/oversight.py): most pages have no need of it.
    """
    return _sign(
        user_id=actor.user_id,
        content=actor.content,
        governance=actor.governance,
        dossiers=actor.dossiers,
        partners=actor.partners,
        excluded=actor.excluded,
        overseen=(),
        lifetime=lifetime,
        using=using,
    )


def sign_all(
    *,
    user_id: int | Everyone | None = None,
    content: Collection[int] = (),
    governance: Collection[int] = (),
    dossiers: Collection[UUID] = (),
    partners: Collection[int] = (),
    excluded: Collection[UUID] = (),
    overseen: Collection[int] = (),
    lifetime: timedelta = REQUEST_LIFETIME,
    using: str = DEFAULT_DB_ALIAS,
) -> str:
    """A token wider than the current user's own. Every function that calls this stands in `core.walls.sites.WIDER`.

    With EVERYONE for the user, rows that are one user's own are within reach whoever that is. `excluded`: where what is
    read is shown to somebody from whom dossiers may be kept.
    """
    return _sign(
        user_id=user_id,
        content=content,
        governance=governance,
        dossiers=dossiers,
        partners=partners,
        excluded=excluded,
        overseen=overseen,
        lifetime=lifetime,
        using=using,
    )


def _sign(
    *,
    user_id: int | Everyone | None,
    content: Collection[int],
    governance: Collection[int],
    dossiers: Collection[UUID],
    partners: Collection[int],
    excluded: Collection[UUID],
    overseen: Collection[int],
    lifetime: timedelta,
    using: str,
) -> str:
    expiry = _clock() + lifetime.total_seconds()
    backend = _session(using).info.backend_pid
    lists = ";".join(_array(ids) for ids in (content, governance, dossiers, partners, excluded, overseen))
    payload = f"{'' if user_id is None else user_id};{expiry:.3f};{backend};{lists}"
    return f"{payload};{_signature(payload)}"


def _array(ids: Collection[int] | Collection[UUID]) -> str:
    # In order: the database looks an excluded dossier up by halving (policies.py).
    return "{" + ",".join(map(str, sorted(ids))) + "}"


def _signature(payload: str) -> str:
    return hmac.new(settings.WALLS_KEY.encode(), payload.encode(), hashlib.sha256).hexdigest()


def pads(key: str) -> tuple[bytes, bytes]:
    """The inner and outer pad of HMAC-SHA256, as the database keeps them (64 bytes each)."""
    raw = key.encode()
    block = (hashlib.sha256(raw).digest() if len(raw) > hashlib.sha256().block_size else raw).ljust(64, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)


class context:  # noqa: N801  read as the verb phrase it is: `with walls.context(token):`
    """Run the block with `token`'s lists; `NO_CONTEXT` shuts everything. Needs an open transaction.

    A class and no generator: a generator that is collected as garbage runs its `finally` wherever that happens, so
    also in the middle of a statement, and would wait for the lock that this very statement holds.
    """

    def __init__(self, token: str, *, using: str = DEFAULT_DB_ALIAS) -> None:
        self._token = token
        self._using = using
        self._previous = NO_CONTEXT

    def __enter__(self) -> None:
        if not connections[self._using].in_atomic_block:
            message = "Open a transaction first: the context lives and dies with it."
            raise ContextOutsideTransaction(message)
        self._previous = _swap(self._token, self._using)

    def __exit__(self, *error: object) -> None:
        _put_back(self._previous, self._using)


def enter(actor: Actor) -> context:
    """Run the block with exactly what `actor` may reach; the request's middleware does."""
    return context(sign(actor))


def _put_back(previous: str, using: str) -> None:
    """In a failed transaction nothing can run, and the rollback that must follow takes the setting back by itself."""
    connection = connections[using].connection
    if connection is not None and connection.info.transaction_status == TransactionStatus.INTRANS:
        _run(_SET, previous, using)


def _swap(token: str, using: str) -> str:
    """Set the token and return the one before it."""
    return str(_run(_SWAP, token, using)[0])


def _run(statement: str, token: str, using: str) -> tuple[object, ...]:
    """The one row of a statement that sets the token.

    Goes past Django's cursor: that one refuses after an error that a rollback will settle, and it writes values into
    the statement, where every session of the app role could read them in pg_stat_activity.
    """
    with psycopg.Cursor(_session(using)) as cursor:
        row = cursor.execute(statement, [token]).fetchone()
    assert row is not None  # noqa: S101  the statement has no FROM that could be empty
    return row


def _session(using: str) -> "psycopg.Connection[tuple[object, ...]]":
    wrapper = connections[using]
    wrapper.ensure_connection()
    session: psycopg.Connection[tuple[object, ...]] = wrapper.connection
    return session
