"""The partner's program of the demo: its name and secret stand in a file that the examples of the README read.

The secret is shown once, when it is made, and stored hashed. When the file is gone, the program gets a new one.
"""

from pathlib import Path

from django.db import transaction

from municipalities.clients import make_client
from municipalities.models import ApiClient, Organisation

from .partners import NLA

NAME = "Demokoppeling arbeidsinspectie"
SCOPES = ("doormeldingen", "signalen", "vragen")
MODE = 0o600


def give_client(path: Path) -> bool:
    """Make the program and write `path` (mode 600) with CLIENT_ID and CLIENT_SECRET. False: both are there already."""
    with transaction.atomic():
        programs = ApiClient.objects.filter(name=NAME)
        if programs.exists() and path.is_file():
            return False
        programs.delete()
        name, secret = make_client(Organisation.objects.get(name=NLA), name=NAME, scopes=SCOPES)
        _write(path, f"CLIENT_ID={name}\nCLIENT_SECRET={secret}\n")
    return True


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=MODE)
    path.write_text(text)
