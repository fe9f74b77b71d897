"""Valkey (a Redis server) inside the project folder: on a Unix socket only, with a password.

It keeps nothing on disk: a job is a database row, and Valkey only carries its number to the worker.
"""

import os
import socket
import time
from pathlib import Path
from urllib.parse import quote

from . import processes, programs
from .places import NOBODY, Places, is_root
from .screen import Stop


def address(places: Places, password: str) -> str:
    """A URL as Celery reads it."""
    return f"redis+socket://:{password}@{quote(str(_socket(places)))}?virtual_host=0"


def start(places: Places, password: str) -> bool:
    """Start the server, or find it running. True when it was started now."""
    if answers(places, password):
        return False
    stop(places)
    _socket(places).unlink(missing_ok=True)
    programs.run([str(programs.valkey(places)), str(_write_configuration(places, password))], "Starting Valkey")
    deadline = time.monotonic() + 5
    while not answers(places, password):
        if time.monotonic() > deadline:
            message = f"Read {_log(places)}: Valkey started but does not answer."
            raise Stop(message)
        time.sleep(0.01)
    return True


def stop(places: Places) -> bool:
    """Stop the server. True when there was one."""
    pid = _pid(places)
    if pid is not None:
        processes.end(pid, patience=3)
    _pidfile(places).unlink(missing_ok=True)
    return pid is not None


def answers(places: Places, password: str) -> bool:
    """True when a server answers on our socket, takes our password and keeps its files in our folder."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2)
            connection.connect(str(_socket(places)))
            connection.sendall(f"AUTH {password}\r\nCONFIG GET dir\r\nQUIT\r\n".encode())
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
    except OSError:
        return False
    return os.fsencode(places.valkey.resolve()) in answer.splitlines()


def running(places: Places) -> bool:
    """A cheap look: is the server's process there?"""
    return _pid(places) is not None


def _socket(places: Places) -> Path:
    return places.sockets / "valkey.sock"


def _pidfile(places: Places) -> Path:
    return places.valkey / "server.pid"


def _log(places: Places) -> Path:
    return places.valkey / "server.log"


def _pid(places: Places) -> int | None:
    try:
        pid = int(_pidfile(places).read_text())
    except (OSError, ValueError):
        return None
    return pid if processes.alive(pid) and processes.works_in(pid, places.valkey) else None


def _write_configuration(places: Places, password: str) -> Path:
    values = {
        "port": "0",
        "unixsocket": _quote(_socket(places)),
        "unixsocketperm": "700",
        "requirepass": password,
        "dir": _quote(places.valkey.resolve()),
        "pidfile": _quote(_pidfile(places)),
        "logfile": _quote(_log(places)),
        "daemonize": "yes",
        "save": '""',
        "appendonly": "no",
        "maxmemory-policy": "noeviction",
    }
    path = places.valkey / "server.conf"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.writelines(f"{name} {value}\n" for name, value in values.items())
    if is_root():
        os.chown(path, NOBODY, NOBODY)
    return path


def _quote(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
