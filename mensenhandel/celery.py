"""The job runner, as `celery -A mensenhandel` loads it; the web application loads it too, to send jobs."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init
from django.core.management import call_command
from django.db import connections

from jobs import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mensenhandel.settings.production")

broker.use()
app = Celery("mensenhandel")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_fallen_walls(**_: Any) -> None:
    """A worker starts under the same checks as the web application; its processes make connections of their own."""
    call_command("check", databases=["default"])
    connections.close_all()
