"""Which function runs a kind of job, and which kinds come back by the clock.

Apps register in their `tasks` module, which every process loads:

    @job("reports.make", label="Rapport maken", result_url=edition_url)
    def make_report(job: Job, actor: Actor) -> None: ...

    @recurring("signals.remind", every=timedelta(hours=1))
    def remind(job: Job, actor: Actor) -> None: ...

A runner gets the actor as the roles say *now*, inside one transaction with that actor's context; it calls operations and
loads rows through the gate. It may run twice and must only write to the database: whatever it wrote is undone unless it
was the attempt that ended the job.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta

from core.access import Actor

from .models import Job

type Runner = Callable[[Job, Actor], None]
type ResultUrl = Callable[[Job], str]

SHORTEST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job. `label`: what its page is called; `result_url`: where the result is seen, when there is a page.

    `way_back`: where one goes on when there is no result.
    """

    name: str
    runner: Runner
    label: str
    result_url: ResultUrl | None = None
    way_back: ResultUrl | None = None


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A kind that starts by itself: every so often, or (`at`) once a day from that time on in the Netherlands."""

    kind: str
    every: timedelta
    at: time | None = None


KINDS: dict[str, Kind] = {}
RECURRENCES: dict[str, Recurrence] = {}


class UnknownKind(LookupError):
    """No runner has this name: the code that made the job is newer or older than this process."""

    code = "unknown_kind"


def job(
    name: str, *, label: str = "Opdracht", result_url: ResultUrl | None = None, way_back: ResultUrl | None = None
) -> Callable[[Runner], Runner]:
    """Register the runner of a kind. ValueError when another function has that name."""

    def register(runner: Runner) -> Runner:
        known = KINDS.get(name)
        if known is not None and (known.runner.__module__, known.runner.__qualname__) != (
            runner.__module__,
            runner.__qualname__,
        ):
            message = f"Two functions run jobs of kind {name}."
            raise ValueError(message)
        KINDS[name] = Kind(name, runner, label, result_url, way_back)
        return runner

    return register


def recurring(name: str, *, every: timedelta, at: time | None = None) -> Callable[[Runner], Runner]:
    """Register a runner that starts by itself, for nobody in particular. `every`: a minute or more; a day with `at`."""
    if every < SHORTEST or (at is not None and every != timedelta(days=1)):
        message = f"{name}: every is a minute or more, and a day when there is a time."
        raise ValueError(message)

    def register(runner: Runner) -> Runner:
        job(name)(runner)
        RECURRENCES[name] = Recurrence(name, every, at)
        return runner

    return register


def kind_of(name: str) -> Kind:
    """The registered kind. Raises UnknownKind."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(name) from None
