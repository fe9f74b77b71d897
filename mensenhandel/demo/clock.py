"""The one place where the demo world decides what time it is, and what chance brings.

A story happened weeks ago, and its steps are the real operations, which ask Django for the time. So a build sets that
time: inside `at(moment)` every `timezone.now()` of this process gives `moment`. Keys and references that an operation
draws at random come from a seeded source inside `settled(seed)`, so that the same day and seed give the same world.
Both hold within the command only; the database keeps its own clock (it judges whether a context has expired), and the
secrets of sealed fields stay truly random.
"""

import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

import cases.birds
import cases.operations.opening
import core.references
from municipalities.operations import emergency
from signals.operations import concerning, drafts, elsewhere, portable, taking_over


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside the block it is `moment`, which must know its time zone."""
    with _replaced(timezone, "now", lambda: moment):
        yield


@contextmanager
def settled(seed: str) -> Iterator[None]:
    """Inside the block keys, references and working names are drawn from `seed`."""
    source = random.Random(seed)  # noqa: S311  the opposite of a secret: the same in every build
    drawn = SimpleNamespace(choice=lambda signs: _choice(source, signs))

    def drawn_key() -> uuid.UUID:
        return uuid.UUID(int=source.getrandbits(128), version=4)

    with ExitStack() as stack:
        stack.enter_context(_replaced(core.references, "secrets", drawn))
        stack.enter_context(_replaced(cases.birds, "secrets", drawn))
        # These draw the key of a row themselves, before they make it.
        for module in (emergency, concerning, drafts, elsewhere, portable, taking_over):
            stack.enter_context(_replaced(module, "uuid", SimpleNamespace(**vars(uuid) | {"uuid4": drawn_key})))
        for field in _random_keys():
            stack.enter_context(_default(field, drawn_key))
        yield


@contextmanager
def working_name(name: str) -> Iterator[None]:
    """Inside the block a new case is called so."""
    with _replaced(cases.operations.opening, "draw_name", lambda _taken: name):
        yield


def _choice[T](source: random.Random, signs: Sequence[T]) -> T:
    return signs[source.randrange(len(signs))]


def _random_keys() -> Iterator["models.Field[Any, Any]"]:
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if field.default is uuid.uuid4:
                yield field


@contextmanager
def _default(field: "models.Field[Any, Any]", make: Callable[[], uuid.UUID]) -> Iterator[None]:
    # Django keeps the callable once it was asked for, so the kept one is replaced too.
    with _replaced(field, "default", make), _replaced(field, "_get_default", make):
        yield


@contextmanager
def _replaced(owner: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)
