"""Styles, fonts and scripts: packages by npm's lock file, built into assets/dist."""

import re
import shutil
import subprocess
from pathlib import Path

from . import outside, stamps
from .places import BASE
from .screen import Stop, step

OLDEST_NODE = 20
LOCKED = (BASE / "package.json", BASE / "package-lock.json")
MODULES = BASE / "node_modules"
BUILT = BASE / "assets" / "dist"


def install() -> None:
    """`npm ci`, when the lock file changed or the packages are not there."""
    with step("Packages for styles and scripts (npm)") as outcome:
        stamp = MODULES / ".installed"
        mark = stamps.of(LOCKED)
        if stamps.holds(stamp, mark):
            outcome.remark = "there"
            return
        check_node()
        advice = "Check that this machine reaches an npm registry, and start again."
        outside.run(["npm", "ci", "--no-audit", "--no-fund"], "npm", advice)
        stamps.put(stamp, mark)


def build() -> None:
    """`npm run build`, when a source changed."""
    with step("Styles and scripts (assets/dist)") as outcome:
        stamp = BUILT / ".built"
        mark = stamps.of([*LOCKED, *_sources()])
        if stamps.holds(stamp, mark):
            outcome.remark = "there"
            return
        check_node()
        outside.run(["npm", "run", "build"], "assets", "Read the log and correct the source it names.")
        stamps.put(stamp, mark)


def _sources() -> list[Path]:
    return [path for path in (BASE / "assets").rglob("*") if path.is_file() and BUILT not in path.parents]


def check_node() -> None:
    """Refuse in a sentence when Node is missing or too old."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        message = f"Install Node.js {OLDEST_NODE} or newer with npm, and start again: it builds the styles and scripts."
        raise Stop(message)
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)", said)
    if found is None or int(found[1]) < OLDEST_NODE:
        message = f"Install Node.js {OLDEST_NODE} or newer: `node --version` says {said.strip() or 'nothing'}."
        raise Stop(message)
