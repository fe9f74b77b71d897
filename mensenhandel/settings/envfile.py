"""The file `var/env` that `bin/start` and `bin/test` write: one `KEY=VALUE` a line, as a shell would read it.

Only the standard library: the first steps of `bin/start` read it before anything is installed.
"""

import os
from collections.abc import Mapping
from pathlib import Path

# Addresses of one server belong together: one given and the other from the file would mix two databases.
_ROLES = ("OWNER", "AUDITOR", "SEALER", "REPORT", "LOADER", "BACKUP")
TOGETHER = (frozenset({"DATABASE_URL", *(f"DATABASE_{role}_URL" for role in _ROLES)}),)


def read(path: Path) -> dict[str, str]:
    """What the file says; empty when there is none."""
    if not path.is_file():
        return {}
    pairs = (line.split("=", 1) for line in path.read_text().splitlines() if "=" in line and not line.startswith("#"))
    return {key.strip(): value.strip() for key, value in pairs}


def write(path: Path, values: Mapping[str, str]) -> None:
    """Write the file in one go, readable by its owner alone."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.writelines(f"{key}={value}\n" for key, value in values.items())
    fresh.replace(path)


def load(path: Path) -> None:
    """Put the file's values into the environment where the environment does not give them itself."""
    given = frozenset(os.environ)
    held_back = {name for group in TOGETHER if group & given for name in group}
    for key, value in read(path).items():
        if key not in given and key not in held_back:
            os.environ[key] = value
