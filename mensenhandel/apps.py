from django.apps import AppConfig
from django.core.checks import register

from core import navigation

from . import celery, checks


class ShellConfig(AppConfig):
    """Ties the apps together: the job runner is loaded wherever Django is, and the refusals of production."""

    name = "mensenhandel"
    verbose_name = "Signaalpunt mensenhandel"
    celery = celery.app

    def ready(self) -> None:
        for check in checks.ALL:
            register(check)
        navigation.add_entry("Start", "start", order=1)
        navigation.set_work("work")
