import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mensenhandel.local.places import NOBODY, Places, is_root


@pytest.fixture
def places() -> Iterator[Places]:
    """A home for servers that their user reaches (pytest's own folders are closed to others)."""
    home = Path(tempfile.mkdtemp(prefix="sp-"))
    home.chmod(0o711)
    sockets = home / "run"
    sockets.mkdir(mode=0o700)
    if is_root():
        os.chown(sockets, NOBODY, NOBODY)
    yield Places(home=home, sockets=sockets, programs=None)
    shutil.rmtree(home)
