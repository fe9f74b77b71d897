from django.apps import AppConfig
from django.core.checks import Tags, register

from . import checks


class CoreConfig(AppConfig):
    """Registers the library's start-up checks."""

    name = "core"

    def ready(self) -> None:
        register(checks.declared_walls)
        register(checks.walls_stand, Tags.database)
