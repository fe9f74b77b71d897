"""The web server as bin/start runs it, on a benchmark's own database, and a way to talk to it over its Unix socket."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connections

from mensenhandel.settings.paths import BASE_DIR

START_SECONDS = 30


class OverSocket(http.client.HTTPConnection):
    """HTTP to the server's Unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=60)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self._path))


@dataclass(frozen=True)
class Server:
    """The socket it listens to, and its first process."""

    path: Path
    pid: int

    def spent(self) -> dict[int, float]:
        """Milliseconds of the processor until now, by process: its own, and those of PostgreSQL for its connections.

        Those of PostgreSQL under their number with a minus: a connection of some minutes is replaced, and its process ends.
        """
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename = %s",
                [settings.DATABASES["default"]["USER"]],
            )
            asked = [int(pid) for (pid,) in cursor.fetchall()]
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii").split()
        own = {pid: _spent(pid) for pid in (self.pid, *map(int, children))}
        return own | {-pid: _spent(pid) for pid in asked}


def between(before: dict[int, float], after: dict[int, float]) -> tuple[float, float]:
    """What web server and PostgreSQL spent from one moment to the other, by the processes that are still there."""
    each = {pid: spent - before.get(pid, 0) for pid, spent in after.items()}
    return sum(ms for pid, ms in each.items() if pid > 0), sum(ms for pid, ms in each.items() if pid < 0)


def _spent(pid: int) -> float:
    """In user mode and in the kernel; the fields of /proc behind the name of the program."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    """The web server as bin/start runs it, on the copied database."""
    database, path = settings.DATABASES["default"], folder / "web.sock"
    login = f"{database['USER']}:{quote(str(database['PASSWORD']))}"
    address = f"postgresql://{login}@/{database['NAME']}?host={quote(str(database['HOST']))}"
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "mensenhandel.wsgi",
        "--bind",
        f"unix:{path}",
        "--preload",
        "--no-control-socket",
    ]
    command += ["--workers", "2", "--threads", "4", "--access-logfile", "/dev/null", "--log-level", "error"]
    # The keys of the tests stand in the environment, and go before those of a demo.
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "mensenhandel.settings.dev", "DATABASE_URL": address}
    process = subprocess.Popen(command, cwd=BASE_DIR, env=env)  # noqa: S603  our own interpreter and arguments
    try:
        until = time.monotonic() + START_SECONDS
        while not path.exists():
            if process.poll() is not None or time.monotonic() > until:
                message = "The web server did not start."
                raise RuntimeError(message)
            time.sleep(0.1)
        yield Server(path, process.pid)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
