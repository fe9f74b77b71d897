"""The first steps of `bin/start` and `bin/test`, before anything is installed: the standard library alone.

    python3 -m mensenhandel.local.prepare demo start

Each step looks first whether its work was done before with the same files, so a second start passes in a moment. Then
the process becomes `python -m mensenhandel.local` in `.venv`.
"""

import fcntl
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from . import assets, packages, system
from .places import BASE, VAR, VENV, make_var
from .screen import Stop, say


def prepare(requirements: str, *, browser: bool) -> None:
    """Everything that must be on the machine: packages, system libraries, built assets."""
    make_var()
    with (VAR / "prepare.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        packages.virtual_environment()
        together(
            lambda: packages.install(requirements),
            lambda: _programs(browser=browser),
            _pages,
        )


def _programs(*, browser: bool) -> None:
    system.pango(required=browser)
    if browser:
        system.for_tests()


def _pages() -> None:
    assets.install()
    assets.build()


def together(*parts: Callable[[], None]) -> None:
    """Run the parts at the same time, as each mostly waits for a registry of its own. Stop with what each that failed says."""
    with ThreadPoolExecutor(max_workers=len(parts)) as pool:
        running = [pool.submit(part) for part in parts]
    reasons = []
    for part in running:
        try:
            part.result()
        except Stop as reason:
            reasons.append(str(reason))
    if reasons:
        raise Stop("\n".join(reasons))


def main(requirements: str) -> int:
    """Prepare; a failure is one sentence."""
    try:
        prepare(requirements, browser=requirements == "dev")
    except Stop as reason:
        say(str(reason))
        return 1
    except PermissionError as error:
        say(f"Run this as the owner of {BASE}, or in a copy of your own: no right to write {error.filename}.")
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130
    return 0


if __name__ == "__main__":
    # A run starts dozens of processes, and without it each would compile every package anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    _requirements, *_command = sys.argv[1:]
    if _code := main(_requirements):
        sys.exit(_code)
    _python = str(VENV / "bin" / "python")
    os.execv(_python, [_python, "-m", "mensenhandel.local", *_command])  # noqa: S606  the same process goes on there
