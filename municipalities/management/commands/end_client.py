"""Take a partner's program its access to the API, at once."""

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import walls
from core.access import SYSTEM
from core.errors import Invalid
from core.unit import unit_of_work
from municipalities import operations
from municipalities.models import ApiClient


class Command(BaseCommand):
    help = "End a partner's program: its secret and its tokens work no more. The row stays for the log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("client_id", help="its CLIENT_ID; an unknown one lists those that there are")

    def handle(self, *args: Any, **options: Any) -> None:
        with unit_of_work(f"command {getpass.getuser()}"[:64]), walls.enter(SYSTEM):
            program = ApiClient.objects.filter(client_id=options["client_id"]).first()
            if program is None:
                message = f"No program has that id. There are:\n{_running() or 'none'}"
                raise CommandError(message)
            try:
                operations.end_program(program, actor=SYSTEM)
            except Invalid as refusal:
                raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{program} ended.")


def _running() -> str:
    programs = (
        ApiClient.objects.exclude(scopes=[]).select_related("organisation").order_by("organisation__name", "name")
    )
    return "\n".join(f"{one.client_id}  {one.organisation}, {one.name}: {', '.join(one.scopes)}" for one in programs)
