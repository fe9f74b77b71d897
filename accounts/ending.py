"""Ending sessions of somebody, all of them or one: the next request with it is refused."""

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from audit.recording import record
from core.access import Actor

from . import devices
from .events import AccountEvent
from .models import User


def end_sessions(user: User) -> int:
    """Sign the account out everywhere, in browsers that nobody knows any more; how many sessions there were."""
    devices.forget(user)
    return _end(list(UserSession.objects.filter(user=user)))


def end_own(request: HttpRequest, user: User, *, actor: Actor, chosen: UserSession | None = None) -> User:
    """End a session that its owner chose, or all but the one of this request. No browser but this one is known then."""
    devices.forget(user, but=request)
    others = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    ended = _end(list(others if chosen is None else others.filter(pk=chosen.pk)))
    if ended:
        record(AccountEvent.OWN_SESSIONS_ENDED, user, actor=actor, detail={"sessions_ended": ended})
    return user


def _end(sessions: list[UserSession]) -> int:
    for session in sessions:
        session.end()
    return len(sessions)
