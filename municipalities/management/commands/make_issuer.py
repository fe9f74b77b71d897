"""Let people of municipalities, or of an organisation, sign in by its own screen (OpenID Connect)."""

import datetime as dt
import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.departures import return_address
from accounts.id_tokens import PROOF_CLAIMS
from accounts.issuers import Endpoints, Unreachable, Unsuitable, discover
from core import walls
from core.access import SYSTEM
from core.errors import Invalid
from core.unit import unit_of_work
from municipalities import operations
from municipalities.models import Municipality, Organisation
from municipalities.operations.issuers import Screen


class Command(BaseCommand):
    help = "Register the sign-in screen of municipalities or of an organisation. The client secret is read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what people know it by, as they read it before they go there: Gemeente Goes")
        parser.add_argument("--url", required=True, help="the issuer, exactly as it names itself")
        parser.add_argument("--client-id", required=True, help="our name there")
        parser.add_argument("--domain", action="append", required=True, help="what its people have behind the @")
        parser.add_argument(
            "--proof",
            action="append",
            required=True,
            metavar="CLAIM=WORD",
            help=f"what in a token shows a second factor, as amr=mfa; one of {', '.join(sorted(PROOF_CLAIMS))}",
        )
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--municipality", action="append", help="whose people they are; once per municipality")
        whose.add_argument("--organisation", help="or the organisation whose people they are")
        parser.add_argument(
            "--colleagues-report",
            action="store_true",
            help="any colleague of the municipality who signs in may report, without an invitation",
        )
        parser.add_argument("--host", action="append", default=[], help="another host where it has endpoints")
        parser.add_argument("--from", dest="first", type=dt.date.fromisoformat, help="first day, as 2027-01-01 (today)")
        parser.add_argument("--until", dest="last", type=dt.date.fromisoformat, help="last day (none)")

    def handle(self, *args: Any, **options: Any) -> None:
        screen = Screen(
            name=options["name"],
            url=options["url"],
            client_id=options["client_id"],
            client_secret=_secret(),
            domains=options["domain"],
            proofs=options["proof"],
            valid_from=options["first"] or timezone.localdate(),
            valid_until=options["last"],
        )
        endpoints = _endpoints(screen.url, options["host"])
        with unit_of_work(f"command {getpass.getuser()}"[:64]), walls.enter(SYSTEM):
            try:
                issuer = operations.register_issuer(
                    actor=SYSTEM,
                    screen=screen,
                    endpoints=endpoints,
                    municipalities=[_municipality(name) for name in options["municipality"] or []],
                    organisation=_organisation(options["organisation"]) if options["organisation"] else None,
                    colleagues_report=options["colleagues_report"],
                )
            except Invalid as refusal:
                raise CommandError(" ".join(word for told in refusal.fields.values() for word in told)) from refusal
        self.stdout.write(f"ISSUER={issuer.pk}\nREDIRECT_URI={return_address(issuer)}")
        self.stderr.write(
            "Register that REDIRECT_URI at the issuer, character by character. It asks for the scopes openid, email and profile.\n"
            f"People go to:      {issuer.authorization_endpoint}\n"
            f"The code goes to:  {issuer.token_endpoint}\n"
            f"Keys come from:    {issuer.keys_endpoint}"
        )


def _secret() -> str:
    """Never an argument: those stand in the list of processes and in the history of a shell."""
    if sys.stdin.isatty():
        return getpass.getpass("Client secret: ").strip()
    return sys.stdin.readline().strip()


def _endpoints(url: str, hosts: list[str]) -> Endpoints:
    try:
        return discover(url, hosts=hosts)
    except Unsuitable as problem:
        raise CommandError(str(problem)) from problem
    except Unreachable as problem:
        message = f"The issuer did not answer: {problem}."
        raise CommandError(message) from problem


def _municipality(name: str) -> Municipality:
    found = Municipality.objects.filter(name__iexact=name.strip()).first()
    if found is None:
        message = f"No municipality is called {name!r}."
        raise CommandError(message)
    return found


def _organisation(name: str) -> Organisation:
    found = Organisation.objects.on(timezone.localdate()).filter(name__iexact=name.strip()).first()
    if found is None:
        names = Organisation.objects.on(timezone.localdate()).order_by("name").values_list("name", flat=True)
        message = f"No organisation is called {name!r}. There are: {'; '.join(names)}."
        raise CommandError(message)
    return found
