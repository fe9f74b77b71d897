"""The demo world in a database of its own, beside the one that the other tests of this process use."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO

from django.conf import settings
from django.core.management import call_command

from mensenhandel.settings.paths import VAR_DIR
from tests.support.database import CopiedDatabase, fingerprint

DAY = date(2026, 11, 21)


class DemoDatabase(CopiedDatabase):
    """A second copy of the template, beside the one that the other tests of this process use."""

    def __init__(self) -> None:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
        own = str(settings.DATABASES["default"]["NAME"])
        super().__init__(base=own)
        base = re.sub(rf"^test_(.*)_{worker}_\d+$", r"\1", own)
        self.template = f"test_{base}_{fingerprint()}"
        self.copy = f"test_{base}_demo{worker}_{os.getpid()}"


CLIENT_FILE = VAR_DIR / f"test-demo-client-{os.getpid()}.env"  # each test process builds its own world


def build(*, rebuild: bool = False) -> str:
    said = StringIO()
    call_command("build_demo", day=DAY, seed=7, rebuild=rebuild, client_file=CLIENT_FILE, no_pdf=True, stdout=said)
    return said.getvalue()


@contextmanager
def built() -> Iterator[None]:
    """The demo world while the block runs."""
    database = DemoDatabase()
    database.renew()
    try:
        build(rebuild=True)
        yield
    finally:
        database.tear_down()
        CLIENT_FILE.unlink(missing_ok=True)
