"""Real processes: a worker as `bin/start` runs it, killed at every point, with a broker that stops, forgets and lies.

The other tests of jobs play this inside one process (test_runner.py). Here nothing is played but the passing of time: a lease
of minutes is over when the test says so in the row.
"""

import os
import signal
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from celery import Celery
from django.conf import settings
from django.db.models.functions import Now
from pytest_django.plugin import DjangoDbBlocker
from redis import Redis

from accounts.models import User
from core.workdays import today
from jobs import operations, sweeper
from jobs.models import Job
from jobs.operations import RUN_TASK, enqueue
from jobs.states import JobState
from mensenhandel.local import valkey
from mensenhandel.local.places import BASE, Places
from mensenhandel.local.start import _processes
from municipalities.models import MunicipalityRole
from tests.support.database import CopiedDatabase
from tests.support.own_server import passing_places
from tests.support.world import World

from . import paused_kinds as kinds

# Not among the quick tests: it starts three workers, which takes most of its ten seconds.
pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("own_database")]

PATIENCE = 20.0  # seconds for what takes three on a quiet machine
PASSWORD = "a-password-of-this-test"
HAT = "focal_officer"


def until(holds: Callable[[], object], what: str) -> None:
    """Wait for it, and no longer than `PATIENCE`."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            pytest.fail(f"waited in vain: {what}")
        time.sleep(0.05)


@dataclass
class Broker:
    """A Valkey of this test's own."""

    places: Places

    @property
    def url(self) -> str:
        return valkey.address(self.places, PASSWORD)

    def start(self) -> None:
        assert valkey.start(self.places, PASSWORD)

    def stop(self) -> None:
        valkey.stop(self.places)

    def say(self, *command: str | bytes) -> None:
        with Redis(unix_socket_path=str(self.places.sockets / "valkey.sock"), password=PASSWORD) as client:
            client.execute_command(*command)


@dataclass
class Worker:
    """A worker with two processes, as `bin/start` starts it."""

    broker: Broker
    log: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        [command] = [one.command for one in _processes(1) if one.name == "worker"]
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
            "WORKER_DATABASE": str(settings.DATABASES["default"]["NAME"]),
            "WORKER_BROKER": self.broker.url,
        }
        with self.log.open("ab") as log:
            began = subprocess.Popen(  # noqa: S603  our own command
                command, cwd=BASE, env=env, stdout=log, stderr=log, start_new_session=True
            )
        self.running.append(began)

    def has_lost_one(self) -> bool:
        """Whether one that was started is gone by itself."""
        return any(one.poll() is not None for one in self.running)

    def kill(self) -> None:
        """Worker and its processes at once, as a machine that stops."""
        while self.running:
            died = self.running.pop()
            if died.poll() is None:
                os.killpg(died.pid, signal.SIGKILL)
            died.wait(PATIENCE)


@contextmanager
def held_at(kind: str) -> Iterator[Callable[[], int]]:
    """Who runs a job of this kind waits while the block lasts. Gives who waits: its process id, 0 while nobody does."""
    told = settings.DATABASES["default"]
    address = {"dbname": told["NAME"], "user": told["USER"], "password": told["PASSWORD"], "host": told["HOST"]}
    with psycopg.connect(**address, port=told["PORT"] or None, autocommit=True) as session:
        session.execute("SELECT pg_advisory_lock(hashtext(%s))", [kind])

        def waits() -> int:
            asked = "SELECT application_name FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = %s"
            names = [str(row[0]) for row in session.execute(asked, [told["NAME"]]).fetchall()]
            return next((int(name.split()[-1]) for name in names if name.startswith(f"{kind} ")), 0)

        yield waits


@pytest.fixture
def own_database(django_db_setup: CopiedDatabase, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What the workers commit lies beside the databases of other tests."""
    database = django_db_setup.beside("workers")
    with django_db_blocker.unblock():
        database.renew()
        with database.in_use():
            yield
        database.tear_down()


@pytest.fixture
def broker() -> Iterator[Broker]:
    with passing_places() as places:
        own = Broker(places)
        own.start()
        try:
            yield own
        finally:
            own.stop()


@pytest.fixture
def worker(broker: Broker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    app = Celery(broker=broker.url, set_as_current=False)
    app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(operations, "current_app", app)
    own = Worker(broker, tmp_path / "worker.log")
    try:
        yield own
    finally:
        own.kill()
        app.close()


def ask(kind: str, owner: User | None = None) -> Job:
    """A job of this kind, committed and (where the broker takes it) sent."""
    return enqueue(kind, owner_id=owner.pk if owner else None, hat=HAT if owner else "")


def state(row: Job) -> str:
    return Job.objects.get(pk=row.pk).state


def effects(*rows: Job) -> list[int]:
    """How often the work of each stayed."""
    return [User.objects.filter(email__startswith=str(row.pk)).count() for row in rows]


def time_passes() -> None:
    """Leases are over and the sweeper may send again."""
    Job.objects.filter(lease_until__isnull=False).update(lease_until=Now() - timedelta(seconds=1))
    Job.objects.update(send_at=Now() - timedelta(seconds=1))
    sweeper.sweep()


def done(*rows: Job) -> None:
    until(lambda: all(state(row) == JobState.DONE for row in rows), "the jobs to be done")


def test_each_effect_is_there_once_whoever_dies_and_whatever_is_lost(worker: Worker, broker: Broker) -> None:
    world = World()
    # In the queue before anybody reads it: well-formed messages that nobody of us sent.
    foreign = Celery(broker=broker.url, set_as_current=False)
    for task, args in (
        ("nobody.knows", ("x",)),
        (RUN_TASK, (str(uuid.uuid4()),)),
        (RUN_TASK, ({"kind": kinds.PLAIN},)),
    ):
        foreign.send_task(task, args=args)
    foreign.close()

    # A process of the worker dies with a job that it only claimed: the worker lives, another process takes it up.
    with held_at(kinds.BEFORE) as waits:
        claimed = ask(kinds.BEFORE, owner=world.koos)
        worker.start()
        until(waits, "the first job to begin")
        os.kill(waits(), signal.SIGKILL)
        time_passes()
    done(claimed)

    # All of it dies, with one job written and not committed, and one committed of which the broker was not told.
    with held_at(kinds.WRITTEN) as writes, held_at(kinds.COMMITTED) as commits:
        written, committed = ask(kinds.WRITTEN), ask(kinds.COMMITTED)
        until(lambda: writes() and commits(), "both jobs to be where they wait")
        worker.kill()
        assert effects(claimed, written, committed) == [1, 0, 1]

    # Meanwhile the broker forgets what waits in it, and then is away; a request does not wait for it.
    forgotten, refused = ask(kinds.PLAIN, owner=world.koos), ask(kinds.PLAIN, owner=world.wilma)
    broker.say("FLUSHALL")
    broker.stop()
    began = time.monotonic()
    unsent = ask(kinds.PLAIN)
    assert time.monotonic() - began < 1
    broker.start()
    assert MunicipalityRole.objects.filter(user=world.wilma).update(valid_until=today() - timedelta(days=1))

    # What is no message at all is dropped, and the worker goes on.
    for rubbish in (b"\x00 geen bericht", b"[]", b"{}"):
        broker.say("LPUSH", "celery", rubbish)
    worker.start()
    until(lambda: "from the queue; 3 since" in worker.log.read_text(), "it to be dropped and counted")
    operations.send(committed.pk)  # as the broker does with what nobody confirmed
    time_passes()
    done(written, committed, forgotten, unsent)
    until(lambda: state(refused) == JobState.FAILED, "the job of who lost her role to be refused")

    # The broker is started again under a worker that lives.
    broker.stop()
    broker.start()
    last = ask(kinds.PLAIN, owner=world.koos)
    done(last)
    assert effects(claimed, written, committed, forgotten, unsent, last) == [1] * 6
    assert effects(refused) == [0]
    assert Job.objects.get(pk=committed.pk).attempts == 1
    assert not worker.has_lost_one()
