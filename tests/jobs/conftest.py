"""Kinds of job for tests, and what they leave behind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from accounts.models import User
from core.access import Actor
from jobs import registry
from jobs.models import Job
from jobs.registry import Kind, Runner

EFFECT = "Gevolg van een opdracht"


def effects() -> int:
    """How often a job's work stayed."""
    return User.objects.filter(full_name=EFFECT).count()


def leave_effect(job: Job, _actor: Actor | None = None) -> None:
    """The work of a test job: one row more each time it is really done."""
    User.objects.create(email=f"{job.pk}-{job.attempts}-{effects()}@voorbeeld.example", full_name=EFFECT)


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[[Runner], str]:
    """`kind(runner)` registers the runner for this test and gives the name of its kind."""

    def register(runner: Runner) -> str:
        name = f"test.{len(registry.KINDS)}"
        monkeypatch.setitem(registry.KINDS, name, Kind(name, runner, "Proefopdracht", lambda job: f"/klaar/{job.pk}/"))
        return name

    return register


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What was sent to the broker, as (task, arguments...); the broker takes everything."""
    messages: list[tuple[str, ...]] = []

    def take(task: str, *, args: tuple[str, ...], **_: object) -> None:
        messages.append((task, *args))

    monkeypatch.setattr("jobs.operations.current_app.send_task", take)
    return messages


@pytest.fixture
def broker_down(monkeypatch: pytest.MonkeyPatch) -> Callable[[], object]:
    """Inside the block nothing reaches the broker."""

    @contextmanager
    def down() -> Iterator[None]:
        def refuse(*_: object, **__: object) -> None:
            raise ConnectionRefusedError

        with monkeypatch.context() as patch:
            patch.setattr("jobs.operations.current_app.send_task", refuse)
            yield

    return down
