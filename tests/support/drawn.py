"""From what the random walks of a run are drawn: other ones for each commit, the same ones again for who looks into a failure."""

import os
import subprocess

from mensenhandel.settings.paths import BASE_DIR

NAME = "WALKS_SEED"


def seed_of_run() -> int:
    """`WALKS_SEED` where it is set, else the first eight digits of the commit; 0 where there is none."""
    if given := os.environ.get(NAME):
        return int(given)
    asked = ["git", "rev-parse", "--short=8", "HEAD"]
    told = subprocess.run(asked, cwd=BASE_DIR, capture_output=True, text=True, check=False)  # noqa: S603  the words are ours
    return int(told.stdout.strip()[:8] or "0", 16)
