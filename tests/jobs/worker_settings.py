"""Settings of a real worker that a test starts: those of the tests, with the test's own copy of the database and its broker."""

import os

from mensenhandel.settings.test import *  # noqa: F403  settings upon settings
from mensenhandel.settings.test import DATABASES

for _database in DATABASES.values():
    _database["NAME"] = os.environ["WORKER_DATABASE"]
CELERY_BROKER_URL = os.environ["WORKER_BROKER"]
CELERY_IMPORTS = ["tests.jobs.paused_kinds"]
