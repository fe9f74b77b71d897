"""Python packages: `.venv`, filled with exactly the versions and hashes in requirements/*.txt."""

import subprocess
import sys
from pathlib import Path

from . import outside, stamps, system
from .places import BASE, VENV
from .screen import step

PYTHON = VENV / "bin" / "python"
# A larger set holds the smaller ones: who has `dev` has `demo`.
SETS = ("base", "demo", "dev")


def virtual_environment() -> None:
    """Make `.venv`, also anew when its Python was removed from the machine or is too old."""
    with step("Virtual environment .venv") as outcome:
        found = _version_in_venv()
        if found >= (3, 12):
            outcome.remark = f"Python {found[0]}.{found[1]}, there"
            return
        system.ensurepip()
        advice = "Install the venv module of this Python and start again (Debian: apt-get install python3-venv)."
        outside.run([sys.executable, "-m", "venv", "--clear", str(VENV)], "venv", advice)
        outcome.remark = f"Python {sys.version_info[0]}.{sys.version_info[1]}, made"


def _version_in_venv() -> tuple[int, int]:
    command = [str(PYTHON), "-c", "import sys, pip; print(*sys.version_info[:2])"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return (0, 0)
    major, minor = done.stdout.split()
    return (int(major), int(minor))


def install(name: str) -> None:
    """Install the set `name`, when it or a larger one is not there yet."""
    with step(f"Python packages (requirements/{name}.txt)") as outcome:
        stamp = VENV / "installed"
        if stamps.holds(stamp, _mark(name)):
            outcome.remark = "there"
            return
        # What is used is compiled when it is first imported: most of it never is.
        options = ["--require-hashes", "--no-deps", "--no-compile", "--disable-pip-version-check", "--no-input"]
        command = [str(PYTHON), "-m", "pip", "install", *options, "-r", str(_file(name))]
        outside.run(command, "pip", "Check that this machine reaches a Python package registry, and start again.")
        stamps.put(stamp, *(_mark(smaller) for smaller in SETS[: SETS.index(name) + 1]))


def _file(name: str) -> Path:
    return BASE / "requirements" / f"{name}.txt"


def _mark(name: str) -> str:
    return stamps.of([_file(name)])
