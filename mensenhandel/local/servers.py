"""The two servers of this project folder, their passwords, and `var/env` with which the application reaches them."""

import base64
import contextlib
import fcntl
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from mensenhandel.settings import envfile

from . import postgres, valkey
from .places import BASE, ENV_FILE, VAR, Places
from .screen import Stop

DATABASE = "signaalpunt"
OWNER, APP = "owner", "app"


@dataclass
class Servers:
    """Start, look at and stop PostgreSQL and Valkey. Safe to use from several processes at once."""

    places: Places = field(default_factory=Places.find)

    def start(self, *, database: bool = True, broker: bool = True) -> list[str]:
        """Start what is asked for and not running, and write `var/env`. Names what was started now."""
        with _one_at_a_time():
            started = []
            if database and postgres.start(self.places, secret("postgres")):
                started.append("PostgreSQL")
            if database:
                self._bootstrap()
            if broker and valkey.start(self.places, secret("valkey")):
                started.append("Valkey")
            write_env(self._addresses(database=database, broker=broker))
        return started

    def stop(self) -> list[str]:
        """Stop both. Names what was stopped."""
        with _one_at_a_time():
            stopped = ["Valkey"] if valkey.stop(self.places) else []
            return [*stopped, "PostgreSQL"] if postgres.stop(self.places) else stopped

    def running(self) -> bool:
        """A cheap look at both processes."""
        return postgres.running(self.places) and valkey.running(self.places)

    def _addresses(self, *, database: bool, broker: bool) -> dict[str, str]:
        found: dict[str, str] = {}
        if database:
            for name, user in (("DATABASE_URL", APP), ("DATABASE_OWNER_URL", OWNER)):
                found[name] = postgres.address(self.places, user=user, password=secret(user), database=DATABASE)
        if broker:
            found["REDIS_URL"] = valkey.address(self.places, secret("valkey"))
        return found

    def _bootstrap(self) -> None:
        """The superuser's steps: roles, database, extensions. Skipped when both roles can already sign in."""
        if all(self._signs_in(user) for user in (OWNER, APP)):
            return
        url = postgres.address(self.places, user=postgres.SUPERUSER, password=secret("postgres"), database="postgres")
        if (BASE / "core" / "walls" / "bootstrap.py").is_file():
            _run_bootstrap(url)
        else:
            _bootstrap_roles(url)

    def _signs_in(self, user: str) -> bool:
        url = postgres.address(self.places, user=user, password=secret(user), database=DATABASE)
        try:
            psycopg.connect(url, connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True


def write_env(addresses: dict[str, str]) -> None:
    """Write `var/env`: the keys stay as they are, made at the first start; the addresses are those of now."""
    old = envfile.read(ENV_FILE)
    keys = {
        "SECRET_KEY": old.get("SECRET_KEY") or secrets.token_urlsafe(50),
        "SEAL_KEYS": old.get("SEAL_KEYS") or "1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "WALLS_KEY": old.get("WALLS_KEY") or secrets.token_urlsafe(32),
    }
    envfile.write(ENV_FILE, {**keys, **addresses})


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


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (VAR / "servers.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _run_bootstrap(url: str) -> None:
    files = [f"--{user}-password-file={secret_file(user)}" for user in (OWNER, APP) if secret(user)]
    command = [sys.executable, "-m", "core.walls.bootstrap", "--url", url, "--database", DATABASE, *files]
    done = subprocess.run(command, cwd=BASE, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        message = f"Creating the database roles failed: {' / '.join(done.stderr.strip().splitlines()[-3:])}"
        raise Stop(message)


def _bootstrap_roles(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        roles = {row[0] for row in connection.execute("select rolname from pg_roles")}
        for role, rights in ((OWNER, sql.SQL("CREATEDB")), (APP, sql.SQL("NOCREATEDB"))):
            verb = sql.SQL("ALTER" if role in roles else "CREATE")
            parts = (verb, sql.Identifier(role), rights, sql.Literal(secret(role)))
            connection.execute(sql.SQL("{} ROLE {} LOGIN NOSUPERUSER {} PASSWORD {}").format(*parts))
        connection.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(sql.Identifier(OWNER)))
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            names = (sql.Identifier(DATABASE), sql.Identifier(OWNER))
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))
    with psycopg.connect(url.replace("/postgres?", f"/{DATABASE}?"), autocommit=True) as connection:
        for extension in ("btree_gist", "pg_trgm", "unaccent"):
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
