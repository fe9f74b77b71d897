"""How long a session lasts: at most `SESSION_COOKIE_AGE` from signing in, and `SESSION_IDLE_SECONDS` without a request.

The moment of the last request is noted at most once a minute and as the last write of the request: an early write to
the session's row made the pages of one person wait for each other.
"""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from audit.recording import record
from core.access import Actor

from .events import AccountEvent
from .models import User

_SIGNED_IN_AT = "signed_in_at"
_TOUCHED = "touched"
_TOUCH_EVERY = 60  # seconds

type Content = SessionBase | Mapping[str, Any]  # a session that is open, or one as it was stored


def end_if_too_old(request: HttpRequest) -> None:
    """Sign out whoever worked too long in one session, or was away too long."""
    if not isinstance(request.user, User) or not is_too_old(request.session):
        return
    record(AccountEvent.SESSION_ENDED, request.user, actor=Actor(request.user.pk, name=request.user.full_name))
    logout(request)


def age(request: HttpRequest) -> float:
    """Seconds since somebody signed in; many when the session does not say."""
    return time.time() - float(request.session.get(_SIGNED_IN_AT, 0))


def only_look(request: HttpRequest) -> None:
    """This request does not count as use of the session."""
    request._only_looks = True  # type: ignore[attr-defined]  # kept on the request


def time_left(request: HttpRequest) -> tuple[int, bool]:
    """Seconds until this session ends when nothing more is done, and whether going on would make it longer."""
    now = time.time()
    whole = int(settings.SESSION_COOKIE_AGE) - (now - float(request.session.get(_SIGNED_IN_AT, now)))
    idle = now - float(request.session.get(_TOUCHED, now))
    if idle >= _TOUCH_EVERY and not hasattr(request, "_only_looks"):
        idle = 0  # noted at the end of this request
    left = min(whole, int(settings.SESSION_IDLE_SECONDS) - idle)
    return max(0, int(left)), whole > left


def touch(request: HttpRequest) -> None:
    """Note that the session is in use."""
    if hasattr(request, "_only_looks"):
        return
    now = time.time()
    if request.user.is_authenticated and now - request.session.get(_TOUCHED, 0) >= _TOUCH_EVERY:
        request.session.setdefault(_SIGNED_IN_AT, now)
        request.session[_TOUCHED] = now


def start(request: HttpRequest) -> None:
    """Begin to count anew: somebody signed in."""
    request.session[_SIGNED_IN_AT] = request.session[_TOUCHED] = time.time()


def last_used(content: Content) -> datetime | None:
    """When a session was last used, to the minute; None when it does not say."""
    moment = content.get(_TOUCHED)
    return datetime.fromtimestamp(float(moment), UTC) if moment else None


def is_too_old(content: Content) -> bool:
    """Whether the next request with this session ends it."""
    now = time.time()
    age = now - float(content.get(_SIGNED_IN_AT, now))
    idle = now - float(content.get(_TOUCHED, now))
    return age > int(settings.SESSION_COOKIE_AGE) or idle > int(settings.SESSION_IDLE_SECONDS)
