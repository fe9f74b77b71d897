"""Ends of the chains, written down outside the database: in a file of another user than the server's.

Whoever may write to the database can make a chain anew, and then it fits again; it does not fit what was pinned. One line
per chain that grew: moment, chain, number of its last link, its hash. Lines are added and never changed.
"""

import datetime as dt
import fcntl
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class PinsRefused(Exception):
    """The file cannot be used as it is; one sentence."""


@dataclass(frozen=True, slots=True)
class Link:
    """The number of a link in its chain, and its hash (hexadecimal)."""

    number: int
    hash: str


# What the first link is made after.
START = Link(0, "")


@dataclass(frozen=True, slots=True)
class Pin:
    """A link that was written down."""

    at: dt.datetime
    chain: int
    link: Link

    def __str__(self) -> str:
        return f"{self.at.isoformat(timespec='seconds')} {self.chain} {self.link.number} {self.link.hash}"


def pins(path: Path) -> Iterator[Pin]:
    """All lines of the file, oldest first. Raises PinsRefused."""
    try:
        with path.open(encoding="ascii") as lines:
            for number, line in enumerate(lines, start=1):
                yield _read(line, number)
    except (OSError, UnicodeDecodeError) as error:
        raise PinsRefused(_unreadable(path, error)) from error
    except ValueError as error:
        message = f"{path}: {error}"
        raise PinsRefused(message) from error


def last_pins(path: Path) -> dict[int, Link]:
    """The last pinned link of each chain. Raises PinsRefused, also when a chain went back."""
    found: dict[int, Link] = {}
    for pin in pins(path):
        if pin.link.number <= found.get(pin.chain, START).number:
            message = f"{path}: the lines of chain {pin.chain} do not ascend at link {pin.link.number}."
            raise PinsRefused(message)
        found[pin.chain] = pin.link
    return found


@contextmanager
def pinning(path: Path) -> Iterator["PinFile"]:
    """The file, made when it is not there, while nobody else pins. Raises PinsRefused when others may write to it."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise PinsRefused(_unreadable(path, error)) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        found = os.fstat(handle)
        if found.st_uid != os.geteuid() or found.st_mode & OTHERS_WRITE:
            message = f"{path} must belong to the user who pins, and nobody else may write to it."
            raise PinsRefused(message)
        yield PinFile(path, handle)
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True)
class PinFile:
    """The file while it is held; see `pinning`."""

    path: Path
    handle: int

    def last(self) -> dict[int, Link]:
        """The last pinned link of each chain."""
        return last_pins(self.path)

    def add(self, ends: Mapping[int, Link]) -> None:
        """Write these ends down, on the disk before it returns."""
        now = timezone.now()
        text = "".join(f"{Pin(now, chain, link)}\n" for chain, link in sorted(ends.items())).encode("ascii")
        if os.write(self.handle, text) != len(text):
            message = f"{self.path} was not written to its end: is the disk full?"
            raise PinsRefused(message)
        os.fsync(self.handle)


def _read(line: str, number: int) -> Pin:
    """A line, whole to its end: one that was cut off is no line."""
    message = f"line {number} is no pin."
    try:
        moment, chain, link, digest = line.removesuffix("\n").split(" ")
        found = Pin(dt.datetime.fromisoformat(moment), int(chain), Link(int(link), bytes.fromhex(digest).hex()))
    except ValueError as error:
        raise ValueError(message) from error
    if f"{found}\n" != line:
        raise ValueError(message)
    return found


def _unreadable(path: Path, error: Exception) -> str:
    return f"{path} cannot be used: {error.strerror if isinstance(error, OSError) else 'it holds more than pins'}."
