"""Django's migrate, as the owner, followed by the walls: a new table has no rights until these are derived."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor


class Command(DjangoMigrate):
    help = DjangoMigrate.help + " Then runs apply_walls, when no migration is left to do."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"] or options["prune"]:
            return
        if _is_complete(options["database"]):
            call_command("apply_walls", database=options["database"], verbosity=options["verbosity"])
        elif options["verbosity"]:
            self.stdout.write("Walls not applied: the models are ahead of the database until every migration has run.")


def _is_complete(alias: str) -> bool:
    executor = MigrationExecutor(connections[alias])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
