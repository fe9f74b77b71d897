"""The two servers of this project folder, their passwords, and `var/env` with which the application reaches them."""

import base64
import contextlib
import fcntl
import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from mensenhandel.settings import envfile

from . import outside, postgres, stamps, valkey
from .places import BASE, VAR, Places

DATABASE = "signaalpunt"
OWNER, APP = "owner", "app"
# Each role that a command of ours uses, with the variable that holds its address.
ADDRESSES = {
    APP: "DATABASE_URL",
    OWNER: "DATABASE_OWNER_URL",
    "auditor": "DATABASE_AUDITOR_URL",
    "sealer": "DATABASE_SEALER_URL",
    "report": "DATABASE_REPORT_URL",
    "loader": "DATABASE_LOADER_URL",
}
# The role of a back-up reads everything: it is there, and the application's environment does not hold its password.
ROLES = (*ADDRESSES, "backup")
BOOTSTRAP = BASE / "core" / "walls" / "bootstrap.py"


@dataclass
class Servers:
    """Start, look at and stop PostgreSQL and Valkey. Safe to use from several processes at once."""

    places: Places = field(default_factory=Places.find)
    # False: the environment names a server of your own.
    database: bool = True
    broker: bool = True

    @property
    def keep(self) -> Path:
        """Made by the command `servers`: whoever stops using the servers leaves them running."""
        return self.places.own("servers.keep")

    def start(self) -> list[str]:
        """Start what is wanted and not running, and write `var/env`. Names what was started now."""
        with self._one_at_a_time():
            started = []
            if self.database and postgres.start(self.places, secret("postgres")):
                started.append("PostgreSQL")
            if self.database:
                self._bootstrap()
            if self.broker and valkey.start(self.places, secret("valkey")):
                started.append("Valkey")
            write_env(self.places.env_file, self._addresses())
        return started

    def stop(self) -> list[str]:
        """Stop both. Names what was stopped."""
        with self._one_at_a_time():
            stopped = ["Valkey"] if valkey.stop(self.places) else []
            return [*stopped, "PostgreSQL"] if postgres.stop(self.places) else stopped

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """While several commands use the servers, the last one to leave stops them (unless they are to be kept)."""
        with self.places.own("servers.users").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH)
            try:
                yield
            finally:
                self._leave(handle)

    def _leave(self, handle: TextIO) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not self.keep.exists():
                self.stop()

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with self.places.own("servers.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def running(self) -> bool:
        """A cheap look at the processes that are wanted."""
        return (not self.database or postgres.running(self.places)) and (not self.broker or valkey.running(self.places))

    def _addresses(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if self.database:
            for user, name in ADDRESSES.items():
                found[name] = postgres.address(self.places, user=user, password=secret(user), database=DATABASE)
        if self.broker:
            found["REDIS_URL"] = valkey.address(self.places, secret("valkey"))
        return found

    def _bootstrap(self) -> None:
        """The superuser's steps: roles, database, extensions. Again when they or a password changed."""
        passwords = [secret(user) for user in ROLES]
        done, mark = self.places.postgres / "bootstrapped", stamps.of([BOOTSTRAP], *passwords)
        if not stamps.holds(done, mark):
            superuser = secret("postgres")
            url = postgres.address(self.places, user=postgres.SUPERUSER, password=superuser, database="postgres")
            files = [f"--{user}-password-file={secret_file(user)}" for user in ROLES]
            command = [sys.executable, "-m", "core.walls.bootstrap", "--development", f"--database={DATABASE}", *files]
            advice = "Read the log: the database roles were not made."
            outside.run(command, "database-bootstrap", advice, {"DATABASE_SUPERUSER_URL": url})
            stamps.put(done, mark)


def write_env(path: Path, addresses: dict[str, str]) -> None:
    """Write `var/env`: the keys stay as they are, made at the first start; the addresses are those of now."""
    old = envfile.read(path)
    keys = {
        "SECRET_KEY": old.get("SECRET_KEY") or secrets.token_urlsafe(50),
        "SEAL_KEYS": old.get("SEAL_KEYS") or "1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "WALLS_KEY": old.get("WALLS_KEY") or secrets.token_urlsafe(32),
    }
    envfile.write(path, {**keys, **addresses})


def secret(name: str) -> str:
    """A random password that stands in `var/secrets/NAME`; made when first asked for."""
    path = secret_file(name)
    if not path.is_file():
        path.parent.mkdir(exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text().strip()


def secret_file(name: str) -> Path:
    """Where that password stands."""
    return VAR / "secrets" / name
