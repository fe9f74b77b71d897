"""PostgreSQL inside the project folder: on a Unix socket only, every connection with a password.

A running server is used again when it answers and says that it runs on our data folder. What a killed one left behind
(process id file, socket, lock) is cleared first: after a restart of the machine its process id may be another program's,
and PostgreSQL would then refuse to start.
"""

import os
import secrets
import shlex
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from . import processes, programs
from .places import LOGS, NOBODY, SOCKET_NAME, Places, is_root, server_user
from .screen import Stop

SUPERUSER = "postgres"
# Not a network server. Buffers for what a region looks at all day: what does not fit in them is copied from the system's
# memory each time (of these, only what is used is taken). No disk of today has to turn for a page elsewhere, and PostgreSQL
# should not read a whole municipality to spare it that. A commit waits for the disk (docs/adr/0010).
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "80",
    "shared_buffers": "256MB",
    "random_page_cost": "1.1",
    "max_wal_size": "512MB",
    "log_timezone": "Europe/Amsterdam",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "password_encryption": "scram-sha-256",
    "unix_socket_permissions": "0700",
}
# Of tests, whose databases are small and built again: nothing waits for the disk.
SCRATCH = {"shared_buffers": "64MB", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def address(places: Places, *, user: str, password: str, database: str) -> str:
    """A URL over the socket, as psycopg and Django's settings read it."""
    return f"postgresql://{user}:{password}@/{database}?host={quote(str(places.sockets))}"


def start(places: Places, password: str) -> bool:
    """Start the server, or find it running. True when it was started now."""
    if answers(places, password):
        return False
    _check_owner(places)
    _clear_leftovers(places)
    if not (places.postgres / "PG_VERSION").is_file():
        _create(places, password)
    _write_settings(places)
    _launch(places)
    if not answers(places, password):
        message = (
            f"Remove {places.postgres} to begin with an empty database: the server there does not accept the "
            f"password in {password_file()}."
        )
        raise Stop(message)
    return True


def stop(places: Places) -> bool:
    """Stop the server. True when there was one."""
    pid = _pid(places)
    if pid is None:
        return False
    command = [str(programs.postgres(places, "pg_ctl")), "-D", str(places.postgres), "-m", "fast", "-w", "stop"]
    programs.run(command, "Stopping PostgreSQL")
    return True


def answers(places: Places, password: str) -> bool:
    """True when a server answers on our socket and runs on our data folder."""
    if not (places.sockets / SOCKET_NAME).exists():
        return False
    url = address(places, user=SUPERUSER, password=password, database="postgres")
    try:
        with psycopg.connect(url, connect_timeout=3, autocommit=True) as connection:
            row = connection.execute("select current_setting('data_directory')").fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None and Path(row[0]) == places.postgres.resolve()


def running(places: Places) -> bool:
    """A cheap look: is the server's process there?"""
    return _pid(places) is not None


def password_file() -> Path:
    """Where the superuser's password stands."""
    return LOGS.parent / "secrets" / "postgres"


def _pid(places: Places) -> int | None:
    """The server's process id, when that process works on our data."""
    try:
        pid = int((places.postgres / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None
    return pid if processes.alive(pid) and processes.works_in(pid, places.postgres) else None


def _check_owner(places: Places) -> None:
    """The server runs only as the user who owns the data."""
    data = places.postgres
    user = server_user()
    if data.is_dir() and data.stat().st_uid != (os.geteuid() if user is None else user):
        message = f"Start as the user who did so before, or remove {data}: it belongs to user {data.stat().st_uid}."
        raise Stop(message)


def _clear_leftovers(places: Places) -> None:
    if running(places):
        stop(places)
    for leftover in (
        places.postgres / "postmaster.pid",
        places.sockets / SOCKET_NAME,
        places.sockets / f"{SOCKET_NAME}.lock",
    ):
        leftover.unlink(missing_ok=True)


def _create(places: Places, password: str) -> None:
    pwfile = places.sockets / f"initdb-{secrets.token_hex(4)}"
    try:
        with os.fdopen(os.open(pwfile, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(password + "\n")
        if is_root():
            os.chown(pwfile, NOBODY, NOBODY)
            places.postgres.mkdir(exist_ok=True, mode=0o700)
            os.chown(places.postgres, NOBODY, NOBODY)
        options = ["--auth=scram-sha-256", f"--pwfile={pwfile}", f"--username={SUPERUSER}", "--encoding=utf8"]
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command = [str(programs.postgres(places, "initdb")), "-D", str(places.postgres), *options, *locale]
        programs.run([*command, "--no-sync"], "Creating the PostgreSQL data folder")
    finally:
        pwfile.unlink(missing_ok=True)
    with (places.postgres / "postgresql.conf").open("a") as handle:
        handle.write("include = 'local.conf'\n")


def _write_settings(places: Places) -> None:
    values = {**SETTINGS, **(SCRATCH if places.scratch else {}), "unix_socket_directories": str(places.sockets)}
    lines = [f"{name} = '{value.replace("'", "''")}'\n" for name, value in values.items()]
    path = places.postgres / "local.conf"
    path.write_text("".join(lines))
    if is_root():
        os.chown(path, NOBODY, NOBODY)


def _launch(places: Places) -> None:
    """Start and wait; a killed server's children may hold its memory for a moment longer."""
    log = places.postgres / "server.log"
    command = [
        str(programs.postgres(places, "pg_ctl")),
        "-D",
        str(places.postgres),
        "-l",
        str(log),
        "-w",
        "-s",
        "start",
    ]
    for attempt in range(10):
        try:
            programs.run(command, f"Starting PostgreSQL ({shlex.quote(str(log))})")
        except Stop:
            if attempt == 9 or "shared memory block" not in log.read_text(errors="replace")[-2000:]:
                raise
            time.sleep(0.5)
        else:
            return
