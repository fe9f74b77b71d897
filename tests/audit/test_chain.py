"""The chains of the log: every kind of meddling is found and its event named; what was only written stands."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import connections, transaction

from audit import chain
from audit.models import AuditEvent
from core.unit import unit_of_work
from tests.audit.chains import fill, needs_auditor, owner, relink, verified, write
from tests.audit.chains import (
    log as log,
)
from tests.audit.chains import (
    loose as loose,
)
from tests.factories.log import CHAIN, event
from tests.support.threads import at_once

pytestmark = [needs_auditor, pytest.mark.usefixtures("log")]

COLUMNS = sorted(str(field.column) for field in AuditEvent._meta.concrete_fields)
OTHER: dict[str, Any] = {
    "at": "2026-01-01T12:00:00Z",
    "detail": '{"stand": "bekeken"}',
    "hash": b"0" * 32,
    **dict.fromkeys(("actor_id", "municipality_id", "chain", "number"), 77),
    **dict.fromkeys(("id", "dossier_id", "request_id"), str(uuid.uuid4())),
}
COPY = """
    INSERT INTO audit_auditevent
    SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'number', %s::int))).*
      FROM audit_auditevent e WHERE chain = %s AND number = 3
"""


def broken() -> str:
    """What is said of the log, of which something does not hold."""
    with pytest.raises(CommandError) as refusal:
        verified()
    assert refusal.value.returncode == 1
    return str(refusal.value)


def test_what_was_written_is_found_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "BATCH", 4)
    fill()
    said = "The log is what was written: 8 events in 2 chains, compared with no file of pins."
    assert verified() == said


def test_an_empty_log_is_whole() -> None:
    assert verified().startswith("The log is what was written: 0 events in 0 chains")


def test_what_is_hard_to_write_in_one_way_only_is_hashed_the_same_by_both() -> None:
    odd = {"b": [1.50, None, True, "é\n\t\"\\'"], "a": {"z": 1, "aa": {}}, "emoji": "🙂"}
    write(
        event(detail=odd, purpose="12:3,4:-", hat=""),
        event(0, actor_id=None, dossier_id=None, detail={}, at="1999-12-31T23:59:59.999999+01:00"),
    )
    assert "2 events" in verified()


@pytest.mark.usefixtures("loose")
def test_a_change_of_any_column_is_found() -> None:
    fill()
    emptied = [("actor_id", None), ("dossier_id", None)]
    for column, value in [*((column, OTHER.get(column, "anders")) for column in COLUMNS), *emptied]:
        with meddled(column, value):
            assert f"in chain {CHAIN}, event 3 " in broken(), column
    assert "8 events" in verified()


@contextmanager
def meddled(column: str, value: Any) -> Iterator[None]:
    """The third event with another value, and its own again behind the block."""
    with connections["auditor"].cursor() as cursor:
        cursor.execute(f"SELECT id, {column}::text FROM audit_auditevent WHERE chain = %s AND number = 3", [CHAIN])  # noqa: S608  our own names
        third, own = cursor.fetchone()
    change = f"UPDATE audit_auditevent SET {column} = %s WHERE id = %s"  # noqa: S608  our own names
    owner(change, value, third)
    yield
    owner(change, own, value if column == "id" else third)


def test_an_event_that_was_taken_out_is_named() -> None:
    fill()
    owner("DELETE FROM audit_auditevent WHERE chain = %s AND number = 3", CHAIN)
    assert broken() == f"The log is not what was written: in chain {CHAIN}, event 3 is missing."


def test_an_event_that_was_taken_out_is_named_also_when_the_others_close_up() -> None:
    fill()
    owner("DELETE FROM audit_auditevent WHERE chain = %s AND number = 3", CHAIN)
    for number in (4, 5, 6):
        owner("UPDATE audit_auditevent SET number = %s WHERE chain = %s AND number = %s", number - 1, CHAIN, number)
    assert f"in chain {CHAIN}, event 3 " in broken()


def test_a_tail_that_was_cut_off_is_found_by_the_end_that_the_database_keeps() -> None:
    fill()
    owner("DELETE FROM audit_auditevent WHERE chain = %s AND number > 4", CHAIN)
    assert f"in chain {CHAIN}, event 5 is missing: the end was cut off" in broken()


def test_a_chain_that_is_gone_is_found() -> None:
    fill()
    owner("DELETE FROM audit_auditevent WHERE chain = %s", CHAIN)
    assert f"in chain {CHAIN}, event 1 is missing" in broken()


@pytest.mark.usefixtures("loose")
@pytest.mark.parametrize(("number", "named"), [(0, 0), (-5, -5), (3, 3), (7, 7), (99, 7)])
def test_an_event_that_was_put_in_is_found(number: int, named: int) -> None:
    fill()
    owner(COPY, number, CHAIN)
    assert f"in chain {CHAIN}, event {named} " in broken()


@pytest.mark.usefixtures("loose")
def test_an_event_that_was_put_in_between_is_found() -> None:
    fill()
    owner("UPDATE audit_auditevent SET number = number + 1 WHERE chain = %s AND number > 3", CHAIN)
    owner(COPY, 4, CHAIN)
    assert f"in chain {CHAIN}, event 4 " in broken()


def test_an_event_that_was_put_behind_the_end_is_found() -> None:
    fill()
    write(event())
    owner(
        "UPDATE audit_chainhead h SET number = 6, hash = e.hash"
        " FROM audit_auditevent e WHERE h.chain = %s AND e.chain = h.chain AND e.number = 6",
        CHAIN,
    )
    assert f"in chain {CHAIN}, event 7 stands behind the end" in broken()


@pytest.mark.usefixtures("loose")
@pytest.mark.parametrize("column", ["chain", "number"])
def test_an_event_outside_every_chain_is_found(column: str) -> None:
    fill()
    owner(f"UPDATE audit_auditevent SET {column} = NULL WHERE chain = %s AND number = 6", CHAIN)  # noqa: S608  our own names
    assert "lies in no chain" in broken()


def test_a_whole_copy_that_lies_before_the_log_hides_nothing() -> None:
    fill()
    owner("CREATE SCHEMA auditor")
    for table in ("audit_auditevent", "audit_chainhead"):
        owner(f"CREATE TABLE auditor.{table} AS SELECT * FROM {table}")  # noqa: S608  our own names
    owner("GRANT USAGE ON SCHEMA auditor TO auditor")
    owner("GRANT SELECT ON ALL TABLES IN SCHEMA auditor TO auditor")
    try:
        owner("DELETE FROM public.audit_auditevent WHERE chain = %s AND number = 3", CHAIN)
        assert f"in chain {CHAIN}, event 3 is missing" in broken()
    finally:
        owner("DROP SCHEMA auditor CASCADE")


@pytest.mark.usefixtures("loose")
@pytest.mark.parametrize("also", ["", ", hash = (SELECT o.hash FROM audit_auditevent o WHERE o.number = 7 - e.number)"])
def test_two_events_that_changed_places_are_found(also: str) -> None:
    fill()
    owner(f"UPDATE audit_auditevent e SET number = 7 - number{also} WHERE chain = %s AND number IN (3, 4)", CHAIN)  # noqa: S608  our own names
    assert f"in chain {CHAIN}, event 3 " in broken()


def test_an_end_of_another_hash_is_found() -> None:
    fill()
    owner("UPDATE audit_chainhead SET hash = %s WHERE chain = %s", b"0" * 32, CHAIN)
    assert f"in chain {CHAIN}, event 6 has another hash than the end" in broken()


def test_a_chain_that_was_made_anew_fits_itself() -> None:
    """What the pins are for: tests/audit/test_pins.py."""
    fill()
    owner("UPDATE audit_auditevent SET actor_id = 77 WHERE chain = %s AND number = 3", CHAIN)
    relink()
    assert "8 events" in verified()


def write_and_fail() -> None:
    with transaction.atomic():
        write(event(), event())
        raise ZeroDivisionError


def test_an_undone_transaction_leaves_no_gap() -> None:
    fill(2)
    with transaction.atomic():
        write(event(), event())
        transaction.set_rollback(True)
    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    write(event())
    assert verified().startswith("The log is what was written: 5 events")


def test_two_that_write_at_the_same_time_write_one_line() -> None:
    """The second waits for the end of the first; whichever comes first, the numbers go on without a gap."""
    gate = threading.Barrier(4)

    def work(chains: tuple[int, ...]) -> None:
        for _ in range(10):
            gate.wait(20)
            with unit_of_work("test") as unit:
                unit.gathered += [event(chain) for chain in chains]

    # In opposite order: without an order of its own, the function would make them wait for each other in a ring.
    at_once(*(lambda order=order: work(order) for order in ((12, 15, 0), (0, 15, 12)) * 2))
    assert verified().startswith("The log is what was written: 120 events in 3 chains")


def test_the_end_of_a_chain_is_held_by_the_last_statement_of_a_unit_only() -> None:
    fill(1)
    with unit_of_work("test") as unit:
        unit.gathered.append(event())
        # Somebody else writes to the same chain meanwhile, and does not wait.
        with connections["owner"].cursor() as other:
            other.execute("SET lock_timeout = '2s'")
            other.execute("SELECT FROM audit_chainhead WHERE chain = %s FOR UPDATE NOWAIT", [CHAIN])
    assert verified().startswith("The log is what was written: 4 events")
