"""The chains of the log, gone through link by link: what was changed, put in, left out or cut off since it was written.

Reads as the role `auditor`, which may read the whole log and write nothing. The hashes are made again here, in Python,
so that a change of the database's own function is found too. Holds a batch of events at a time, however long the log is.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction

from .pins import START, Link, Pin

ALIAS = "auditor"
BATCH = 1_000

# Each column as text, in the order of `walls.event_line` (audit/append.sql).
_PARTS = """
    chain::text, number::text, id::text, (extract(epoch FROM at) * 1000000)::bigint::text, event, kind, result,
    actor_id::text, hat, object_type, object_id, reference, municipality_id::text, dossier_id::text, purpose,
    detail::text, origin, request_id::text
"""
_ID = 2
_LOWEST = -(2**63)
_LINKS = f"""
    SELECT e.number, hash, {_PARTS} FROM public.audit_auditevent e WHERE chain = %s AND number >= %s ORDER BY e.number
"""  # noqa: S608  fixed text
_LOOSE = "SELECT id FROM public.audit_auditevent WHERE chain IS NULL OR number IS NULL LIMIT 1"


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a chain is not what was written, and why (English, as all commands speak)."""

    chain: int
    number: int
    why: str

    def __str__(self) -> str:
        return f"The log is not what was written: in chain {self.chain}, event {self.number} {self.why}."


@contextmanager
def picture() -> Iterator[None]:
    """One picture of the log, while others go on writing."""
    with transaction.atomic(using=ALIAS):
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # The owner of the database could put a schema of his own before ours, with a log that is whole.
            cursor.execute("SET LOCAL search_path = pg_catalog, pg_temp")
        yield


def ends() -> dict[int, Link]:
    """The last link of each chain, as the database keeps it."""
    rows = _rows("SELECT chain, number, hash FROM public.audit_chainhead", [])
    return {chain: Link(number, bytes(digest).hex()) for chain, number, digest in rows}


def first_break(kept: Mapping[int, Link], pinned: Mapping[int, Link]) -> Break | None:
    """From the first event of every chain to its end; `kept` and `pinned`: where they should lead and pass."""
    for (loose,) in _rows(_LOOSE, []):
        return Break(0, 0, f"({loose}) lies in no chain")
    there = {chain for (chain,) in _rows("SELECT DISTINCT chain FROM public.audit_auditevent", [])}
    chains = sorted(there | {*kept, *pinned})
    broken = (_walk(chain, START, pinned.get(chain, START), kept.get(chain, START)) for chain in chains)
    return next((found for found in broken if found), None)


def first_break_since(kept: Mapping[int, Link], pinned: Mapping[int, Link]) -> Break | None:
    """The same from the last pinned link of every chain: what was before it, it vouches for."""
    chains = [(chain, pinned.get(chain, START)) for chain in sorted({*kept, *pinned})]
    broken = (_walk(chain, since, since, kept.get(chain, START)) for chain, since in chains)
    return next((found for found in broken if found), None)


def first_unfit(given: Iterable[Pin], chain: int) -> Pin | None:
    """The first pin of this chain that no longer fits: what was changed lies before it and after the one before."""
    for pin in given:
        if pin.chain == chain:
            found = _rows(
                "SELECT hash FROM public.audit_auditevent WHERE chain = %s AND number = %s", [chain, pin.link.number]
            )
            if [bytes(digest).hex() for (digest,) in found] != [pin.link.hash]:
                return pin
    return None


def _walk(chain: int, since: Link, pinned: Link, end: Link) -> Break | None:
    """The first break between `since` (a pinned link to go on from, or START) and the end of the chain."""
    due = since.number or 1
    reached = Link(due - 1, START.hash)
    for number, digest, *parts in _rows(_LINKS, [chain, since.number or _LOWEST]):
        link = Link(number, bytes(digest or b"").hex())
        if number != due:
            return Break(chain, min(number, due), "is missing" if number > due else f"({parts[_ID]}) was put in")
        if number == pinned.number and link != pinned:
            return Break(chain, number, f"({parts[_ID]}) is not the one that was pinned")
        if link != since and link.hash != _hash(reached.hash, parts):
            return Break(chain, number, f"({parts[_ID]}) was changed or put in")
        reached, due = link, number + 1
    return _break_behind(chain, reached, pinned, end)


def _break_behind(chain: int, reached: Link, pinned: Link, end: Link) -> Break | None:
    """What is wrong where the chain ends: it should have led to the end that the database keeps, and to the pin."""
    once = max(pinned.number, end.number)
    if reached.number < once:
        return Break(chain, reached.number + 1, f"is missing: the end was cut off, the chain once led to event {once}")
    if reached.number > end.number:
        return Break(chain, end.number + 1, "stands behind the end that the database keeps")
    if reached.hash != end.hash:
        return Break(chain, end.number, "has another hash than the end that the database keeps")
    return None


def _hash(before: str, parts: Sequence[str | None]) -> str:
    line = ",".join("-" if part is None else f"{len(part.encode())}:{part}" for part in parts)
    return hashlib.sha256(bytes.fromhex(before) + line.encode()).hexdigest()


def _rows(statement: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    with connections[ALIAS].chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while rows := cursor.fetchmany(BATCH):
            yield from rows
