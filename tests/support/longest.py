"""Which tests and journeys begin: those that take longest, whatever order chance gave the others.

Two processes take file after file. A file of half a minute that comes last leaves one of them waiting for the other.
"""

from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
# Of the tests the files of seven seconds or more, of the journeys those of ten, the longest first; then what is left of the
# journeys' own folder.
_FIRST = (
    "tests/architecture/test_access_matrix.py",
    "tests/security/test_exclusion.py",
    "tests/core/test_apply_walls.py",
    "tests/signals/test_start.py",
    "tests/security/test_nothing_leaks.py",
    "tests/architecture/test_few_queries.py",
    "tests/signals/test_walks.py",
    "tests/security/test_restricted.py",
    "tests/cases/test_case_pages.py",
    "tests/architecture/test_looks.py",
    "tests/core/test_cleaning.py",
    "tests/signals/test_told_elsewhere.py",
    "tests/core/test_documents.py",
    "tests/mensenhandel/test_list_sizes.py",
    "tests/architecture/test_walk_of_signals.py",
    "tests/architecture/test_walk_of_lists.py",
    "tests/architecture/test_walk_of_others.py",
    "tests/architecture/test_walk_of_sent.py",
    "tests/journeys/test_what_was_noticed.py",
    "tests/journeys/test_signal_to_report.py",
    "tests/journeys/test_list_taken_over.py",
    "tests/journeys/test_looking_an_address_up.py",
    "tests/journeys/test_who_and_what.py",
    "tests/journeys/test_keeping_a_table.py",
    "tests/journeys/test_bad_input.py",
    "tests/journeys/test_leading_a_meeting.py",
    "tests/demo/test_world.py",
    "tests/journeys/test_two_about_one_and_elsewhere.py",
    "tests/jobs/test_killed_workers.py",
    "tests/core/test_components_in_browser.py",
    "tests/journeys/",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The other tests stay in the order they have. A file that is no more, or is called otherwise, is said aloud."""
    if gone := [name for name in _FIRST if not (_ROOT / name).exists()]:
        message = f"{__name__} names what is not there: {', '.join(gone)}"
        raise pytest.UsageError(message)
    items.sort(key=lambda item: _rank(item.nodeid))


def _rank(nodeid: str) -> int:
    return next((number for number, beginning in enumerate(_FIRST) if nodeid.startswith(beginning)), len(_FIRST))
