"""Ending sessions of somebody, all of them or one: the next request with it is refused."""

from allauth.usersessions.models import UserSession

from . import devices
from .models import User


def end_sessions(user: User) -> int:
    """Sign the account out everywhere, in browsers that nobody knows any more; how many sessions there were."""
    devices.forget(user)
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)
