"""The command `stop` ends a running `bin/start` too: it would start the servers again."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from mensenhandel.local import processes, start
from mensenhandel.local.screen import Stop

HOLD = """
import sys, time
from pathlib import Path
from mensenhandel.local import start
start.LOCK, start.RUNNING, start.clear_leftovers = Path(sys.argv[1]), Path(sys.argv[2]), lambda: 0
with start._alone():
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "LOCK", tmp_path / "start.lock")
    monkeypatch.setattr(start, "RUNNING", tmp_path / "start.pid")


@pytest.fixture
def running() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLD, str(start.LOCK), str(start.RUNNING)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_stop_ends_the_start_that_runs_here(running: subprocess.Popen[str]) -> None:
    assert start.stop_running()
    assert not processes.alive(running.pid)
    assert not start.stop_running()


def test_a_start_that_fails_leaves_no_number_of_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "clear_leftovers", lambda: 0)
    monkeypatch.setattr(start, "port", Mock(side_effect=Stop("The port is taken.")))
    with pytest.raises(Stop, match="taken"):
        start.start()
    assert not start.RUNNING.exists()


def test_a_process_that_got_the_same_id_later_is_left_alone(running: subprocess.Popen[str]) -> None:
    start.RUNNING.write_text(f"{running.pid} 1")
    with pytest.raises(Stop, match="Ctrl-C"):
        start.stop_running()
    assert processes.alive(running.pid)


def test_without_a_start_there_is_nothing_to_end(tmp_path: Path) -> None:
    start.RUNNING.write_text("1 1")
    assert not start.stop_running()
