"""What the operating system must bring: Pango for PDF, Chromium and pdftotext for the tests.

On Debian root installs them here. Anybody else reads which command does it; the application runs without Pango, but
makes no PDF.
"""

import contextlib
import ctypes
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence

from . import outside
from .places import is_root
from .screen import Outcome, Stop, say, step

PANGO_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# Chromium without the windows around its pages: the same pages for two thirds of the work. Debian packs it apart.
SHELL, WHOLE = "chromium-headless-shell", "chromium"
CHROMIUM_NAMES = (SHELL, WHOLE, "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox, since a build server runs as root; and no word to the outside.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A page lives for a second: making its scripts fast takes longer than they run.
    "--js-flags=--no-maglev,--no-turbofan",
)


def pango(*, required: bool) -> None:
    """The libraries with which WeasyPrint makes PDFs."""
    with step("System libraries for PDF (Pango)") as outcome:
        if _has_pango():
            outcome.remark = "there"
        elif _can_install():
            _update()
            _install(PANGO_PACKAGES, outcome)
        elif required:
            raise Stop(_advice(PANGO_PACKAGES, "The tests make PDFs"))
        else:
            outcome.remark = "missing"
    if outcome.remark == "missing":
        say("       " + _advice(PANGO_PACKAGES, "Everything works but PDF"))


def _has_pango() -> bool:
    try:
        for name in PANGO_LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def chromium() -> str | None:
    """The path of the browser that this system has, the one that works least."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def for_tests() -> None:
    """A browser for the journeys, driven as the system installed it; pdftotext, to read what a PDF says."""
    with step("Programs for the tests (Chromium, pdftotext)") as outcome:
        missing = [] if chromium() else [WHOLE]
        missing += [] if shutil.which("pdftotext") else ["poppler-utils"]
        if not missing:
            outcome.remark = "there"
        elif _can_install():
            _update()
            _install([SHELL if name == WHOLE and _is_offered(SHELL) else name for name in missing], outcome)
        else:
            raise Stop(_advice(missing, "The tests need these programs"))
        if not shutil.which(SHELL) and _can_install() and _is_offered(SHELL):
            # The whole browser is there and does as well, only slower.
            with contextlib.suppress(Stop):
                _install([SHELL], outcome)


def _is_offered(name: str) -> bool:
    """Whether the lists of packages that this system has know it: not every Debian's like packs it."""
    asked = ["apt-cache", "--quiet", "show", name]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def ensurepip() -> None:
    """Debian splits off what `python -m venv` needs."""
    if importlib.util.find_spec("ensurepip") is not None:
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if not _can_install():
        raise Stop(_advice((package,), "This Python cannot make a virtual environment"))
    _update()
    _install((package,), Outcome())


def _can_install() -> bool:
    return is_root() and shutil.which("apt-get") is not None


_QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


def _update() -> None:
    advice = "Let your system's package manager reach its servers, and start again."
    outside.run(["apt-get", "update"], "apt-update", advice, _QUIET)


def _install(names: Sequence[str], outcome: Outcome) -> None:
    advice = f"Install {' '.join(names)} with your system's package manager, and start again."
    outside.run(["apt-get", "install", "--yes", "--no-install-recommends", *names], "apt-install", advice, _QUIET)
    outcome.remark = "installed"


def _advice(names: Sequence[str], consequence: str) -> str:
    return f"{consequence}: run `sudo apt-get install {' '.join(names)}` (or your system's like of it) and start again."
