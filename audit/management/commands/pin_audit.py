"""Write the ends of the chains down outside the database. Run it often, as a user who is not the server's."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import chain
from audit.management.asked import CANNOT_SAY, names_file, reading
from audit.pins import pinning


class Command(BaseCommand):
    help = "Adds the end of every chain that grew to a file, after a look whether it goes on from what was pinned last."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        names_file(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"]:
            message = "Name the file of pins with --file or AUDIT_PIN_FILE."
            raise CommandError(message, returncode=CANNOT_SAY)
        with reading(), pinning(Path(options["file"])) as file:
            pinned = file.last()
            with chain.picture():
                ends = chain.ends()
                broken = chain.first_break_since(ends, pinned)
            if broken:
                message = f"{broken} Nothing was pinned."
                raise CommandError(message)
            grown = {number: end for number, end in ends.items() if end != pinned.get(number)}
            file.add(grown)
        self.stdout.write(f"Pinned {len(grown)} of {len(ends)} chains.")
