"""One process that keeps web, worker and beat running and stops all of them together.

A process that ends is started again, each time after a longer pause; one that keeps ending stops everything, because
a web site without a worker looks well and makes no report. Each process gets its own session, so that Ctrl-C reaches
the supervisor alone, and is asked to stop by the system when the supervisor itself is killed.
`var/processes.json` lets the next start clear what a kill left behind.
"""

import ctypes
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from . import processes
from .places import BASE, LOGS, VAR
from .screen import Stop, say

RECORD = VAR / "processes.json"
TICK = 0.2
PAUSES = (0.0, 1.0, 2.0, 4.0, 8.0)
STEADY_SECONDS = 60.0
LOG_LIMIT = 5_000_000
ASK_TO_STOP_WHEN_PARENT_DIES = 1


@dataclass
class Process:
    """One process to keep running, and how often it ended lately."""

    name: str
    command: list[str]
    running: subprocess.Popen[bytes] | None = None
    ends: int = 0
    began: float = 0.0
    start_at: float = 0.0

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return LOGS / f"{self.name}.log"

    def start(self, env: Mapping[str, str]) -> None:
        """Start it, with its output in its log."""
        if self.log.is_file() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as handle:
            self.running = subprocess.Popen(
                self.command,
                cwd=BASE,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=subprocess.STDOUT,
                umask=0o077,  # mails and schedule of the demo are for its owner alone
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        self.began = time.monotonic()

    def note_end(self) -> int | None:
        """The exit code when it ended since the last look; plans the next start."""
        code = None if self.running is None else self.running.poll()
        if code is None:
            return None
        now = time.monotonic()
        self.ends = 1 if now - self.began > STEADY_SECONDS else self.ends + 1
        self.running = None
        if self.ends >= len(PAUSES):
            message = f"Read var/log/{self.log.name}: {self.name} keeps ending (last with code {code})."
            raise Stop(message)
        self.start_at = now + PAUSES[self.ends]
        return code


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ASK_TO_STOP_WHEN_PARENT_DIES, signal.SIGTERM)


@dataclass
class Supervisor:
    """Keeps the processes running until it is asked to stop."""

    wanted: list[Process]
    env: Mapping[str, str]
    # Called every second; it puts right what the processes need (the servers below them).
    watch: Callable[[], None]
    asked: int = field(default=0, init=False)

    def __enter__(self) -> "Supervisor":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)
        for process in self.wanted:
            process.start(self.env)
        self._record()
        return self

    def __exit__(self, *_: object) -> None:
        """Ask all to stop, wait, and end those that do not."""
        running = [process for process in reversed(self.wanted) if process.running is not None]
        for process in running:
            if process.running is not None:
                process.running.terminate()
        deadline = time.monotonic() + 20
        for process in running:
            self._wait(process, deadline)
        RECORD.unlink(missing_ok=True)

    def _wait(self, process: Process, deadline: float) -> None:
        while process.running is not None and process.running.poll() is None:
            if time.monotonic() > deadline or self.asked > 1:
                processes.end(process.running.pid, patience=0, group=True)
                process.running.wait()
            time.sleep(0.02)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked += 1

    def run(self, until: Callable[[], bool] = lambda: False) -> None:
        """Look after the processes until somebody asks to stop, or `until` says it is enough."""
        last_watch = time.monotonic()
        while not self.asked and not until():
            self.look()
            if time.monotonic() - last_watch > 1:
                self.watch()
                last_watch = time.monotonic()
            time.sleep(TICK)

    def look(self) -> None:
        """Note what ended, start what is due."""
        changed = False
        for process in self.wanted:
            code = process.note_end()
            if code is not None:
                say(f"{process.name} ended with code {code}; starting it again (var/log/{process.log.name}).")
            if process.running is None and time.monotonic() >= process.start_at:
                process.start(self.env)
                changed = True
        if changed:
            self._record()

    def _record(self) -> None:
        pids = [process.running.pid for process in self.wanted if process.running is not None]
        RECORD.write_text(json.dumps({str(pid): processes.birth(pid) for pid in pids}))


def clear_leftovers() -> int:
    """End what a killed supervisor left running. Says how many it was."""
    if not RECORD.is_file():
        return 0
    left: dict[str, str] = json.loads(RECORD.read_text() or "{}")
    ours = [int(pid) for pid, birth in left.items() if birth and processes.birth(int(pid)) == birth]
    for pid in ours:
        processes.end(pid, patience=5, group=True)
    RECORD.unlink()
    return len(ours)
