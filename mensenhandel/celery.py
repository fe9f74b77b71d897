"""The job runner, as `celery -A mensenhandel` loads it; the web application loads it too, to send jobs."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mensenhandel.settings.production")

app = Celery("mensenhandel")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
