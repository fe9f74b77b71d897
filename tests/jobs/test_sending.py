import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from typing import Any

import pytest
import time_machine
from celery import Celery
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from pytest_django import DjangoCaptureOnCommitCallbacks

from jobs import operations, registry, runner, sweeper, tasks
from jobs.models import Job
from jobs.operations import RUN_TASK, enqueue
from jobs.registry import Recurrence, Runner, UnknownKind, job, recurring
from jobs.states import FIRST_RESEND, LAST_RESEND, MAX_ATTEMPTS, JobState
from tests.jobs.conftest import effects, leave_effect
from tests.support.world import World

type KindOf = Callable[[Runner], str]
type Sent = list[tuple[str, ...]]


def make_due(row: Job) -> None:
    Job.objects.filter(pk=row.pk).update(send_at=Now() - timedelta(seconds=1))


def test_the_message_carries_the_id_and_goes_after_the_commit(
    world: World, kind: KindOf, sent: Sent, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = enqueue(kind(leave_effect), owner_id=world.wilma.pk, hat="focal_officer", municipality_id=world.goes.pk)
        assert sent == []
    assert sent == [(RUN_TASK, str(made.pk))]


def test_a_cause_that_is_undone_leaves_no_job(world: World, kind: KindOf, sent: Sent) -> None:
    name = kind(leave_effect)
    with transaction.atomic():
        enqueue(name, owner_id=None)
        transaction.set_rollback(True)
    assert not Job.objects.filter(kind=name).exists()


def test_the_same_key_gives_the_same_job(world: World, kind: KindOf) -> None:
    name = kind(leave_effect)
    first = enqueue(name, owner_id=None, idempotency_key="letter-1")
    assert enqueue(name, owner_id=None, idempotency_key="letter-1") == first
    assert enqueue(name, owner_id=None, idempotency_key="letter-2") != first
    assert enqueue(name, owner_id=None) != enqueue(name, owner_id=None)
    assert Job.objects.filter(kind=name).count() == 4


def test_a_kind_without_runner_is_refused_when_it_is_asked(world: World) -> None:
    with pytest.raises(UnknownKind):
        enqueue("test.nobody_runs_this", owner_id=None)


def test_while_the_broker_is_down_the_row_stays_and_the_sweeper_sends_it(
    world: World,
    kind: KindOf,
    sent: Sent,
    broker_down: Callable[[], Any],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with broker_down(), django_capture_on_commit_callbacks(execute=True):
        made = enqueue(kind(leave_effect), owner_id=None)
    assert sweeper.sweep() == 0, "just sent: it gets its minute"
    make_due(made)
    with broker_down():
        assert sweeper.sweep() == 0
    assert sweeper.sweep() == 1
    assert sent == [(RUN_TASK, str(made.pk))]
    runner.run(made.pk)
    make_due(made)
    assert sweeper.sweep() == 0
    assert effects() == 1


@pytest.mark.parametrize("broker", ["redis+socket:///nowhere/valkey.sock", "redis://127.0.0.1:9/0"])
def test_a_broker_that_is_not_there_costs_a_request_no_time(broker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = Celery(broker=broker, set_as_current=False)
    elsewhere.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(operations, "current_app", elsewhere)
    waits: list[float] = []
    monkeypatch.setattr("kombu.utils.functional.sleep", waits.append)
    assert not operations.send(uuid.uuid4())
    assert waits == [], "left to itself the client waits and tries again for six seconds"


def test_the_pauses_between_sendings_grow_to_a_quarter_of_an_hour(world: World, kind: KindOf, sent: Sent) -> None:
    assert [sweeper.pause(n) / FIRST_RESEND for n in range(6)] == [1, 2, 4, 8, 15, 15]
    assert sweeper.pause(1000) == LAST_RESEND
    made = enqueue(kind(leave_effect), owner_id=None)
    make_due(made)
    sweeper.sweep()
    made.refresh_from_db()
    assert made.sends == 1
    assert sweeper.sweep() == 0


def test_a_job_whose_worker_died_is_sent_again_when_its_lease_is_over(world: World, kind: KindOf, sent: Sent) -> None:
    made = enqueue(kind(leave_effect), owner_id=None)
    runner.claim(made.pk)
    make_due(made)
    assert sweeper.sweep() == 0
    Job.objects.filter(pk=made.pk).update(lease_until=Now() - timedelta(seconds=1))
    assert sweeper.sweep() == 1


def test_a_job_that_killed_three_workers_goes_to_a_person(world: World, kind: KindOf, sent: Sent) -> None:
    made = enqueue(kind(leave_effect), owner_id=None)
    for _ in range(MAX_ATTEMPTS):
        assert runner.claim(made.pk) is not None
        Job.objects.filter(pk=made.pk).update(lease_until=Now() - timedelta(seconds=1))
    assert runner.claim(made.pk) is None
    sweeper.sweep()
    made.refresh_from_db()
    assert (made.state, made.error, sent) == (JobState.MANUAL, "worker_lost", [])


@pytest.mark.parametrize("message", [(), (None,), ("geen id",), ("1; DROP TABLE jobs_job",), ({"a": 1},)])
def test_a_foreign_message_in_the_queue_does_nothing(world: World, message: tuple[Any, ...]) -> None:
    tasks.run_job(*message)


def test_a_message_about_a_job_that_is_not_there_does_nothing(world: World) -> None:
    tasks.run_job(str(uuid.uuid4()), "more", what="ever")


# Recurring kinds.


NIGHTLY = Recurrence("test.nightly", timedelta(days=1), clock(3, 10))
HOURLY = Recurrence("test.hourly", timedelta(hours=1))


def test_a_daily_kind_has_one_turn_a_day_from_its_time_on_in_the_netherlands() -> None:
    assert sweeper.turn_of(NIGHTLY, datetime(2026, 7, 1, 1, 9, tzinfo=UTC)) == ""
    assert sweeper.turn_of(NIGHTLY, datetime(2026, 7, 1, 1, 10, tzinfo=UTC)) == "2026-07-01"
    assert sweeper.turn_of(NIGHTLY, datetime(2026, 7, 1, 21, 59, tzinfo=UTC)) == "2026-07-01"
    assert sweeper.turn_of(NIGHTLY, datetime(2026, 7, 1, 22, 0, tzinfo=UTC)) == ""


def test_an_hourly_kind_has_one_turn_an_hour() -> None:
    at_ten = sweeper.turn_of(HOURLY, datetime(2026, 7, 1, 10, 0, tzinfo=UTC))
    assert sweeper.turn_of(HOURLY, datetime(2026, 7, 1, 10, 59, 59, tzinfo=UTC)) == at_ten
    assert sweeper.turn_of(HOURLY, datetime(2026, 7, 1, 11, 0, tzinfo=UTC)) != at_ten


def test_a_recurring_kind_is_made_once_a_turn_however_often_the_clock_ticks(
    world: World, monkeypatch: pytest.MonkeyPatch, sent: Sent
) -> None:
    monkeypatch.setitem(registry.KINDS, "test.hourly", registry.Kind("test.hourly", leave_effect, "Elk uur"))
    monkeypatch.setattr(sweeper, "RECURRENCES", {"test.hourly": HOURLY})
    made = set()
    for minute in (0, 1, 59, 60):
        with time_machine.travel(datetime(2026, 7, 1, 10, 0, tzinfo=UTC) + timedelta(minutes=minute), tick=False):
            made |= {row.pk for row in sweeper.start_due()}
    assert len(made) == 2


def test_a_tick_starts_sends_and_mails(world: World, sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.KINDS, "test.hourly", registry.Kind("test.hourly", leave_effect, "Elk uur"))
    monkeypatch.setattr(sweeper, "RECURRENCES", {"test.hourly": HOURLY})
    tasks.tick()
    (row,) = Job.objects.filter(kind="test.hourly")
    make_due(row)
    tasks.tick()
    assert (RUN_TASK, str(row.pk)) in sent


def test_jobs_that_ended_a_month_ago_are_cleared(world: World, kind: KindOf) -> None:
    name = kind(leave_effect)
    rows = [enqueue(name, owner_id=None) for _ in range(3)]
    for row in rows[:2]:
        runner.run(row.pk)
    Job.objects.filter(pk=rows[0].pk).update(finished_at=Now() - timedelta(days=31))
    clear = enqueue("jobs.clear", owner_id=None)
    runner.run(clear.pk)
    assert set(Job.objects.filter(kind=name).values_list("pk", flat=True)) == {rows[1].pk, rows[2].pk}


def test_two_functions_cannot_run_one_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "KINDS", {})
    job("test.twice")(leave_effect)
    job("test.twice")(leave_effect)
    with pytest.raises(ValueError, match="Two functions"):
        job("test.twice")(lambda _job, _actor: None)


@pytest.mark.parametrize(("every", "at"), [(timedelta(seconds=30), None), (timedelta(hours=1), clock(3, 0))])
def test_a_recurrence_that_cannot_be_is_refused(every: timedelta, at: clock | None) -> None:
    with pytest.raises(ValueError, match="a minute or more"):
        recurring("test.often", every=every, at=at)
