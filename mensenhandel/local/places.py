"""Where things lie on this machine.

Everything is below `var/` of the project, with two exceptions that PostgreSQL forces:

* A Unix socket's path may hold 107 bytes. Below a longer path the sockets get a private folder elsewhere.
* PostgreSQL refuses to run as root, so root starts it as an unprivileged user. Where that user cannot reach the
  project (below a home of mode 700), the data, the sockets and a copy of the programs get a private folder elsewhere.

`var/places.json` remembers such a folder.
"""

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent
VAR = BASE / "var"
VENV = BASE / ".venv"
ENV_FILE = VAR / "env"
LOGS = VAR / "log"
MAIL = VAR / "mail"

NOBODY = 65534
LONGEST_SOCKET_PATH = 107
SOCKET_NAME = ".s.PGSQL.5432"


def is_root() -> bool:
    """True for the user who may do everything, and as whom PostgreSQL will not run."""
    return os.geteuid() == 0


def make_var() -> None:
    """`var/`: for its owner alone; root leaves it passable for the user as whom the servers run."""
    VAR.mkdir(exist_ok=True)
    VAR.chmod(0o711 if is_root() else 0o700)
    for private in (LOGS, MAIL):
        private.mkdir(exist_ok=True)
        private.chmod(0o700)


@dataclass(frozen=True)
class Places:
    """Folders of the servers: `home` for data, `sockets`, and `programs` for copied programs (None: use the originals).

    `scratch`: servers of their own for the tests, whose data may be lost.
    """

    home: Path
    sockets: Path
    programs: Path | None
    scratch: bool = False

    @classmethod
    def find(cls, *, scratch: bool = False) -> "Places":
        """The folders of before, or new ones that fit this machine. Creates them, owned by the servers' user."""
        make_var()
        if is_root() and not _nobody_reaches(BASE, VENV.resolve()):
            outside = _remembered("outside", parent=Path("/var/tmp"))  # noqa: S108  survives a reboot; made by mkdtemp
            outside.chmod(0o711)
            home, programs = outside, outside / "programs"
        else:
            home, programs = VAR, None
        if scratch:
            home /= "test"
            home.mkdir(exist_ok=True)
            home.chmod(0o711 if is_root() else 0o700)
        sockets = home / "run"
        if len(os.fsencode(sockets / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
            sockets = _remembered("test sockets" if scratch else "sockets", parent=_runtime_folder())
        _make_private(sockets)
        return cls(home, sockets, programs, scratch)

    @property
    def env_file(self) -> Path:
        """With which addresses and keys the application reaches these servers (settings/test.py reads that of the tests)."""
        return self.own("env")

    def own(self, name: str) -> Path:
        """A file of ours beside the servers', below `var/`."""
        return VAR / (f"test.{name}" if self.scratch else name)

    @property
    def postgres(self) -> Path:
        """The data folder; made by initdb."""
        return self.home / "postgres"

    @property
    def valkey(self) -> Path:
        """Configuration and log of Valkey."""
        return _make_private(self.home / "valkey")


def _make_private(folder: Path) -> Path:
    folder.mkdir(exist_ok=True, mode=0o700)
    if is_root():
        os.chown(folder, NOBODY, NOBODY)
    return folder


def _runtime_folder() -> Path:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    usable = runtime and not is_root() and os.access(runtime, os.W_OK | os.X_OK)
    folder = Path(runtime if usable else tempfile.gettempdir())
    return folder if len(os.fsencode(folder)) < LONGEST_SOCKET_PATH // 2 else Path("/tmp")  # noqa: S108


def _remembered(key: str, parent: Path) -> Path:
    """The folder noted under `key` when it is still there and ours, else a new private one below `parent`."""
    note = VAR / "places.json"
    noted: dict[str, str] = json.loads(note.read_text()) if note.is_file() else {}
    folder = Path(noted.get(key, ""))
    if key in noted and folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid in {os.geteuid(), NOBODY}:
        return folder
    folder = Path(tempfile.mkdtemp(prefix="signaalpunt-", dir=parent))
    note.write_text(json.dumps({**noted, key: str(folder)}))
    return folder


def _nobody_reaches(*folders: Path) -> bool:
    """Tried, not derived from modes: access lists and mounts count too."""
    script = 'for folder in "$@"; do cd "$folder" || exit 1; done'
    command = ["/bin/sh", "-c", script, "sh", *map(str, folders)]
    done = subprocess.run(
        command, user=NOBODY, group=NOBODY, extra_groups=[], cwd="/", capture_output=True, check=False
    )
    return done.returncode == 0


def server_user() -> int | None:
    """The user and group id as whom the servers run; None means: as whoever starts them."""
    return NOBODY if is_root() else None
