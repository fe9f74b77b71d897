"""Say whether the log is what was written: exit code 0 yes, 1 no, 2 when that could not be found out."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import chain
from audit.management.asked import names_file, reading
from audit.pins import Pin, last_pins, pins


class Command(BaseCommand):
    help = (
        "Goes through the log from its first event and names the first that was changed, put in, left out or cut off."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        names_file(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"]) if options["file"] else None
        with reading():
            # Before the picture is taken: the log only grows, so it holds at least what was pinned.
            pinned = last_pins(path) if path else {}
            with chain.picture():
                ends = chain.ends()
                broken = chain.first_break(ends, pinned)
                unfit = chain.first_unfit(pins(path), broken.chain) if broken and path else None
        if broken:
            raise CommandError(f"{broken}{_since(unfit)}")
        events = sum(end.number for end in ends.values())
        compared = f"{len(pinned)} of them fit {path}" if path else "compared with no file of pins"
        self.stdout.write(f"The log is what was written: {events} events in {len(ends)} chains, {compared}.")


def _since(unfit: Pin | None) -> str:
    """A chain that was made anew fits itself: of it the pins say where it began to differ."""
    if unfit is None:
        return ""
    return f" It does not fit what was pinned on {unfit.at.isoformat(timespec='seconds')}: event {unfit.link.number}."
