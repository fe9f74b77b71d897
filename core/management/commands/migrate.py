"""Django's migrate, as the owner, followed by the walls: a new table has no rights until these are derived."""

from typing import Any
from unittest.mock import patch

from django.core.management import call_command
from django.core.management.base import CommandParser
from django.core.management.commands import migrate as django_migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from core.migrating import ShortExecutor

# With many alterations of models beside the user. Each redraws every model that the state holds by then: on an empty
# database they go before ours, which spares that.
PACKAGES_FIRST = ("oauth2_provider", "account", "usersessions")


class Command(django_migrate.Command):
    help = django_migrate.Command.help + " Then runs apply_walls, when no migration is left to do."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        with patch.object(django_migrate, "MigrationExecutor", ShortExecutor):
            self._migrate(*args, **options)

    def _migrate(self, *args: Any, **options: Any) -> None:
        only_looks = options["plan"] or options["check_unapplied"] or options["prune"]
        if options["app_label"] is None and not only_looks and _is_empty(options["database"]):
            for label in PACKAGES_FIRST:
                super().handle(*args, **{**options, "app_label": label})
        super().handle(*args, **options)
        if only_looks:
            return
        if _is_complete(options["database"]):
            call_command("apply_walls", database=options["database"], verbosity=options["verbosity"])
        elif options["verbosity"]:
            self.stdout.write("Walls not applied: the models are ahead of the database until every migration has run.")


def _is_empty(alias: str) -> bool:
    return not MigrationRecorder(connections[alias]).has_table()


def _is_complete(alias: str) -> bool:
    executor = MigrationExecutor(connections[alias])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
