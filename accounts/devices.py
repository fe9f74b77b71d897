"""Browsers in which somebody has signed in fully before.

Each has a signed cookie that no script reads, bound to one person. It opens nothing: it only lets the throttle count the
attempts in that browser apart, so that a stranger who types somebody's name cannot lock her out. It stops being known
when she signs out everywhere else, when her password or address changes, when her account is closed, and after ninety
days without a sign-in.
"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .models import KnownDevice, User

REMEMBERED = timedelta(days=90)
_SALT = "accounts.device"


def known(request: HttpRequest, name: str) -> uuid.UUID | None:
    """The number of this browser when the person with this sign-in name signed in in it before."""
    number = _number_in(request)
    if number is None:
        return None
    found = KnownDevice.objects.filter(pk=number, user__email=name, used_at__gt=timezone.now() - REMEMBERED)
    return number if found.exists() else None


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Know this browser from now on: `user` signed in in it, with everything that takes."""
    number = _number_in(request)
    now = timezone.now()
    if number is None or not KnownDevice.objects.filter(pk=number, user=user).update(used_at=now):
        number = KnownDevice.objects.create(user=user).pk
    response.set_cookie(
        _cookie_name(),
        signing.dumps(number.hex, salt=_SALT),
        max_age=int(REMEMBERED.total_seconds()),
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Strict",
    )


def forget(user: User, *, but: HttpRequest | None = None) -> None:
    """Know none of this person's browsers any more, except the one that sent the request `but`."""
    devices = KnownDevice.objects.filter(user=user)
    current = None if but is None else _number_in(but)
    (devices if current is None else devices.exclude(pk=current)).delete()


def delete_old() -> None:
    """Remove what is no longer known because it was not used."""
    KnownDevice.objects.filter(used_at__lte=timezone.now() - REMEMBERED).delete()


def _number_in(request: HttpRequest) -> uuid.UUID | None:
    text = request.COOKIES.get(_cookie_name(), "")
    try:
        return uuid.UUID(signing.loads(text, salt=_SALT, max_age=REMEMBERED))
    except (signing.BadSignature, ValueError):
        return None


def _cookie_name() -> str:
    return f"{settings.SESSION_COOKIE_NAME}-apparaat"
