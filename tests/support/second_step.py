"""The second step of signing in, for tests: an app whose secret is known here, and a passkey that is a name only."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.test import Client
from django.urls import reverse

from accounts.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERIOD = 30


def set_up(user: User, secret: str = SECRET) -> None:
    """An app and recovery codes, unless they are there."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)


def add_passkey(user: User, name: str = "Werktelefoon") -> None:
    """A row of a passkey; nobody can sign in with it."""
    WebAuthn.add(user, name, {})


def code(steps: int = 0, secret: str = SECRET) -> str:
    """The code that the app shows now, or `steps` half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + steps)))


def give(client: Client, user: User) -> Any:
    """Give the code of this moment, however often in one half minute."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    row.data.pop("last_step", None)
    row.save()
    return client.post(reverse("mfa_authenticate"), {"code": code()})
