"""Which passkeys of somebody can be read: one that cannot is left out, and neither sign-in nor a new passkey breaks on it.

The package reads every stored passkey anew whenever it asks for one or makes one. A row that is damaged, or was written by
another version of it, would shut its owner out, also of the app that she has beside it. `use_here` puts these in its place.
"""

import struct
from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError

# What the reader of passkeys stumbles over, beside its own words.
NONSENSE = (AttributeError, LookupError, TypeError, ValueError, struct.error, ValidationError)


def readable(user: Any) -> Iterator[tuple[Authenticator, Any]]:
    """Each row of a passkey with the public half that it holds."""
    for row in Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN).order_by("pk"):
        try:
            held = row.wrap().authenticator_data.credential_data
        except NONSENSE:
            continue
        if held:
            yield row, held


def _credentials(user: Any) -> list[Any]:
    return [held for _, held in readable(user)]


def _by_credential_id(user: Any, credential_id: bytes) -> Authenticator | None:
    return next((row for row, held in readable(user) if held.credential_id == credential_id), None)


def use_here() -> None:
    """Have the package read passkeys by these."""
    webauthn.get_credentials = _credentials
    webauthn.get_authenticator_by_credential_id = _by_credential_id
