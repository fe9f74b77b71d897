"""A test database in a tenth of a second (walls.md 8).

Building one takes seconds: migrate as the owner, apply the walls, fill the small world. So it is built once, as a
*template* whose name says from which code; every test process copies it. Tests sign in as the app role, as production
does. They may not TRUNCATE, so a test that committed throws its copy away and takes a new one.
"""

import contextlib
import copy
import datetime as dt
import hashlib
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from psycopg import sql
from psycopg.conninfo import make_conninfo

from core.walls.apply import app_role
from core.walls.bootstrap import prepare_database
from core.walls.grants import database_grants
from core.walls.tables import declared
from mensenhandel.settings.paths import BASE_DIR
from tests.support import world

# The role that reads the log is not needed for pages; servers of your own may lack it.
ALIASES = tuple(
    alias
    for alias in ("default", "owner", "throttle", "auditor", "sealer", "report", "loader")
    if alias in settings.DATABASES
)
KEPT_TEMPLATES = 3
# What decides how a fresh database looks, beside the declarations and migrations.
SOURCES = ("core/walls", "core/management", "audit", "municipalities", "accounts", "tests/support")
COPY = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
CUT_OFF = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename IS NOT NULL"


@dataclass
class CopiedDatabase:
    """The database of this test process: a copy of the template."""

    base: str = field(default_factory=lambda: str(settings.DATABASES["default"]["NAME"]))

    def __post_init__(self) -> None:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
        self.template = f"test_{self.base}_{fingerprint()}"
        self.copy = f"test_{self.base}_{worker}_{os.getpid()}"

    def beside(self, name: str, original: str = "") -> "CopiedDatabase":
        """Another copy for this process, of the template or of `original`: `renew` makes it, `tear_down` ends it."""
        other = copy.copy(self)
        other.base, other.template = self.copy, original or self.template
        other.copy = f"{self.copy.rpartition('_')[0]}_{name}_{os.getpid()}"
        return other

    def set_up(self) -> None:
        """Make the template when it is not there, and the copy."""
        self.make_template()
        self.renew()

    def make_template(self) -> None:
        """Build it, when there is none of this code."""
        self._make(self.template, self._build)

    def filled_template(self, fill: Callable[[], None], kind: str = "") -> str:
        """The name of another template, with what `fill` writes in it as well; built when there is none.

        None of this code; with `kind`, which says what is in it: none of that kind with tables as these.
        """
        name = f"{self.template}_{kind or f'filled{fingerprint_of_all()}'}"

        def build(server: psycopg.Connection, unfinished: str) -> None:
            server.execute(COPY.format(sql.Identifier(unfinished), sql.Identifier(self.template)))
            for grant in database_grants(unfinished, app_role()):
                server.execute(grant)
            _point_to(unfinished)
            fill()

        before = str(settings.DATABASES["default"]["NAME"])
        self._make(name, build)
        _point_to(before)
        return name

    def _make(self, name: str, build: Callable[[psycopg.Connection, str], None]) -> None:
        """Under another name until it is whole, so that a broken build is never taken for a template."""
        with self._server() as server:
            # One process builds, the others wait here.
            server.execute("SELECT pg_advisory_lock(hashtext('test template'))")
            self._clear_leftovers(server, {self.template, name})
            if not _exists(server, name):
                unfinished = f"{name}_new"
                _drop(server, unfinished)
                build(server, unfinished)
                for alias in ALIASES:
                    connections[alias].close()
                names = {"unfinished": sql.Identifier(unfinished), "template": sql.Identifier(name)}
                server.execute(sql.SQL("ALTER DATABASE {unfinished} RENAME TO {template}").format(**names))
                now = dt.datetime.now(dt.UTC)  # noqa: TID251  the real time, whatever a test says
                made = sql.Literal(now.isoformat())
                server.execute(sql.SQL("COMMENT ON DATABASE {template} IS {made}").format(made=made, **names))
        _point_to(self.base)

    def renew(self, original: str = "") -> None:
        """A fresh copy, of the template or of `original`; whoever was connected to the one before is cut off."""
        original = original or self.template
        with self._server() as server:
            _drop(server, self.copy)
            # A template may have no visitors: the browser's event loop keeps connections of its own in this thread.
            server.execute(CUT_OFF, [original])
            server.execute(COPY.format(sql.Identifier(self.copy), sql.Identifier(original)))
            for grant in database_grants(self.copy, app_role()):
                server.execute(grant)
        _point_to(self.copy)

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """This process works in the copy while the block runs, and where it worked before after it."""
        before = str(settings.DATABASES["default"]["NAME"])
        _point_to(self.copy)
        try:
            yield
        finally:
            _point_to(before)

    def tear_down(self) -> None:
        """Drop the copy and point back to where the settings say."""
        with self._server() as server:
            _drop(server, self.copy)
        _point_to(self.base)

    @contextlib.contextmanager
    def _server(self) -> Iterator[psycopg.Connection]:
        """The owner's connection to the server, outside any database that comes and goes."""
        for alias in ALIASES:
            connections[alias].close()
        with psycopg.connect(_address("postgres"), autocommit=True) as server:
            yield server

    def _build(self, server: psycopg.Connection, unfinished: str) -> None:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
        server.execute(create.format(sql.Identifier(unfinished)))
        with psycopg.connect(_address(unfinished), autocommit=True) as inside:
            prepare_database(inside, str(inside.info.user))
        _point_to(unfinished)
        call_command("migrate", verbosity=0, interactive=False)
        world.build()

    def _clear_leftovers(self, server: psycopg.Connection, wanted: Collection[str]) -> None:
        """Copies of processes that are gone, and templates of code that has long changed."""
        rows = server.execute(
            "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname LIKE %s",
            [f"test\\_{self.base}\\_%"],
        ).fetchall()
        for name, _made in rows:
            process = name.rpartition("_")[2]
            if process.isdigit() and not Path("/proc", process).exists():
                _drop(server, name)
        templates = sorted((made, name) for name, made in rows if made and name not in wanted)
        for _made, name in templates[: -KEPT_TEMPLATES or None]:
            _drop(server, name)


def _exists(server: psycopg.Connection, name: str) -> bool:
    return server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _point_to(name: str) -> None:
    for alias in ALIASES:
        connections[alias].close()
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def _address(database: str) -> str:
    owner = settings.DATABASES["owner"]
    names = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return make_conninfo(dbname=database, **{key: str(owner[name]) for key, name in names.items() if owner[name]})


def fingerprint() -> str:
    """Changes when a fresh database would look different."""
    found = hashlib.sha256(repr([settings.WALLS_KEY, settings.SEAL_KEYS, app_role()]).encode())
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for key in sorted(loader.disk_migrations):
        found.update(repr(key).encode())
    for table in sorted(declared().tables, key=lambda table: table.name):
        found.update(
            repr((table.name, table.wall, sorted(table.rights), table.columns, table.keys, table.sealed)).encode()
        )
    for path in sorted(_sources()):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def fingerprint_of_all() -> str:
    """Changes with any line of the application or of what tests make rows with."""
    found = hashlib.sha256()
    for folder in (*(config.label for config in _own_apps()), "core", "tests/factories", "tests/architecture/matrix"):
        for path in sorted((BASE_DIR / folder).rglob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()[:8]


def _own_apps() -> Iterator[AppConfig]:
    return (config for config in apps.get_app_configs() if config.path == str(BASE_DIR / config.label))


def _sources() -> Iterator[Path]:
    for folder in SOURCES:
        yield from (path for path in (BASE_DIR / folder).rglob("*") if path.is_file() and path.suffix != ".pyc")
    for config in _own_apps():
        yield from (*Path(config.path, "migrations").glob("*.py"), *Path(config.path).glob("*.sql"))
