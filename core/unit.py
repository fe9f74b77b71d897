"""One unit of work: a transaction with the events that are written as its last statements.

A request, a job run and a command each open one unit. What happens is *gathered* during the unit and written just
before COMMIT (taking the lock of an audit chain early made requests wait for each other). When that writing fails, the
whole unit fails: nothing is shown or kept that is not in the log.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction


@dataclass(slots=True)
class Unit:
    """What is known of the unit that runs now.

    `origin`: network address of the asker, or "job" / "command"; `request_id` stands in every event of the unit.
    `raised`: versions of rows that no event tells of yet (audit/versions.py). `passed_bsn`: fields with a number of which the
    writer said that it is no BSN, until the operation that keeps them has told so. `in_danger`: it is about somebody who is in
    direct danger now, so no form asks whether a number is a BSN.
    """

    origin: str = ""
    request_id: uuid.UUID = field(default_factory=uuid.uuid4)
    gathered: list[Any] = field(default_factory=list)
    raised: dict[str, int] = field(default_factory=dict)
    passed_bsn: list[str] = field(default_factory=list)
    in_danger: bool = False


# Hooks that write what was gathered; `audit` adds its own in `ready()`, because it lies above this library.
BEFORE_COMMIT: list[Callable[[Unit], None]] = []

_current: ContextVar[Unit | None] = ContextVar("unit", default=None)


def current_unit() -> Unit:
    """The unit that runs now. RuntimeError outside one: whatever happens there would leave no trace."""
    unit = _current.get()
    if unit is None:
        message = "No unit of work is open: use core.unit.unit_of_work()."
        raise RuntimeError(message)
    return unit


def is_in_danger() -> bool:
    """Whether the unit that runs now is about somebody in direct danger; not so outside one."""
    unit = _current.get()
    return unit is not None and unit.in_danger


@contextmanager
def unit_of_work(origin: str = "command") -> Iterator[Unit]:
    """A transaction (a savepoint inside another one) that ends by writing what was gathered.

    The request middleware opens it with the network address as `origin`. An exception, or
    `transaction.set_rollback(True)`, undoes all of it, the events included.
    """
    unit = Unit(origin=origin)
    token = _current.set(unit)
    try:
        with transaction.atomic():
            yield unit
            if not transaction.get_rollback():
                for write in BEFORE_COMMIT:
                    write(unit)
    finally:
        _current.reset(token)


def once(key: uuid.UUID) -> None:
    """Let two units that carry the same key pass one after the other, until the end of the transaction.

    A form that is sent twice at the same moment then finds the row that the first sending made.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int & 0x7FFF_FFFF_FFFF_FFFF])


@contextmanager
def passing_bsn(fields: Iterable[str]) -> Iterator[None]:
    """What an operation keeps in here holds, in these fields, a number that the writer said to be no BSN."""
    given = list(fields)
    if given:
        current_unit().passed_bsn[:] = given
    try:
        yield
    finally:
        if given:
            current_unit().passed_bsn.clear()
