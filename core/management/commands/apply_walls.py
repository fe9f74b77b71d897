"""Bring the rights in the database in line with the declared walls; `migrate` runs this at its end."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.walls.apply import WallsRefused, apply_walls


class Command(BaseCommand):
    help = "Derives grants, composite keys and function attributes from the declared walls. May run again."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default="owner", help="the alias that signs in as the owner")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = apply_walls(using=options["database"])
        except WallsRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["verbosity"]:
            self.stdout.write(f"Walls applied to {count} tables.")
