"""How many sealed values stand under which key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import resealing
from core.management.keys import as_sealer, counted, verdicts


class Command(BaseCommand):
    help = "Counts the sealed values of every table by key, and says which key may be dropped."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--lost", type=int, metavar="NUMBER", help="this key is gone for good: serve without it and what it opens"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with as_sealer():
            if options["lost"]:
                resealing.leave([options["lost"]])
            found = counted()
        for place, numbers in found.items():
            if numbers:
                said = ", ".join(f"{count} under key {number}" for number, count in sorted(numbers.items()))
                self.stdout.write(f"{place}: {said}")
        for _number, _left, verdict in verdicts(found):
            self.stdout.write(verdict)
