"""The whole application as people use it: a server, a worker, a browser, and the demo world of one fixed day.

The world is built once, in a database that serves as template; each journey gets a copy of its own, served over loopback
by the app role. Time stands on the Monday after the world was built and runs from there, for server and worker alike.
"""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.plugin import DjangoDbBlocker

from core.unit import unit_of_work
from core.workdays import AMSTERDAM
from jobs.models import Job
from jobs.runner import run
from municipalities.clients import make_client
from municipalities.models import Organisation
from tests.support import contexts
from tests.support.database import CopiedDatabase
from tests.support.serving import serving

from .visitor import Visitor

NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=AMSTERDAM)
DESK, PHONE = (1280, 900), (390, 844)
PATIENCE = 30_000  # milliseconds
expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Site:
    """Where the application answers, and the program of a partner that may use its API."""

    url: str
    client_id: str
    secret: str


@pytest.fixture
def site(
    django_db_setup: CopiedDatabase,
    demo_world: CopiedDatabase,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Site]:
    """Server and worker on a fresh copy of the demo world."""
    # The browser's driver runs an event loop in this thread; the queries here are ours, between its steps.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    database = django_db_setup.beside("journey", original=demo_world.copy)
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=True):
        database.renew()
        _set_day()
        client_id, secret = _program()
        stop = threading.Event()
        worker = threading.Thread(target=_work, args=(stop,))
        with serving() as address:
            worker.start()
            yield Site(address, client_id, secret)
            stop.set()
            worker.join()
        connections.close_all()
        database.tear_down()


def _set_day() -> None:
    """The database has a clock of its own, by which it judges what was switched on until when."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION walls.today() RETURNS date LANGUAGE sql STABLE"
            f" SET search_path = pg_catalog, pg_temp AS $$ SELECT DATE '{NOW:%Y-%m-%d}' $$"
        )


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
    """`visit("Wilma Windvaan", PHONE)`: that person, signed in (""; nobody), in a browser of that size; `script=False`: no JavaScript."""
    opened: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def begin(name: str, size: tuple[int, int] = DESK, *, script: bool = True) -> Visitor:
        width, height = size
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            locale="nl-NL",
            accept_downloads=True,
            java_script_enabled=script,
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        visitor = Visitor(context.new_page(), width, script=script)
        visitors.append(visitor)
        if name:
            visitor.sign_in(name)
        return visitor

    yield begin
    for context in opened:
        context.close()
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []
