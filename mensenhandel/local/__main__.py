"""`python -m mensenhandel.local COMMAND`, in `.venv`. What comes before `.venv` exists is in prepare.py."""

import argparse
import signal
import sys
from collections.abc import Callable

from .places import Places, make_var
from .screen import Stop, say, step
from .servers import Servers
from .start import start, stop_running
from .testing import test


def servers() -> None:
    """Start PostgreSQL and Valkey, those for development and those that tests alone use, and leave them running."""
    for places, title in ((Places.find(), "Servers in var/"), (Places.find(scratch=True), "Servers of the tests")):
        with step(f"{title} (PostgreSQL, Valkey)") as outcome:
            ours = Servers(places)
            started = ours.start()
            ours.keep.touch()
            outcome.remark = f"started {' and '.join(started)}" if started else "already running"


def stop() -> None:
    """Stop what `bin/start` keeps running, and both servers."""
    make_var()
    if stop_running():
        say("       Stopped the bin/start that ran in this folder.")
    with step("Stop the servers in var/") as outcome:
        stopped = []
        for ours in (Servers(), Servers(Places.find(scratch=True))):
            ours.keep.unlink(missing_ok=True)
            stopped += ours.stop()
        outcome.remark = " and ".join(stopped) or "none was running"


COMMANDS: dict[str, Callable[..., None]] = {"start": start, "test": test, "servers": servers, "stop": stop}


def main() -> int:
    """Run one command; a failure is one sentence."""
    parser = argparse.ArgumentParser(prog="python -m mensenhandel.local")
    parser.add_argument("command", choices=COMMANDS)
    chosen, rest = parser.parse_known_args()
    if rest and chosen.command != "test":
        parser.error(f"{chosen.command} takes nothing more: {' '.join(rest)}")
    # Asked to stop while setting up: leave as after Ctrl-C, so that what was started is stopped.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        COMMANDS[chosen.command](*rest)
    except Stop as reason:
        say(str(reason))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
