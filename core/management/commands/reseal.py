"""Seal everything that stands under an older key with the newest one. May be killed and run again at any time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import resealing
from core.management.keys import as_sealer, counted, verdicts

# Values: of a large place it is said how far it is, each time that so many more are done.
TOLD_EVERY = 10_000


class Command(BaseCommand):
    help = "Seals anew what stands under an older key, in batches; ends with which key may be dropped."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        unopened = 0
        with as_sealer():
            for place in resealing.places():
                unopened += self._go_through(place)
            found = list(verdicts(counted()))
            resealing.stay([number for number, left, _verdict in found if left])
            resealing.leave([number for number, left, _verdict in found[1:] if not left])
        for _number, _left, verdict in found:
            self.stdout.write(verdict)
        if unopened:
            message = f"{unopened} values do not open and were left as they are; their rows are named above."
            raise CommandError(message)
        if any(left for _number, left, _verdict in found[1:]):
            message = "Rows were in use, or written with an older key meanwhile: run this again."
            raise CommandError(message)

    def _go_through(self, place: resealing.Place) -> int:
        sealed = unopened = 0
        for batch in resealing.reseal(place):
            if (sealed + batch.sealed) // TOLD_EVERY > sealed // TOLD_EVERY:
                self.stdout.write(f"{place}: {sealed + batch.sealed} values sealed anew so far.")
            sealed += batch.sealed
            unopened += len(batch.unopened)
            for key in batch.unopened:
                self.stderr.write(f"{place}: the value of row {key} does not open.")
        if sealed:
            self.stdout.write(f"{place}: {sealed} values sealed anew.")
        return unopened
