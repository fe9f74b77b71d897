"""Four eyes, a hold and the job that erases at the same moment, with real commits: who came first decides, and both know it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from audit.models import AuditEvent
from core.errors import WrongState
from core.unit import unit_of_work
from jobs import runner
from jobs.models import Job
from municipalities.codes import Role
from municipalities.roles import give
from signals import operations
from signals.models import Erasure, Hold, Signal
from signals.operations import erasing
from signals.operations.anonymising import forget_words
from tests.factories import retention as past
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.threads import at_once
from tests.support.world import FIRST, World

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "throttle"]),
    pytest.mark.usefixtures("own_counts"),
]
type ClientOf = Callable[..., OutsideClient]


@contextmanager
def looking() -> Iterator[None]:
    with unit_of_work("test"), contexts.everywhere():
        yield


def proposed(world: World) -> tuple[Signal, Erasure]:
    signal = past.past_its_day(world)
    return signal, past.put_forward(world, signal)


def test_of_two_who_agree_at_the_same_moment_one_did_and_the_other_hears_it(client_of: ClientOf) -> None:
    world = World()
    with looking():
        _, erasure = proposed(world)
        give(world.goes, world.vera.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    browsers = [client_of(who, "privacy_officer") for who in (world.person("Vince"), world.vera)]
    url, pressed = reverse("signals:agree-erasure", args=[erasure.pk]), {"version": erasure.version}
    answers = at_once(*(lambda b=b: b.post(url, pressed | {"hat": "privacy_officer"}) for b in browsers))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert Job.objects.filter(object_id=erasure.pk).count() == 1
    with looking():
        told = AuditEvent.objects.unscoped(reason="test").filter(event="signals.erasure_agreed", result="done")
        assert told.count() == 1


def test_a_hold_that_comes_while_the_job_erases_waits_and_hears_that_it_is_too_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world, erased, waits = World(), threading.Event(), threading.Event()
    with looking():
        signal, erasure = proposed(world)
        past.agreed(world, erasure)
        job = past.job_of(erasure)

    def slowly(rows: Any) -> None:
        erased.set()
        waits.wait(20)
        time.sleep(0.3)
        forget_words(rows)

    def hold() -> str:
        erased.wait(20)
        with looking():
            waits.set()
            try:
                operations.hold_signal(actor=past.officer(world), longer=past.longer(signal))
            except WrongState as refused:
                return str(refused)
        return "held"

    monkeypatch.setattr(erasing, "forget_words", slowly)
    _, said = at_once(lambda: runner.run(job.pk), hold)
    assert "al geanonimiseerd" in said
    with looking():
        assert past.again(signal).is_anonymised
        assert not Hold.objects.unscoped(reason="test").exists()


def test_a_hold_that_came_just_before_the_job_is_obeyed() -> None:
    world, held = World(), threading.Event()
    with looking():
        signal, erasure = proposed(world)
        past.agreed(world, erasure)
        job = past.job_of(erasure)

    def hold() -> None:
        with looking():
            operations.hold_signal(actor=past.officer(world), longer=past.longer(signal))
            held.set()
            time.sleep(0.5)  # the job has begun, and sees nothing of this yet

    def work() -> None:
        held.wait(20)
        runner.run(job.pk)

    at_once(hold, work)
    with looking():
        assert past.again(signal).facts
        assert past.lines_of(erasure) == {signal.reference: "set_aside"}
        assert Erasure.objects.unscoped(reason="test").get(pk=erasure.pk).count == 0


def test_what_a_killed_job_began_is_undone_and_done_once_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    with looking():
        signal, erasure = proposed(world)
        past.agreed(world, erasure)
        job = past.job_of(erasure)

    def dies(_rows: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "forget_words", dies)
        with pytest.raises(SystemExit):
            runner.run(job.pk)
    with looking():
        assert past.again(signal).facts
        assert Erasure.objects.unscoped(reason="test").get(pk=erasure.pk).state == "ordered"
    Job.objects.filter(pk=job.pk).update(lease_until=Now())
    for _ in range(2):  # the sweeper sends it again, and once too often
        runner.run(job.pk)
    job.refresh_from_db()
    with looking():
        assert past.again(signal).is_anonymised
        proof = Erasure.objects.unscoped(reason="test").get(pk=erasure.pk)
        assert (job.state, proof.state, proof.count) == ("done", "done", 1)
