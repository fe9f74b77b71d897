"""`bin/test` reads for the journeys only the files that have some."""

from mensenhandel.local.testing import _with_journeys
from mensenhandel.settings.paths import BASE_DIR


def test_every_file_of_the_folder_of_journeys_is_read_and_those_elsewhere_too() -> None:
    read = set(_with_journeys())
    folder = {str(path.relative_to(BASE_DIR)) for path in (BASE_DIR / "tests" / "journeys").glob("test_*.py")}
    assert folder <= read
    assert {"tests/architecture/test_walk_of_sent.py", "tests/jobs/test_killed_workers.py"} <= read - folder
