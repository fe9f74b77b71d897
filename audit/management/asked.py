"""What both commands about the chains ask for, and how they say that they cannot look."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError, connections

from audit.chain import ALIAS
from audit.pins import PinsRefused

# Exit code: neither whole nor broken, for it could not be looked at.
CANNOT_SAY = 2


def names_file(parser: CommandParser) -> None:
    """The option that names the file of pins."""
    parser.add_argument("--file", default=settings.AUDIT_PIN_FILE, help="the file of pins; default: AUDIT_PIN_FILE")


@contextmanager
def reading() -> Iterator[None]:
    """Around everything that reads log or file: what is in the way is one sentence."""
    if ALIAS not in connections:
        message = "Set DATABASE_AUDITOR_URL to the database's address for the role auditor; see docs/configuration.md."
        raise CommandError(message, returncode=CANNOT_SAY)
    try:
        yield
    except PinsRefused as refusal:
        raise CommandError(str(refusal), returncode=CANNOT_SAY) from refusal
    except DatabaseError as error:
        said = str(error).strip().splitlines()[0]
        message = f"The log cannot be read: {said}"
        raise CommandError(message, returncode=CANNOT_SAY) from error
