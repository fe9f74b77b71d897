"""A call to another server ends within its time, whatever it is that keeps it waiting."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from core import outgoing

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
BODY = json.dumps({"keys": []}).encode()
GOOD = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
# Longer than any step takes, so that only the limit on the whole ends a call that drips.
STEP, WHOLE, SLACK = 0.2, 0.3, 0.3

type Says = Callable[[socket.socket, threading.Event], None]


def says_nothing(_line: socket.socket, over: threading.Event) -> None:
    over.wait(5)


def drips(line: socket.socket, over: threading.Event) -> None:
    for byte in GOOD * 2:
        line.sendall(bytes([byte]))
        if over.wait(0.05):
            return


def answers(line: socket.socket, _over: threading.Event) -> None:
    line.settimeout(1)
    heard = b""
    while not heard.endswith((b"\r\n\r\n", b"code=x")) or (heard.startswith(b"POST") and b"code=x" not in heard):
        heard += line.recv(1024) or b"\r\n\r\ncode=x"
    line.sendall(GOOD)


def answers_late(line: socket.socket, over: threading.Event) -> None:
    over.wait(0.1)
    answers(line, over)


@contextmanager
def server(says: Says) -> Iterator[int]:
    """A port of loopback behind which `says` speaks to each caller; everything ends with the block."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while not over.is_set():
                with suppress(OSError):
                    line, _ = listening.accept()
                    with line, suppress(OSError):
                        says(line, over)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(listening.getsockname()[1])
        over.set()
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
    thread.join(2)


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "STEP", STEP)
    monkeypatch.setattr(outgoing, "WHOLE", WHOLE)


def lasted(call: Callable[[], Any]) -> float:
    """How long it took to hear that nobody could be reached."""
    began = time.monotonic()
    with pytest.raises(outgoing.Unreachable):
        call()
    return time.monotonic() - began


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("says", [says_nothing, drips], ids=lambda says: says.__name__)
def test_who_keeps_us_waiting_does_so_no_longer_than_the_whole(says: Says, scheme: str) -> None:
    """Over https it is the handshake that gets no further: what drips is no TLS, or comes too slowly to know."""
    with server(says) as port:
        assert lasted(lambda: outgoing.fetch_json(f"{scheme}://127.0.0.1:{port}/keys")) < WHOLE + SLACK


def test_a_handshake_that_drips_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """The head of a record of TLS that announces much, and then a byte at a time: no step of it lasts too long."""
    monkeypatch.setattr(outgoing, "STEP", 10)

    def shakes_slowly(line: socket.socket, over: threading.Event) -> None:
        line.sendall(b"\x16\x03\x03\x3f\x00\x02\x00\x3e\xfc")
        while not over.wait(0.05):
            line.sendall(b"\x00")

    with server(shakes_slowly) as port:
        took = lasted(lambda: outgoing.fetch_json(f"https://127.0.0.1:{port}/keys"))
    assert WHOLE - 0.1 < took < WHOLE + SLACK


def test_a_resolver_that_keeps_us_waiting_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    found, over = socket.getaddrinfo, threading.Event()

    def looks_long(*asked: Any, **options: Any) -> Any:
        over.wait(5)
        return found(*asked, **options)

    monkeypatch.setattr(socket, "getaddrinfo", looks_long)
    with server(answers) as port:
        took = lasted(lambda: outgoing.fetch_json(f"http://127.0.0.1:{port}/keys"))
        over.set()
    assert WHOLE - 0.1 < took < WHOLE + SLACK


def test_many_addresses_that_do_not_answer_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    def connects_long(*_: Any, **__: Any) -> socket.socket:
        for _address in range(10):
            time.sleep(0.1)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connects_long)
    assert lasted(lambda: outgoing.fetch_json("http://127.0.0.1:9/keys")) < WHOLE + SLACK


@pytest.mark.parametrize("says", [answers, answers_late], ids=lambda says: says.__name__)
def test_who_answers_in_time_is_heard(says: Says) -> None:
    with server(says) as port:
        assert outgoing.fetch_json(f"http://127.0.0.1:{port}/keys") == {"keys": []}
        assert outgoing.post_form(f"http://127.0.0.1:{port}/token", {"code": "x"}, {}) == {"keys": []}


def test_calls_that_hang_leave_a_few_threads_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing._Call, "_room", threading.BoundedSemaphore(1))
    with server(answers) as port:
        address, over = f"http://127.0.0.1:{port}/keys", threading.Event()
        found = socket.getaddrinfo
        with monkeypatch.context() as patch:
            patch.setattr(socket, "getaddrinfo", lambda *asked, **more: [over.wait(5), found(*asked, **more)][1])
            lasted(lambda: outgoing.fetch_json(address))
            assert lasted(lambda: outgoing.fetch_json(address)) < 0.2
            over.set()
        _until(lambda: not [one for one in threading.enumerate() if one.name == "call"])
        assert outgoing.fetch_json(address) == {"keys": []}


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(40):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("the thread of a call that was given up did not end")
