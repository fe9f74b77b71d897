"""Bring the database up to date and fill it: one process, so that Django starts once.

The owner role migrates and puts up the walls; everything after that writes through the application's own operations.
"""

import os
import sys
from io import StringIO
from typing import Any

import django
from django.core.management import call_command
from django.db import connections

from .screen import step

STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Migrations and walls", "migrate", {"interactive": False, "verbosity": 0}),
    ("Municipalities, districts and regions", "load_areas", {}),
    ("Demo world", "build_demo", {}),
)


def main() -> int:
    """Run every step; a command's last line stands in its step's, all of it is shown when it fails."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mensenhandel.settings.dev")
    django.setup()
    for title, command, options in STEPS:
        said = StringIO()
        try:
            with step(title) as outcome:
                call_command(command, stdout=said, **options)
                outcome.remark = " ".join(said.getvalue().split("\n")[-2:]).strip()
        except Exception:
            sys.stderr.write(said.getvalue())
            raise
    connections.close_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
