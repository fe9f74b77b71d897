"""One process keeps the others running, and ends them with itself."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mensenhandel.local import processes, supervisor
from mensenhandel.local.screen import Stop
from mensenhandel.local.supervisor import Process, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
FAIL = [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(supervisor, "LOGS", tmp_path)
    monkeypatch.setattr(supervisor, "RECORD", tmp_path / "processes.json")
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def supervise(*commands: list[str]) -> Supervisor:
    wanted = [Process(f"process{number}", command) for number, command in enumerate(commands)]
    return Supervisor(wanted, os.environ, watch=lambda: None)


def keep_running(found: Supervisor) -> None:
    with found:
        found.run()


def pid_of(process: Process) -> int | None:
    return process.running.pid if process.running else None


def test_a_killed_process_is_started_again() -> None:
    with supervise(SLEEP) as found:
        process = found.wanted[0]
        first = pid_of(process)
        assert first
        os.kill(first, signal.SIGKILL)
        deadline = time.monotonic() + 10
        found.run(until=lambda: pid_of(process) not in {first, None} or time.monotonic() > deadline)
        assert pid_of(process) not in {first, None}


def test_a_process_that_keeps_ending_stops_everything_and_names_its_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "PAUSES", (0.0, 0.0, 0.0))
    found = supervise(SLEEP, FAIL)
    with pytest.raises(Stop, match="process1"):
        keep_running(found)
    assert found.wanted[0].running is not None
    assert found.wanted[0].running.returncode is not None


def test_what_a_process_writes_is_for_its_owner_alone(tmp_path: Path) -> None:
    mail = tmp_path / "mail"
    with supervise([sys.executable, "-c", f"open({str(mail)!r}, 'w').close(); import time; time.sleep(60)"]) as found:
        deadline = time.monotonic() + 10
        found.run(until=lambda: mail.exists() or time.monotonic() > deadline)
        assert mail.stat().st_mode & 0o777 == 0o600


def test_being_asked_to_stop_ends_all(tmp_path: Path) -> None:
    with supervise(SLEEP, SLEEP) as found:
        pids = [pid_of(process) for process in found.wanted]
        os.kill(os.getpid(), signal.SIGTERM)
        found.run()
    assert not any(processes.alive(pid) for pid in pids if pid)
    assert not (tmp_path / "processes.json").exists()


def test_what_a_killed_supervisor_left_is_ended_but_not_another_process_with_that_id(tmp_path: Path) -> None:
    left = subprocess.Popen(SLEEP, start_new_session=True)
    other = subprocess.Popen(SLEEP, start_new_session=True)
    record = {str(left.pid): processes.birth(left.pid), str(other.pid): "of an earlier life"}
    (tmp_path / "processes.json").write_text(json.dumps(record))
    try:
        assert supervisor.clear_leftovers() == 1
        assert left.wait(5) != 0
        assert processes.alive(other.pid)
    finally:
        other.kill()
        other.wait()
