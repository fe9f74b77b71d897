"""A real Valkey that is flushed, stopped, restarted and written to by strangers: each job's effect appears exactly once.

The worker is played: the queue is read and each message handed to the task, as Celery does. What becomes of a job when its
worker dies stands in tests/jobs/test_runner.py.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from queue import Empty

import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db.models.functions import Now

from jobs import operations, sweeper, tasks
from jobs.models import Job
from jobs.registry import Runner
from jobs.states import MAX_ATTEMPTS, JobState
from mensenhandel.local import valkey
from mensenhandel.local.places import Places
from municipalities.models import MunicipalityRole
from tests.jobs.conftest import effects, leave_effect
from tests.jobs.conftest import kind as kind
from tests.local.conftest import places as places
from tests.support.world import World

type KindOf = Callable[[Runner], str]

PASSWORD = "alleen-voor-de-proef"


class Broker:
    """A Valkey of its own, and the queue in it."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.app = Celery(broker=valkey.address(places, PASSWORD), set_as_current=False)
        self.app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS

    def start(self) -> None:
        valkey.start(self.places, PASSWORD)

    def stop(self) -> None:
        valkey.stop(self.places)

    def client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.places.sockets / "valkey.sock"), password=PASSWORD)

    def taken(self) -> list[list[object]]:
        """The arguments of every message that waits; they are gone from the queue then."""
        found: list[list[object]] = []
        with self.app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue, suppress(Empty):
            while True:
                message = queue.get(block=False)
                found.append(list(message.payload[0]))
                message.ack()
        return found


@pytest.fixture
def broker(places: Places, monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    broker = Broker(places)
    broker.start()
    monkeypatch.setattr(operations, "current_app", broker.app)
    yield broker
    broker.app.close()
    broker.stop()


def asked(kind: str, world: World) -> Job:
    """A job of Wilma, of which the message is on its way."""
    made = operations.enqueue(kind, owner_id=world.wilma.pk, hat="focal_officer")
    operations.send(made.pk)
    return made


def sweep_now() -> int:
    """As if the pause since the last sending was over."""
    Job.objects.update(send_at=Now() - timedelta(seconds=1))
    return sweeper.sweep()


def work(broker: Broker) -> None:
    """Every message to the task, as a worker does."""
    for arguments in broker.taken():
        tasks.run_job(*arguments)


def state_of(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def test_what_was_flushed_is_sent_again_and_done_once(broker: Broker, world: World, kind: KindOf) -> None:
    job = asked(kind(leave_effect), world)
    broker.client().flushall()
    work(broker)
    assert (state_of(job), effects()) == (JobState.QUEUED, 0)
    assert sweep_now() == 1
    assert sweep_now() == 1, "sent twice, for nobody took the first"
    work(broker)
    assert (state_of(job), job.attempts, effects()) == (JobState.DONE, 1, 1)


def test_while_it_is_stopped_nothing_is_lost_and_afterwards_all_is_done_once(
    broker: Broker, world: World, kind: KindOf
) -> None:
    before = asked(name := kind(leave_effect), world)
    broker.stop()
    during = asked(name, world)
    assert sweep_now() == 0
    broker.start()
    assert broker.taken() == [], "it keeps nothing on disk"
    assert sweep_now() == 2
    work(broker)
    assert [state_of(job) for job in (before, during)] == [JobState.DONE] * 2
    assert effects() == 2
    assert sweep_now() == 0


def test_what_a_stranger_writes_into_the_queue_does_nothing(broker: Broker, world: World, kind: KindOf) -> None:
    job = asked(kind(leave_effect), world)
    for arguments in (
        [],
        ["geen id"],
        ["'; DROP TABLE jobs_job; --"],
        [{"kind": "signals.end"}],
        [str(world.wilma.pk)],
    ):
        broker.app.send_task(operations.RUN_TASK, args=arguments, kwargs={"actor": "iedereen"}, ignore_result=True)
    for _ in range(3):
        operations.send(job.pk)
    work(broker)
    assert (state_of(job), job.attempts, effects()) == (JobState.DONE, 1, 1)
    assert Job.objects.count() == 1


def test_a_message_carries_a_number_and_nothing_else(broker: Broker, world: World, kind: KindOf) -> None:
    job = asked(kind(leave_effect), world)
    waiting = str(broker.client().lrange("celery", 0, -1))
    assert str(job.pk) in waiting
    assert broker.taken() == [[str(job.pk)]]
    for word in ("Windvaan", "windvaan", "focal_officer", "Goes"):
        assert word not in waiting


def test_rights_are_those_of_the_moment_in_which_it_runs(broker: Broker, world: World, kind: KindOf) -> None:
    job = asked(kind(leave_effect), world)
    MunicipalityRole.objects.filter(user=world.wilma).update(valid_until="2020-01-01")
    work(broker)
    assert (state_of(job), job.error, effects()) == (JobState.FAILED, "Forbidden", 0)


def test_after_three_attempts_somebody_must_look(broker: Broker, world: World, kind: KindOf) -> None:
    def fail(job: Job, _actor: object) -> None:
        leave_effect(job)
        raise ZeroDivisionError

    job = asked(kind(fail), world)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        work(broker)
        assert (state_of(job), job.attempts) == (
            JobState.QUEUED if attempt < MAX_ATTEMPTS else JobState.MANUAL,
            attempt,
        )
        sweep_now()
    assert (broker.taken(), effects()) == ([], 0)
