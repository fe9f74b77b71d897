"""Calls from here to another server: the one place where a request waits for somebody else's machine.

| what | why | how long at most |
|---|---|---|
| the keys and the token of an issuer (`accounts/issuers.py`) | somebody signs in by the screen of her municipality | `WHOLE` seconds each |
| the addresses that somebody asks for (`core/addresses/locatieserver.py`) | she looks up where a signal plays | `WHOLE` seconds, once a press |

Mail and the broker have time limits of their own (settings) and no request waits for them. A call goes to an address of
`https` that an administrator of the server wrote down; over loopback without TLS where `settings.ISSUERS_OVER_LOOPBACK`
allows it: in tests and in a demo. No redirect is followed, and of an answer at most `LARGEST` bytes are read.

A time limit of a socket holds for each wait apart, and looking a name up has none at all: a slow resolver, or a server that
sends a byte a second, would keep a request waiting for hours. So a call is made on a thread of its own, of which the request
waits `WHOLE` seconds and no longer; then the line is cut, and the thread ends as soon as the system lets it.
"""

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from django.conf import settings

STEP = 2.0  # seconds: connecting to one address, and each wait for a next piece
WHOLE = 5.0  # seconds: looking the name up, connecting, TLS and the answer together, however slowly it drips
LARGEST = 256 * 1024  # bytes
MOST = 16  # calls of one process at the same time, with those that nobody waits for any more
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Unreachable(Exception):
    """No usable answer: not there, too slow, too large, another status than 200, or no JSON object."""


class Refused(Unreachable):
    """The other server answered that it will not: with this `status`, from 400 up to 499."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class NotAllowed(ValueError):
    """An address that this server does not call."""


def checked(address: str) -> SplitResult:
    """The parts of an address that may be called. Raises NotAllowed."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotAllowed(address) from None
    over_tls = parts.scheme == "https" and bool(parts.hostname)
    over_loopback = settings.ISSUERS_OVER_LOOPBACK and parts.scheme == "http" and parts.hostname in _LOOPBACK
    is_plain = not (parts.username or parts.password or parts.fragment) and address.isascii() and address.isprintable()
    if not ((over_tls or over_loopback) and is_plain and " " not in address and port != 0):
        raise NotAllowed(address)
    return parts


def fetch_json(address: str) -> dict[str, Any]:
    """The JSON object at `address`. Raises Unreachable or NotAllowed."""
    return _call("GET", address, b"", {})


def post_form(address: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
    """The JSON object with which `address` answers a form. Raises Unreachable or NotAllowed."""
    sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    return _call("POST", address, urlencode(fields).encode(), sent)


def _call(method: str, address: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    parts = checked(address)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    call = _Call(parts, lambda line: _asked(line, method, path, body, headers))
    try:
        return call.made()
    except Refused:
        raise
    except (OSError, http.client.HTTPException, ValueError) as problem:
        # Neither the address with its query nor the answer: both may hold what must not stand in a log.
        message = f"{parts.hostname}: {type(problem).__name__}"
        raise Unreachable(message) from None


def _asked(
    line: http.client.HTTPConnection, method: str, path: str, body: bytes, headers: Mapping[str, str]
) -> dict[str, Any]:
    line.request(method, path, body or None, {"Accept": "application/json", **headers})
    with line.getresponse() as answer:
        return _object(answer)


class _Call:
    """One call on a thread of its own. `ask`: what is done with the line, once it is there."""

    _room = threading.BoundedSemaphore(MOST)

    def __init__(self, parts: SplitResult, ask: Callable[[http.client.HTTPConnection], dict[str, Any]]) -> None:
        self._parts, self._ask = parts, ask
        self._line: socket.socket | None = None
        self._is_given_up = False
        self._answer: dict[str, Any] | None = None
        self._problem: Exception | None = None

    def made(self) -> dict[str, Any]:
        """The answer, or what went wrong, within `WHOLE` seconds."""
        room = self._room
        if not room.acquire(blocking=False):
            message = "too many calls at the same time"
            raise OSError(message)
        thread = threading.Thread(target=self._run, args=(room,), name="call", daemon=True)
        try:
            thread.start()
        except RuntimeError as error:  # the system gives no more threads
            room.release()
            raise OSError(str(error)) from error
        thread.join(WHOLE)
        if thread.is_alive():
            self._give_up()
            raise TimeoutError
        if self._problem is not None:
            raise self._problem
        return self._answer or {}

    def _run(self, room: threading.BoundedSemaphore) -> None:
        try:
            self._answer = self._answered()
        except Exception as problem:
            self._problem = problem
        finally:
            room.release()

    def _answered(self) -> dict[str, Any]:
        host = self._parts.hostname or ""
        over_tls = self._parts.scheme == "https"
        kind = http.client.HTTPSConnection if over_tls else http.client.HTTPConnection
        connection = kind(host, self._parts.port, timeout=STEP)
        try:
            self._hold(socket.create_connection((host, connection.port), STEP))
            if over_tls:
                self._secure(host)
            connection.sock = self._line
            return self._ask(connection)
        finally:
            connection.close()
            if self._line is not None:
                self._line.close()

    def _secure(self, host: str) -> None:
        context = ssl.create_default_context()
        context.set_alpn_protocols(["http/1.1"])
        assert self._line is not None  # noqa: S101  connected just now
        # First the line, so that it can be cut during the handshake too.
        secure = context.wrap_socket(self._line, server_hostname=host, do_handshake_on_connect=False)
        self._hold(secure)
        secure.do_handshake()

    def _hold(self, line: socket.socket) -> None:
        self._line = line
        if self._is_given_up:
            raise TimeoutError

    def _give_up(self) -> None:
        self._is_given_up = True
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


def _object(answer: http.client.HTTPResponse) -> dict[str, Any]:
    if http.client.BAD_REQUEST <= answer.status < http.client.INTERNAL_SERVER_ERROR:
        raise Refused(answer.status)
    if answer.status != http.client.OK:
        message = f"status {answer.status}"
        raise ValueError(message)
    data = answer.read(LARGEST + 1)
    if len(data) > LARGEST:
        message = "too large"
        raise ValueError(message)
    found = json.loads(data)
    if not isinstance(found, dict):
        message = "no object"
        raise ValueError(message)
    return found
