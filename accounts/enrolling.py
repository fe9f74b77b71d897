"""Setting up an app: its secret waits in the session until the first code proves that the app has it.

It waits sealed, bound to the user: a session stands in the database, and what stands there opens nothing.
"""

import base64
import binascii
import re

from allauth.mfa.adapter import get_adapter
from django.http import HttpRequest

from core.sealed import SealBroken, open_bytes, seal_bytes

from . import factors

_KEY = "second_factor_secret"
_GROUP = 4


def secret_of(request: HttpRequest) -> str:
    """The secret for the app of who sets one up; the same as long as it waits."""
    bound_to = f"accounts.enrolling|{request.user.pk}"
    try:
        return open_bytes(base64.b64decode(str(request.session.get(_KEY, "")), validate=True), bound_to).decode()
    except (SealBroken, binascii.Error):
        secret = factors.new_secret()
        request.session[_KEY] = base64.b64encode(seal_bytes(secret.encode(), bound_to)).decode()
        return secret


def forget_secret(request: HttpRequest) -> None:
    """The app has it, the session no longer."""
    request.session.pop(_KEY, None)


def spelled(secret: str) -> str:
    """The secret in groups of four, as people type it."""
    return " ".join(secret[at : at + _GROUP] for at in range(0, len(secret), _GROUP))


def picture(link: str) -> str:
    """The QR code of `link` as an SVG element that stands in the page itself."""
    drawn = str(get_adapter().build_totp_svg(link))
    return re.sub(r"^.*?<svg", '<svg role="img" aria-label="QR-code voor uw app"', drawn, count=1, flags=re.DOTALL)
