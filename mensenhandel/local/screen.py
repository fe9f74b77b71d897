"""What the person at the terminal reads: a line per step with its time, and one sentence when something fails."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class Stop(Exception):
    """Something only the reader can put right. The message is one sentence that says what to do."""


@dataclass
class Outcome:
    """What a step adds to its line, such as "already there"."""

    remark: str = ""


def say(line: str = "") -> None:
    """One line on the screen, at once (also when the output is a file)."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def step(title: str) -> Iterator[Outcome]:
    """Print `title`, its remark and the seconds it took."""
    began = time.monotonic()
    outcome = Outcome()
    try:
        yield outcome
    except BaseException:
        say(_line("failed", title, time.monotonic() - began))
        raise
    say(_line("ok", title + (f" ({outcome.remark})" if outcome.remark else ""), time.monotonic() - began))


def _line(word: str, title: str, seconds: float) -> str:
    return f"{word:<7}{title:<62}{seconds:7.1f} s"
