"""What the chain costs an event: the database's function that links events, against the same rows put in bare.

    bin/benchmark chain

Both as the owner, on a copy of the test database; prints medians per event and their ratio.
"""

import json
import statistics
import sys
import time

from django.db import connections, transaction

from audit.recording import columns
from tests.factories.log import event
from tests.support.database import CopiedDatabase

# Events of one unit of work: a page that was looked at, an operation, a job over many rows.
SIZES = (1, 5, 100)
WARM, TIMED = 20, 200
LINKED = "SELECT walls.append_events(%s::jsonb)"
BARE = """
    INSERT INTO audit_auditevent
    SELECT (jsonb_populate_record(NULL::audit_auditevent, given)).*
      FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS gathered(given, place) ORDER BY place
"""


def _rows(count: int, number: int) -> str:
    """Events as `audit.recording` hands them over, with a number and a hash for the bare ones."""
    places = range(1, count + 1)
    # Bare ones lie below every link of the function.
    bare = ({"number": -(1_000_000 * count + number * count + place), "hash": "\\x" + "00" * 32} for place in places)
    return json.dumps([columns(event()) | made for made in bare])


def _medians(count: int) -> list[float]:
    """Bare and linked, in microseconds per event.

    In turns, so that what else the machine does meets both. Each unit is a transaction of its own; its COMMIT is not
    counted.
    """
    taken: dict[str, list[float]] = {BARE: [], LINKED: []}
    for number in range(WARM + TIMED):
        for statement, times in taken.items():
            rows = _rows(count, number)
            with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
                began = time.perf_counter()
                cursor.execute(statement, [rows])
                times.append((time.perf_counter() - began) * 1_000_000 / count)
    return [statistics.median(times[WARM:]) for times in taken.values()]


def main() -> None:
    """Every size, bare and linked, then the table."""
    database = CopiedDatabase()
    database.set_up()
    try:
        with connections["owner"].cursor() as cursor:
            cursor.execute("CREATE POLICY bare ON audit_auditevent FOR INSERT TO CURRENT_USER WITH CHECK (true)")
        found = [(count, *_medians(count)) for count in SIZES]
    finally:
        database.tear_down()
    sys.stdout.write(f"\n{'Events of one unit':<26}{'bare':>22}{'in a chain':>22}{'ratio':>9}\n")
    for count, bare, linked in found:
        sys.stdout.write(f"{count:<26}{f'{bare:.0f} µs':>22}{f'{linked:.0f} µs':>22}{linked / bare:>9.2f}\n")
