"""Load municipalities and areas from data/municipalities.csv; run again it changes nothing."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from municipalities.loading import load_areas, read_lines
from municipalities.models import Municipality
from municipalities.models.periods import FIRST_DAY

DATA_FILE = Path(__file__).resolve().parents[3] / "data" / "municipalities.csv"


class Command(BaseCommand):
    help = "Load municipalities and areas from data/municipalities.csv; run again it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=DATA_FILE)
        parser.add_argument(
            "--since",
            type=date.fromisoformat,
            default=FIRST_DAY,
            help="First day of memberships that differ from what is stored (default 2019-01-01).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            changed = load_areas(read_lines(options["file"]), since=options["since"])
        self.stdout.write(f"{Municipality.objects.count()} municipalities, {changed} memberships new or changed.")
