"""Give a partner's program access to the API: prints its id and secret, once."""

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from oauth2_provider.generators import generate_client_secret

from core import walls
from core.access import SYSTEM
from core.errors import Invalid
from core.unit import unit_of_work
from municipalities import operations
from municipalities.clients import SCOPES
from municipalities.models import Organisation


class Command(BaseCommand):
    help = (
        "Give a program of a partner access to the API. Prints CLIENT_ID and CLIENT_SECRET; the secret is shown once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", help="the name of the partner, as the application knows it")
        parser.add_argument("--name", required=True, help="what the program is called in the log")
        parser.add_argument(
            "--scope",
            action="append",
            required=True,
            choices=sorted(SCOPES),
            help="what it may do; give this once per right",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        secret = generate_client_secret()
        with unit_of_work(f"command {getpass.getuser()}"[:64]), walls.enter(SYSTEM):
            try:
                program = operations.register_program(
                    actor=SYSTEM,
                    organisation=_organisation(options["organisation"]),
                    name=options["name"],
                    scopes=set(options["scope"]),
                    secret=secret,
                )
            except Invalid as refusal:
                raise CommandError(" ".join(word for told in refusal.fields.values() for word in told)) from refusal
        self.stdout.write(f"CLIENT_ID={program.client_id}\nCLIENT_SECRET={secret}")
        self.stderr.write("Keep the secret now: it is stored hashed and cannot be shown again.")


def _organisation(name: str) -> Organisation:
    """The partner of that name that exists today."""
    today = timezone.localdate()
    partners = [
        row for row in Organisation.objects.order_by("name") if row.valid_until is None or row.valid_until >= today
    ]
    for partner in partners:
        if partner.name.casefold() == name.strip().casefold():
            return partner
    message = f"No organisation is called {name!r}. There are: {'; '.join(partner.name for partner in partners)}."
    raise CommandError(message)
