"""App configuration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Loads every app's `tasks` module, so that web and worker know the same kinds of job."""

    name = "jobs"
    verbose_name = "Opdrachten"

    def ready(self) -> None:
        autodiscover_modules("tasks")
