"""Was this work done before with these very files? A stamp is their hash, written when the work was done."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def of(paths: Iterable[Path], *words: str) -> str:
    """One hash of the files' names and contents and the words."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in sorted(paths):
        total.update(b"\0" + str(path).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def holds(stamp: Path, value: str) -> bool:
    """True when the stamp says so."""
    return stamp.is_file() and value in stamp.read_text().split()


def put(stamp: Path, *values: str) -> None:
    """Say that the work was done."""
    stamp.write_text("\n".join(values) + "\n")
