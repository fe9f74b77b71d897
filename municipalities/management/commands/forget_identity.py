"""Forget who somebody is to her issuer: it gave her another number, or her address went to a colleague who starts anew."""

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from core import walls
from core.access import SYSTEM
from core.errors import WrongState
from core.unit import unit_of_work
from municipalities import operations


class Command(BaseCommand):
    help = "Forget who an account is to its issuer. Make sure first that it is still the same person there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        with unit_of_work(f"command {getpass.getuser()}"[:64]), walls.enter(SYSTEM):
            user = User.objects.filter(email=options["email"].strip().lower()).first()
            if user is None:
                message = "No account has that address."
                raise CommandError(message)
            try:
                operations.forget_identity(user, actor=SYSTEM)
            except WrongState as refusal:
                raise CommandError(refusal.message) from refusal
        self.stdout.write("Forgotten. The next sign-in by the issuer finds the account by its address.")
