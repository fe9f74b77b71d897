"""The whole application as people use it: a server, a worker, a browser, and the demo world of one fixed day.

The world is built once, in a database that serves as template; each journey gets a copy of its own, served over loopback
by the app role. Time stands on the Monday after the world was built and runs from there, for server and worker alike.
"""

import datetime as dt
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Browser, BrowserContext
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from core.unit import unit_of_work
from core.workdays import AMSTERDAM
from jobs.models import Job
from jobs.runner import run
from municipalities.clients import make_client
from municipalities.models import Organisation
from tests.support import contexts
from tests.support.database import CopiedDatabase

from .visitor import Visitor

BUILT_ON = dt.date(2026, 11, 21)
SEED = 7
NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=AMSTERDAM)
DESK, PHONE = (1280, 900), (390, 844)
PATIENCE = 30_000  # milliseconds


class CopyOfThis(CopiedDatabase):
    """A copy of the database that this process uses now, and goes back to."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.template = self.base
        self.copy = f"{self.base.rpartition('_')[0]}_{name}_{os.getpid()}"

    def renew(self) -> None:
        # The browser's event loop keeps connections of its own in this thread; a template may have none.
        with self._server() as server:
            cut_off = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename IS NOT NULL"
            )
            server.execute(cut_off, [self.template])
        super().renew()


@pytest.fixture(scope="session")
def demo_world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """From here on the database holds the demo world."""
    options = {"no_pdf": True, "client_file": tmp_path_factory.mktemp("demo") / "client.env"}
    with django_db_blocker.unblock():
        database = CopyOfThis("demo")
        database.renew()
        try:
            call_command("build_demo", day=BUILT_ON, seed=SEED, rebuild=True, stdout=StringIO(), **options)
            yield
        finally:
            database.tear_down()


@dataclass(frozen=True)
class Site:
    """Where the application answers, and the program of a partner that may use its API."""

    url: str
    client_id: str
    secret: str


@pytest.fixture
def site(demo_world: None, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Server and worker on a fresh copy of the demo world."""
    # The browser's driver runs an event loop in this thread; the queries here are ours, between its steps.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    database = CopyOfThis("journey")
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=True):
        database.renew()
        client_id, secret = _program()
        server = LiveServer("127.0.0.1")
        stop = threading.Event()
        worker = threading.Thread(target=_work, args=(stop,))
        worker.start()
        yield Site(server.url, client_id, secret)
        stop.set()
        worker.join()
        server.stop()
        connections.close_all()
        database.tear_down()


def _program() -> tuple[str, str]:
    with unit_of_work("test"), contexts.everywhere():
        inspectorate = Organisation.objects.get(name="Nederlandse Arbeidsinspectie (demo)")
        return make_client(inspectorate, name="Proefkoppeling", scopes=("signalen", "doormeldingen"))


def _work(stop: threading.Event) -> None:
    """What the worker does, without a broker in between: run whatever waits."""
    while not stop.wait(0.2):
        for job_id in list(Job.objects.claimable().values_list("pk", flat=True)):
            run(job_id)
    connections.close_all()


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """`visit("Wilma Windvaan", PHONE)`: that person, signed in, in a browser of that size."""
    opened: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def begin(name: str, size: tuple[int, int] = DESK) -> Visitor:
        width, height = size
        context = browser.new_context(
            base_url=site.url, viewport={"width": width, "height": height}, locale="nl-NL", accept_downloads=True
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        visitor = Visitor(context.new_page(), width)
        visitors.append(visitor)
        visitor.sign_in(name)
        return visitor

    yield begin
    for context in opened:
        context.close()
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []
