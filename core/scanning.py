"""The virus scanner, where an installation has one: ClamAV's daemon, over a socket.

    scan(data)      # Verdict.CLEAN, FOUND or UNKNOWN

Everything that is not a plain "OK" or "FOUND" is UNKNOWN: no daemon, no answer in time, an error, a file that is bigger
than the daemon reads (`StreamMaxLength`) or looks through (`AlertExceedsMax`). Whoever asks keeps such a file shut.
"""

import socket
import struct
import time
from contextlib import suppress
from enum import Enum, auto

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SECONDS = 30
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096
_EXCEEDED = "Heuristics.Limits.Exceeded"


class Verdict(Enum):
    """What the scanner says."""

    CLEAN = auto()
    FOUND = auto()
    UNKNOWN = auto()


def is_configured() -> bool:
    """Whether this installation has a scanner."""
    return bool(settings.CLAMAV_ADDRESS)


def scan(data: bytes, *, seconds: float = SECONDS) -> Verdict:
    """What the scanner says of these bytes, within `seconds`; UNKNOWN when it does not say."""
    try:
        with _connected(settings.CLAMAV_ADDRESS, seconds) as connection:
            return _verdict(_asked(connection, data, time.monotonic() + seconds))
    except (OSError, UnicodeDecodeError):
        return Verdict.UNKNOWN


def _connected(address: str, seconds: float) -> socket.socket:
    scheme, _, rest = address.partition(":")
    if scheme == "tcp":
        host, _, port = rest.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=seconds)
    if scheme != "unix":
        message = "CLAMAV_ADDRESS: write unix:/path/of/the/socket or tcp:host:port."
        raise ImproperlyConfigured(message)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(seconds)
    try:
        connection.connect(rest)
    except OSError:
        connection.close()
        raise
    return connection


def _asked(connection: socket.socket, data: bytes, until: float) -> str:
    """Send the bytes as INSTREAM wants them: pieces with their length before them, a length of nothing at the end."""
    # A daemon that has had enough says so and stops reading: what it said is there to be read.
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            _keep_time(connection, until)
            piece = data[start : start + _CHUNK]
            connection.sendall(struct.pack("!L", len(piece)) + piece)
        connection.sendall(struct.pack("!L", 0))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        _keep_time(connection, until)
        piece = connection.recv(_LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0").decode("ascii").strip()


def _keep_time(connection: socket.socket, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection.settimeout(left)


def _verdict(answer: str) -> Verdict:
    if answer == "stream: OK":
        return Verdict.CLEAN
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        # It did not look at all of it.
        return Verdict.UNKNOWN if _EXCEEDED in answer else Verdict.FOUND
    return Verdict.UNKNOWN
