import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from audit.recording import record, record_refusal
from core import walls
from core.access import NOBODY, Actor
from core.documents import PangoMissing
from core.errors import Forbidden, WrongState
from core.unit import unit_of_work
from core.walls.signing import context
from jobs import progress, runner
from jobs.models import Job
from jobs.operations import enqueue, try_again
from jobs.registry import KINDS, RECURRENCES, Runner
from jobs.states import LEASE, MAX_ATTEMPTS, JobState
from municipalities.models import MunicipalityRole
from signals.events import SignalEvent
from tests.jobs.conftest import effects, leave_effect
from tests.support.killed import Killed
from tests.support.threads import at_once
from tests.support.world import World

type KindOf = Callable[[Runner], str]


def queued(kind: str, owner: User | None = None, hat: str = "") -> Job:
    return enqueue(kind, owner_id=owner.pk if owner else None, hat=hat)


def again(job: Job) -> Job:
    job.refresh_from_db()
    return job


def let_lease_expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def test_a_job_does_its_work_and_is_done(world: World, kind: KindOf) -> None:
    job = queued(kind(leave_effect), world.wilma)
    runner.run(job.pk)
    assert again(job).state == JobState.DONE
    assert (job.attempts, job.error, job.lease_until) == (1, "", None)
    assert job.finished_at is not None
    assert effects() == 1


def test_a_message_that_comes_twice_changes_nothing(world: World, kind: KindOf) -> None:
    job = queued(kind(leave_effect))
    runner.run(job.pk)
    runner.run(job.pk)
    assert (again(job).attempts, effects()) == (1, 1)


def test_a_job_that_another_worker_has_is_left_alone(world: World, kind: KindOf) -> None:
    job = queued(kind(leave_effect))
    assert runner.claim(job.pk) is not None
    runner.run(job.pk)
    assert (again(job).state, job.attempts, effects()) == (JobState.RUNNING, 1, 0)


def test_what_a_killed_worker_began_is_undone_and_done_once_by_the_next(world: World, kind: KindOf) -> None:
    def die_at_first(job: Job, actor: Actor) -> None:
        leave_effect(job)
        if job.attempts == 1:
            raise Killed

    job = queued(kind(die_at_first))
    with pytest.raises(Killed):
        runner.run(job.pk)
    assert (again(job).state, effects()) == (JobState.RUNNING, 0)
    runner.run(job.pk)
    assert again(job).attempts == 1, "the lease of the dead worker still holds"
    let_lease_expire(job)
    runner.run(job.pk)
    assert (again(job).state, job.attempts, effects()) == (JobState.DONE, 2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_comes_back_after_it_was_replaced_leaves_nothing(kind: KindOf) -> None:
    def be_replaced(job: Job, actor: Actor) -> None:
        leave_effect(job)
        if job.attempts == 1:
            at_once(lambda: let_lease_expire(job))
            at_once(lambda: runner.run(job.pk))

    job = queued(kind(be_replaced))
    runner.run(job.pk)
    assert (again(job).state, job.attempts, effects()) == (JobState.DONE, 2, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_the_same_moment_one_does_it(kind: KindOf) -> None:
    together = threading.Barrier(2)
    job = queued(kind(lambda job, _actor: leave_effect(job)))

    def work() -> None:
        together.wait(5)
        runner.run(job.pk)

    at_once(work, work)
    assert (again(job).state, job.attempts, effects()) == (JobState.DONE, 1, 1)


def test_a_failure_gives_it_back_and_the_third_hands_it_to_a_person(world: World, kind: KindOf) -> None:
    def fail(job: Job, actor: Actor) -> None:
        leave_effect(job)
        raise ZeroDivisionError

    job = queued(kind(fail))
    for attempt in range(1, MAX_ATTEMPTS):
        before = timezone.now()
        runner.run(job.pk)
        assert (again(job).state, job.attempts, job.error) == (JobState.QUEUED, attempt, "ZeroDivisionError")
        assert job.send_at > before + timedelta(seconds=50)
    runner.run(job.pk)
    assert (again(job).state, job.attempts, job.error) == (JobState.MANUAL, MAX_ATTEMPTS, "ZeroDivisionError")
    runner.run(job.pk)
    assert (again(job).attempts, effects()) == (MAX_ATTEMPTS, 0)


def test_after_a_failure_that_went_over_it_is_done_without_error(world: World, kind: KindOf) -> None:
    def fail_once(job: Job, actor: Actor) -> None:
        if job.attempts == 1:
            raise ZeroDivisionError
        leave_effect(job)

    job = queued(kind(fail_once))
    runner.run(job.pk)
    runner.run(job.pk)
    assert (again(job).state, job.error, effects()) == (JobState.DONE, "", 1)


def test_what_trying_again_cannot_help_goes_to_a_person_at_once(world: World, kind: KindOf) -> None:
    def without_pango(job: Job, actor: Actor) -> None:
        raise PangoMissing

    job = queued(kind(without_pango))
    runner.run(job.pk)
    assert (again(job).state, job.attempts, job.error) == (JobState.MANUAL, 1, "pango_missing")


def test_a_kind_that_this_process_does_not_know_waits_for_one_that_does(
    world: World, kind: KindOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = kind(leave_effect)
    job = queued(name)
    with monkeypatch.context() as patch:
        patch.setattr(runner, "kind_of", lambda _: (_ for _ in ()).throw(LookupError()))
        runner.run(job.pk)
    assert again(job).state == JobState.QUEUED
    runner.run(job.pk)
    assert again(job).state == JobState.DONE


def test_the_log_names_the_kind_of_failure_and_never_its_text(
    world: World, kind: KindOf, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(job: Job, actor: Actor) -> None:
        message = "Het slachtoffer heet Verzonnen Naam"
        raise ValueError(message)

    job = queued(kind(fail))
    runner.run(job.pk)
    assert "ValueError" in caplog.text
    assert "test_runner.py" in caplog.text
    assert "Verzonnen" not in caplog.text
    assert again(job).error == "ValueError"


# Rights.


def test_it_runs_with_the_rights_of_its_owner_as_they_are_now(world: World, kind: KindOf) -> None:
    seen: list[Actor] = []
    job = queued(kind(lambda _job, actor: seen.append(actor)), world.wilma, "focal_officer")
    runner.run(job.pk)
    assert (seen[0].user_id, seen[0].hat, seen[0].content) == (
        world.wilma.pk,
        "focal_officer",
        frozenset({world.goes.pk}),
    )


def test_its_context_in_the_database_is_exactly_that_actor(world: World, kind: KindOf) -> None:
    reached: list[object] = []

    def look(job: Job, actor: Actor) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT walls.user_id(), walls.content_ids(), walls.governance_ids()")
            reached.append(cursor.fetchone())

    runner.run(queued(kind(look), world.wilma).pk)
    assert reached == [(world.wilma.pk, [world.goes.pk], [world.goes.pk])]


def test_a_job_of_nobody_reaches_nothing(world: World, kind: KindOf) -> None:
    reached: list[object] = []

    def look(job: Job, actor: Actor) -> None:
        assert actor == NOBODY
        with connection.cursor() as cursor:
            cursor.execute("SELECT walls.user_id(), walls.content_ids(), walls.dossier_ids(), walls.partner_ids()")
            reached.append(cursor.fetchone())

    runner.run(queued(kind(look)).pk)
    assert reached == [(None, [], [], [])]


def test_rights_withdrawn_after_the_asking_end_the_job_as_refused(world: World, kind: KindOf) -> None:
    job = queued(kind(leave_effect), world.wilma, "focal_officer")
    yesterday = timezone.localdate() - timedelta(days=1)
    MunicipalityRole.objects.filter(user=world.wilma).update(valid_until=yesterday)
    runner.run(job.pk)
    assert (again(job).state, job.error, effects()) == (JobState.FAILED, "Forbidden", 0)


def test_a_blocked_account_ends_the_job_as_refused(world: World, kind: KindOf) -> None:
    job = queued(kind(leave_effect), world.wilma)
    User.objects.filter(pk=world.wilma.pk).update(is_active=False)
    runner.run(job.pk)
    assert (again(job).state, job.error, effects()) == (JobState.FAILED, "Forbidden", 0)


def test_a_refusal_undoes_the_work_before_it_and_is_not_tried_again(world: World, kind: KindOf) -> None:
    def too_late(job: Job, actor: Actor) -> None:
        leave_effect(job)
        raise WrongState

    job = queued(kind(too_late), world.wilma)
    runner.run(job.pk)
    assert (again(job).state, job.error, job.attempts, effects()) == (JobState.FAILED, "WrongState", 1, 0)
    runner.run(job.pk)
    assert again(job).attempts == 1


def test_what_the_owner_cannot_see_any_more_ends_the_job_as_refused(world: World, kind: KindOf) -> None:
    def look(job: Job, actor: Actor) -> None:
        User.objects.get(email="weg@voorbeeld.example")

    job = queued(kind(look), world.wilma)
    runner.run(job.pk)
    assert (again(job).state, job.error, job.attempts) == (JobState.FAILED, "NotVisible", 1)


def test_of_a_refused_job_only_the_refusals_stay_in_the_log(world: World, kind: KindOf) -> None:
    def refused(job: Job, actor: Actor) -> None:
        record(next(iter(SignalEvent)), None, actor=actor)
        record_refusal("signals.view", None, actor=actor, detail={})
        record_refusal("signals.close", None, actor=actor, detail={}, denied=False)
        raise Forbidden

    runner.run(queued(kind(refused), world.wilma).pk)
    written = AuditEvent.objects.unscoped(reason="test").values_list("event", "result", "origin")
    assert set(written) == {("signals.view", "refused", "job"), ("signals.close", "impossible", "job")}


# Progress.


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_by_others_while_the_job_runs(kind: KindOf) -> None:
    seen: list[tuple[int, int, str, int]] = []

    def work(job: Job, actor: Actor) -> None:
        leave_effect(job)
        assert progress.report(job, 2, 5, "Cijfers tellen")
        with progress._own_connection() as other, other.cursor() as cursor:
            cursor.execute("SELECT progress_done, progress_total, progress_text FROM jobs_job WHERE id = %s", [job.pk])
            row = cursor.fetchone()
            cursor.execute("SELECT count(*) FROM accounts_user WHERE full_name LIKE 'Gevolg%%'")
            seen.append((*row, cursor.fetchone()[0]))

    job = queued(kind(work))
    runner.run(job.pk)
    assert seen == [(2, 5, "Cijfers tellen", 0)], "the progress is there, the work is not yet"
    assert again(job).state == JobState.DONE
    assert effects() == 1


@pytest.mark.django_db(transaction=True)
def test_a_report_of_progress_renews_the_lease(kind: KindOf) -> None:
    job = queued(kind(leave_effect))
    claimed = runner.claim(job.pk)
    assert claimed is not None
    Job.objects.filter(pk=job.pk).update(lease_until=Now() + timedelta(seconds=5))
    assert progress.report(claimed, 1, 2)
    lease = again(job).lease_until
    assert lease is not None
    assert lease > timezone.now() + LEASE - timedelta(seconds=20)


@pytest.mark.django_db(transaction=True)
def test_who_lost_the_job_hears_so_and_changes_nothing(kind: KindOf) -> None:
    job = queued(kind(leave_effect))
    first = runner.claim(job.pk)
    assert first is not None
    let_lease_expire(job)
    assert runner.claim(job.pk) is not None
    assert not progress.report(first, 1, 2, "Te laat")
    assert again(job).progress_text == ""


@pytest.mark.django_db(transaction=True)
def test_a_job_that_goes_through_many_rows_keeps_its_lease(kind: KindOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "BATCH", 2)
    claimed = runner.claim(queued(kind(leave_effect)).pk)
    assert claimed is not None
    Job.objects.filter(pk=claimed.pk).update(lease_until=Now() + timedelta(seconds=5))
    assert list(progress.in_batches(claimed, range(5), "Rijen nalopen")) == [0, 1, 2, 3, 4]
    job = again(claimed)
    assert (job.progress_done, job.progress_total, job.progress_text) == (2, 3, "Rijen nalopen")
    assert job.lease_until is not None
    assert job.lease_until > timezone.now() + LEASE - timedelta(seconds=20)


@pytest.mark.django_db(transaction=True)
def test_who_lost_the_job_stops_after_the_batch(kind: KindOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "BATCH", 2)
    claimed = runner.claim(queued(kind(leave_effect)).pk)
    assert claimed is not None
    let_lease_expire(claimed)
    assert runner.claim(claimed.pk) is not None
    done: list[int] = []
    with pytest.raises(progress.LeaseLost):
        done.extend(progress.in_batches(claimed, range(5), "Te laat"))
    assert len(done) <= 2


@pytest.mark.parametrize("name", sorted(name for name in RECURRENCES if name.startswith(("signals.", "cases."))))
def test_what_a_job_by_the_clock_signs_outlives_it(name: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    signed: list[timedelta] = []
    sign_all = walls.sign_all

    def noted(**given: Any) -> str:
        signed.append(given.get("lifetime", timedelta()))
        return sign_all(**given)

    monkeypatch.setattr(walls, "sign_all", noted)
    KINDS[name].runner(Job(), NOBODY)
    assert signed
    assert min(signed) > timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)


# Another chance.


def test_a_job_that_ended_without_result_can_get_its_attempts_again(world: World, kind: KindOf) -> None:
    def fail(job: Job, actor: Actor) -> None:
        raise PangoMissing

    name = kind(fail)
    job = queued(name)
    runner.run(job.pk)
    assert try_again(again(job))
    assert (again(job).state, job.attempts, job.finished_at) == (JobState.QUEUED, 0, None)
    assert not try_again(job)


def test_the_test_itself_has_no_say_in_the_context_of_a_job(world: World, kind: KindOf) -> None:
    def write_nowhere(job: Job, actor: Actor) -> None:
        leave_effect(job)

    with unit_of_work("test"), context(walls.NO_CONTEXT):
        job = queued(kind(write_nowhere), world.wilma)
        runner.run(job.pk)
    assert again(job).state == JobState.DONE
