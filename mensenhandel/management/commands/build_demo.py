"""Build the demo world; built already on the same day with the same seed, it changes nothing."""

import time
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.workdays import today
from mensenhandel.demo.build import Found, build, look
from mensenhandel.demo.client import give_client
from mensenhandel.demo.wipe import wipe
from mensenhandel.settings.paths import VAR_DIR

SEED = 7
CLIENT_FILE = VAR_DIR / "demo-client.env"
IN_USE = "There are people in this database already; --rebuild empties it and builds the world anew."


class Command(BaseCommand):
    help = "Build the invented world that every new user meets."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--day", type=date.fromisoformat, help="The day on which the world is built (default today)."
        )
        parser.add_argument("--seed", type=int, default=SEED, help="Another seed deals the generated signals anew.")
        parser.add_argument(
            "--client-file", type=Path, default=CLIENT_FILE, help="Where the secret of the demo's program is written."
        )
        parser.add_argument("--no-pdf", action="store_true", help="Leave no PDFs to be made by the workers.")
        parser.add_argument(
            "--rebuild", action="store_true", help="Empty the database first. Everything in it is lost."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            message = "Set DEMO=1 for a demo: this command fills the database with invented people and signals."
            raise CommandError(message)
        day, seed = options["day"] or today(), options["seed"]
        if options["rebuild"]:
            wipe()
        found = look(day, seed)
        if found == Found.OTHER:
            self.stdout.write(IN_USE)
            return
        if found == Found.SAME:
            self.stdout.write(f"The demo world of {day} stands already.")
        else:
            began = time.monotonic()
            made = build(day, seed, with_pdf=not options["no_pdf"])
            self.stdout.write(f"{made} in {time.monotonic() - began:.0f} s.")
        if give_client(options["client_file"]):
            self.stdout.write(f"The secret of the demo's program stands in {_shown(options['client_file'])}.")


def _shown(file: Path) -> str:
    """As somebody types it who stands in the folder of the project; elsewhere the name alone."""
    return str(file.relative_to(VAR_DIR.parent)) if file.is_relative_to(VAR_DIR) else file.name
