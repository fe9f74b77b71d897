"""Calls from here to another server: the one place where a request waits for somebody else's machine.

| what | why | how long at most |
|---|---|---|
| the keys and the token of an issuer (`accounts/issuers.py`) | somebody signs in by the screen of her municipality | `WHOLE` seconds each |

Mail and the broker have time limits of their own (settings) and no request waits for them. A call goes to an address of
`https` that an administrator of the server wrote down; over loopback without TLS where `settings.ISSUERS_OVER_LOOPBACK`
allows it: in tests and in a demo. No redirect is followed, and of an answer at most `LARGEST` bytes are read.
"""

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from django.conf import settings

STEP = 2.0  # seconds: connecting, and each wait for a next piece
WHOLE = 5.0  # seconds: from the connection on, however slowly it drips
LARGEST = 256 * 1024  # bytes
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Unreachable(Exception):
    """No usable answer: not there, too slow, too large, another status than 200, or no JSON object."""


class Refused(Unreachable):
    """The other server answered that it will not: a status from 400 up to 499."""


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
    try:
        with _connected(parts) as connection:
            connection.request(method, path, body or None, {"Accept": "application/json", **headers})
            return _object(connection.getresponse())
    except Refused:
        raise
    except (OSError, http.client.HTTPException, ValueError) as problem:
        # Neither the address with its query nor the answer: both may hold what must not stand in a log.
        message = f"{parts.hostname}: {type(problem).__name__}"
        raise Unreachable(message) from None


@contextmanager
def _connected(parts: SplitResult) -> Iterator[http.client.HTTPConnection]:
    host = parts.hostname or ""
    if parts.scheme == "https":
        secure = ssl.create_default_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, parts.port, timeout=STEP, context=secure
        )
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=STEP)
    connection.connect()
    # A time limit of a socket holds per piece; who sends a byte a second would keep the request waiting for hours.
    limit = threading.Timer(WHOLE, _hang_up, [connection.sock])
    limit.daemon = True
    limit.start()
    try:
        yield connection
    finally:
        limit.cancel()
        connection.close()


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _object(answer: http.client.HTTPResponse) -> dict[str, Any]:
    if http.client.BAD_REQUEST <= answer.status < http.client.INTERNAL_SERVER_ERROR:
        message = f"status {answer.status}"
        raise Refused(message)
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
