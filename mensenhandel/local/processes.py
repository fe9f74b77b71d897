"""Is a process of before still there, and is it the one we mean? Process ids are used again."""

import contextlib
import os
import signal
import time
from pathlib import Path


def alive(pid: int) -> bool:
    """True while the process runs (a dead one that nobody has collected does not count)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _stat(pid)[:1] != ["Z"]


def works_in(pid: int, folder: Path) -> bool:
    """True when the process's current folder is `folder`, or when this system does not tell."""
    if not Path("/proc/self").exists():
        return True
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except OSError:
        return False


def birth(pid: int) -> str:
    """A mark that a later process with the same id does not have; empty when this system does not tell."""
    fields = _stat(pid)
    return fields[19] if fields else ""


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the command's name (which may hold spaces)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def end(pid: int, patience: float = 10.0, *, group: bool = False) -> None:
    """Ask the process (or its group) to stop, wait, and then end it."""
    send = os.killpg if group else os.kill
    for number, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 2.0)):
        with contextlib.suppress(ProcessLookupError):
            send(pid, number)
        if wait_until_gone(pid, seconds):
            return


def wait_until_gone(pid: int, seconds: float) -> bool:
    """True as soon as the process is gone; False when it outlives the wait."""
    deadline = time.monotonic() + seconds
    while alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
