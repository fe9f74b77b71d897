"""Looking for a word everywhere that something of the application could come to lie, however it is written there."""

import base64
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from kombu import Connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from mensenhandel.local import postgres
from tests.support.own_server import address_as
from tests.support.pdf import pages_of

SEGMENT = 16 * 1024 * 1024  # of the write-ahead log
AROUND = 60
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def spellings(word: str) -> list[bytes]:
    """The word as text in three encodings, in hexadecimal, and as it stands within longer base64, wherever it begins."""
    raw = word.encode()
    found = [raw, word.encode("utf-16-le"), word.encode("utf-16-be"), raw.hex().encode(), raw.hex().upper().encode()]
    for shift in range(3):
        # What the characters beside it take part in is cut off.
        inner = base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 :]
        found.append(inner[: len(inner) - 4])
    return found


def around(word: str, hay: bytes) -> set[str]:
    """What stands where the word was found, in whatever case: nothing when it was not."""
    found, lowered = set(), hay.lower()
    for needle in spellings(word):
        at = lowered.find(needle.lower())
        while at >= 0:
            found.add(hay[max(0, at - AROUND) : at + len(needle) + AROUND].decode(errors="replace"))
            at = lowered.find(needle.lower(), at + len(needle))
    return found


@dataclass(frozen=True)
class ServerFiles:
    """The database server as somebody sees it who has its disk: tables, write-ahead log, text log."""

    url: str
    wal: str
    log: int

    def dump(self, database: str) -> dict[str, bytes]:
        """Every table of the database as COPY writes it; sessions with what is packed in them besides."""
        found = {}
        with psycopg.connect(make_conninfo(self.url, dbname=database)) as server:
            rows = server.execute(
                "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE n.nspname IN ('public', 'walls') AND c.relkind = 'r' ORDER BY 2"
            ).fetchall()
            for schema, table in rows:
                statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(schema, table))
                with server.cursor().copy(statement) as copy:
                    found[table] = b"".join(bytes(block) for block in copy)
        return found

    def write_ahead_log(self) -> bytes:
        """What the server wrote to its log of changes since `wal`; with the changed pages that stand in it."""
        with psycopg.connect(self.url) as server:
            server.execute("CHECKPOINT")  # the tests' server answers a commit before it is written
            last = _one(server, "SELECT pg_current_wal_flush_lsn()::text")
            segments = server.execute(
                "SELECT DISTINCT pg_walfile_name(least(%(first)s::pg_lsn + number * %(segment)s::numeric, %(last)s::pg_lsn))"
                " FROM generate_series(0, (%(last)s::pg_lsn - %(first)s::pg_lsn) / %(segment)s + 1) AS number",
                {"first": self.wal, "last": last, "segment": SEGMENT},
            ).fetchall()
            parts = [_one(server, "SELECT pg_read_binary_file('pg_wal/' || %s)", name) for (name,) in sorted(segments)]
        return b"".join(parts)

    def text_log(self) -> bytes:
        """What the server said since `log`."""
        with psycopg.connect(self.url) as server:
            return bytes(_one(server, "SELECT pg_read_binary_file('server.log', %s, 100000000)", self.log))


@contextmanager
def server_files() -> Iterator[ServerFiles]:
    """What the database server writes to its disk while this lasts."""
    url = address_as(postgres.SUPERUSER, "postgres")
    with psycopg.connect(url, autocommit=True) as keeper:
        # Without the slot a checkpoint throws away, at any moment, what was written before it.
        keeper.execute(
            "SELECT pg_create_physical_replication_slot(%s, true, true)", [f"leaks_{keeper.info.backend_pid}"]
        )
        yield ServerFiles(
            url,
            wal=_one(keeper, "SELECT pg_current_wal_insert_lsn()::text"),
            log=_one(keeper, "SELECT size FROM pg_stat_file('server.log')"),
        )


def _one(server: psycopg.Connection, statement: str, *values: Any) -> Any:
    row = server.execute(statement, values or None).fetchone()
    assert row is not None
    return row[0]


def sessions() -> bytes:
    """What is packed in the sessions, unpacked."""
    return repr([session.get_decoded() for session in Session.objects.all()]).encode()


def inside_pdf(pdf: bytes) -> bytes:
    """A PDF as it lies there, what its streams hold, and what it says."""
    parts = [pdf]
    for stream in _STREAM.findall(pdf):
        with suppress(zlib.error):
            parts.append(zlib.decompress(stream))
    return b"\n".join([*parts, *(page.encode() for page in pages_of(pdf))])


@contextmanager
def real_broker(monkeypatch: pytest.MonkeyPatch, queue: str) -> Iterator[Any]:
    """Messages of jobs really go to the broker of this machine, on a queue of their own; gives its client.

    The queue is emptied afterwards.
    """
    if not settings.REDIS_URL.startswith("redis"):
        pytest.skip("No broker runs.")
    with Connection(settings.REDIS_URL, connect_timeout=5) as connection:
        client: Any = connection.default_channel.client  # type: ignore[attr-defined]  # of this transport

        def send(task: str, *, args: tuple[str, ...], **_: object) -> None:
            with connection.SimpleQueue(queue) as target:
                target.put({"task": task, "args": list(args)}, serializer="json")

        monkeypatch.setattr("jobs.operations.current_app.send_task", send)
        try:
            yield client
        finally:
            client.delete(queue)


def all_of_broker(client: Any) -> bytes:
    """Every key of the broker with all that it holds."""
    readers: Mapping[bytes, Any] = {
        b"string": client.get,
        b"list": lambda key: client.lrange(key, 0, -1),
        b"hash": client.hgetall,
        b"set": client.smembers,
        b"zset": lambda key: client.zrange(key, 0, -1),
    }
    return repr([(key, readers.get(client.type(key), client.dump)(key)) for key in client.keys("*")]).encode()
