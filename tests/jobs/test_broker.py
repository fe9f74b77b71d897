"""What a worker reads from the queue: messages; what is none is dropped, and the next is read."""

import json
import logging

import pytest
from kombu import Connection, Queue
from redis import Redis

from jobs import broker
from mensenhandel import celery
from mensenhandel.local import valkey
from tests.support.own_server import passing_places

PASSWORD = "a-password-of-this-test"
WHERE = {"exchange": "", "routing_key": "celery"}
TAGGED = {"delivery_tag": "x", "delivery_info": WHERE, "body_encoding": "base64"}
MESSAGE = {
    "body": "eyJhIjogMX0=",
    "headers": {},
    "content-type": "application/json",
    "content-encoding": "utf-8",
    "properties": TAGGED,
}
BROKEN: list[dict[str, object]] = [
    {"properties": {}},
    {"properties": TAGGED | {"delivery_tag": {}}},
    {"properties": TAGGED | {"delivery_info": {}}},
    {"properties": TAGGED | {"body_encoding": "rot13"}},
    {"body": "x"},
    {"headers": 5},
]
# No JSON; no UTF-8; JSON that is no message; nested without end; messages of which a part is not what its reader counts on.
NONE = [
    b"\x00 geen bericht",
    b"\xff\xfe",
    *(b"[]", b"5", b"{}", b"[" * 100_000, b'{"__type__": "uuid", "__value__": 5}'),
    *(json.dumps(MESSAGE | broken).encode() for broken in BROKEN),
]


def test_a_worker_drops_and_counts_what_is_no_message_and_reads_on(caplog: pytest.LogCaptureFixture) -> None:
    read: list[object] = []
    with passing_places() as places, caplog.at_level(logging.WARNING, logger=broker.__name__):
        assert valkey.start(places, PASSWORD)
        try:
            with (
                celery.app.connection_for_read(valkey.address(places, PASSWORD)) as connection,
                Redis(unix_socket_path=str(places.sockets / "valkey.sock"), password=PASSWORD) as client,
            ):
                client.lpush("celery", *NONE, json.dumps(MESSAGE))
                _read(connection, read, len(NONE) + 1)
        finally:
            valkey.stop(places)
    assert read == [{"a": 1}]
    assert caplog.messages[-1] == f"What is no message was dropped from the queue; {len(NONE)} since this worker began."


def _read(connection: Connection, read: list[object], most: int) -> None:
    with connection.Consumer(Queue("celery"), callbacks=[lambda body, _: read.append(body)], accept=["json"]):
        for _ in range(most):
            connection.drain_events(timeout=5)
