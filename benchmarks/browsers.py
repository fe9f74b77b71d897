"""Browsers that cost little: they share the cores with the server that is measured, and what they spend it cannot.

A request is bytes that were put together before; of an answer the status line and the length are looked at. Several visitors
at once are one thread that waits for whichever connection answers first. As behind a proxy, each request has a connection
of its own: over one that stays open a visitor would have chosen one of the two workers for good, and four of them share
these two and two in three of eight runs only.
"""

import re
import selectors
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SECONDS = 60
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and after how many milliseconds."""

    status: int
    page: bytes
    taken: float


def request(address: str, headers: Mapping[str, str], body: str | None = None) -> bytes:
    """A whole request: a GET, or a POST of `body`."""
    sent = b"" if body is None else body.encode()
    lines = [f"{'GET' if body is None else 'POST'} {address} HTTP/1.1", "Host: localhost", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [] if body is None else [f"Content-Length: {len(sent)}"]
    return "\r\n".join([*lines, "", ""]).encode() + sent


@dataclass(slots=True)
class _Visit:
    """One request under way."""

    connection: socket.socket
    began: float
    came: bytearray = field(default_factory=bytearray)

    def read(self) -> Answer | None:
        """What there is of the answer; None while more is to come."""
        piece = self.connection.recv(_PIECE)
        self.came += piece
        head, found, page = bytes(self.came).partition(b"\r\n\r\n")
        told = _LENGTH.search(head)
        if found and told and len(page) >= int(told[1]):
            self.connection.close()
            return Answer(int(head.split(b" ", 2)[1]), page, (time.perf_counter() - self.began) * 1000)
        if not piece:
            message = f"The web server broke off: {head[:80]!r}"
            raise RuntimeError(message)
        return None


def _begin(path: Path, sent: bytes) -> _Visit:
    began = time.perf_counter()
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SECONDS)
    connection.connect(str(path))
    connection.sendall(sent)
    return _Visit(connection, began)


def answers(path: Path, requests: Iterable[bytes]) -> Iterator[Answer]:
    """One after another."""
    for sent in requests:
        visit = _begin(path, sent)
        while (answer := visit.read()) is None:
            pass
        yield answer


def at_once(path: Path, visitors: Sequence[Sequence[bytes]], demand: Callable[[Answer], None]) -> float:
    """So many visitors at a time, each asking its own one after another; `demand` sees each answer. Seconds for all."""
    waiting, began = selectors.DefaultSelector(), time.perf_counter()

    def go_on(rest: Iterator[bytes]) -> None:
        if (sent := next(rest, None)) is not None:
            visit = _begin(path, sent)
            waiting.register(visit.connection, selectors.EVENT_READ, (visit, rest))

    for requests in visitors:
        go_on(iter(requests))
    while waiting.get_map():
        ready = waiting.select(SECONDS)
        if not ready:
            message = "The web server does not answer."
            raise RuntimeError(message)
        for key, _events in ready:
            visit, rest = key.data
            connection = visit.connection
            descriptor = connection.fileno()
            if (answer := visit.read()) is not None:
                waiting.unregister(descriptor)
                demand(answer)
                go_on(rest)
    return time.perf_counter() - began
