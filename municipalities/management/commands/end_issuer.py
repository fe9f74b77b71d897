"""Let nobody sign in by an issuer any more: for a while, for good, or again. Or say who may."""

import getpass
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Issuer
from core import walls
from core.access import SYSTEM
from core.errors import WrongState
from core.unit import unit_of_work
from municipalities import operations


class Command(BaseCommand):
    help = "End an issuer for good: who came in by it is signed out, its domains are free. Or switch it, or a part, off and on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("issuer", help="its ISSUER; an unknown one lists those that there are")
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--pause", action="store_true", help="off for now: its people use a password of their own here"
        )
        how.add_argument("--resume", action="store_true", help="on again")
        how.add_argument(
            "--colleagues-report", choices=["on", "off"], help="whether any colleague may report uninvited"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with unit_of_work(f"command {getpass.getuser()}"[:64]), walls.enter(SYSTEM):
            issuer = _issuer(options["issuer"])
            try:
                if options["colleagues_report"]:
                    operations.let_colleagues_report(issuer, actor=SYSTEM, on=options["colleagues_report"] == "on")
                elif options["pause"] or options["resume"]:
                    operations.switch_issuer(issuer, actor=SYSTEM, on=options["resume"])
                else:
                    operations.end_issuer(issuer, actor=SYSTEM)
            except WrongState as refusal:
                raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{issuer}: {_done(options)}.")


def _done(options: dict[str, Any]) -> str:
    if options["colleagues_report"]:
        return f"colleagues report without an invitation: {options['colleagues_report']}"
    return "paused" if options["pause"] else "on again" if options["resume"] else "ended"


def _issuer(text: str) -> Issuer:
    try:
        found: Issuer | None = Issuer.objects.filter(pk=uuid.UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        message = f"No issuer has that id. There are:\n{_all() or 'none'}"
        raise CommandError(message)
    return found


def _all() -> str:
    issuers = Issuer.objects.filter(domains__isnull=False).distinct().order_by("name").prefetch_related("domains")
    return "\n".join(
        f"{one.pk}  {one.name}, {'on' if one.is_on else 'off'}: {', '.join(sorted(map(str, one.domains.all())))}"
        for one in issuers
    )
