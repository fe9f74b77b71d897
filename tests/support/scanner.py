"""A virus scanner of our own that speaks over a Unix socket as clamd does."""

import socket
import struct
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest


@dataclass
class Scanner:
    """A daemon of our own that speaks as clamd does. `most`: bytes it reads before it has had enough."""

    path: Path
    answer: bytes = b"stream: OK\0"
    most: int = 10**9
    came: list[bytes] = field(default_factory=list)

    def serve(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                self._one(connection)

    def _one(self, connection: socket.socket) -> None:
        read = connection.makefile("rb")
        assert read.read(10) == b"zINSTREAM\0"
        came = b""
        while length := struct.unpack("!L", read.read(4))[0]:
            came += read.read(length)
            if len(came) > self.most:
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.came.append(came)
        connection.sendall(self.answer)


@pytest.fixture
def scanner(settings: Any) -> Iterator[Scanner]:
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        path = Path(folder) / "clamd"
        listening.bind(str(path))
        listening.listen()
        settings.CLAMAV_ADDRESS = f"unix:{path}"
        made = Scanner(path)
        thread = threading.Thread(target=made.serve, args=(listening,), daemon=True)
        thread.start()
        yield made
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=5)
