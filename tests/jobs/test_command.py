import uuid
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models.functions import Now

from core.documents import PangoMissing
from jobs import runner
from jobs.models import Job
from jobs.operations import enqueue
from jobs.registry import Runner
from jobs.states import JobState
from tests.jobs.conftest import leave_effect
from tests.support.world import World

type KindOf = Callable[[Runner], str]


def say(*args: str) -> str:
    out = StringIO()
    call_command("jobs", *args, stdout=out)
    return out.getvalue()


def without_pango(job: Job, actor: object) -> None:
    raise PangoMissing


def test_it_lists_what_needs_a_person_and_nothing_else(world: World, kind: KindOf) -> None:
    stuck = enqueue(kind(without_pango), owner_id=None)
    fresh, waiting, done = (enqueue(kind(leave_effect), owner_id=None) for _ in range(3))
    runner.run(stuck.pk)
    runner.run(done.pk)
    Job.objects.filter(pk=waiting.pk).update(created_at=Now() - timedelta(hours=1))
    said = say()
    assert str(stuck.pk) in said
    assert "pango_missing" in said
    assert str(waiting.pk) in said
    assert str(fresh.pk) not in said
    assert str(done.pk) not in said
    assert "2 jobs and 0 mails need a person." in said


def test_it_gives_a_job_another_chance(world: World, kind: KindOf) -> None:
    stuck = enqueue(kind(without_pango), owner_id=None)
    runner.run(stuck.pk)
    assert "queued again" in say("retry", str(stuck.pk))
    assert Job.objects.get(pk=stuck.pk).state == JobState.QUEUED


def test_what_has_ended_well_or_is_not_there_gets_none(world: World, kind: KindOf) -> None:
    done = enqueue(kind(leave_effect), owner_id=None)
    runner.run(done.pk)
    for job_id in (done.pk, uuid.uuid4()):
        with pytest.raises(CommandError, match="no such job"):
            say("retry", str(job_id))
    with pytest.raises(CommandError, match="Say which job"):
        say("retry")
