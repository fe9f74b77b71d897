"""Running a program of somebody else: its words go to a log file, and into the sentence when it fails."""

import os
import subprocess
from collections.abc import Mapping, Sequence

from .places import BASE, LOGS
from .screen import Stop


def run(command: Sequence[str], log: str, advice: str, env: Mapping[str, str] | None = None) -> None:
    """Run to the end. `advice` says what to do when it fails, and goes before the program's last words."""
    path = LOGS / f"{log}.log"
    try:
        with path.open("w") as handle:
            done = subprocess.run(
                command,
                cwd=BASE,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=subprocess.STDOUT,
                check=False,
            )
    except FileNotFoundError as error:
        message = f"{advice} ({error.filename} is not on this machine.)"
        raise Stop(message) from error
    if done.returncode != 0:
        last = [line.strip() for line in path.read_text(errors="replace").splitlines() if line.strip()][-4:]
        message = f"{advice} (All of what it said is in {path.relative_to(BASE)}; the end was: {' / '.join(last)})"
        raise Stop(message)
