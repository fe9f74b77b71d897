"""The sessions in which somebody is signed in now: which browser, since when, when last used, and whether it is this one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from . import second_factor, session
from .models import User


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One of them, as its page shows it. `is_whole`: the second step was given in it too."""

    pk: int
    user_agent: str
    address: str
    since: datetime
    last_used: datetime | None
    is_current: bool
    is_whole: bool


def rows_of(user: User) -> QuerySet[Any]:
    """The lines about this person's sessions, newest first; some may have ended already."""
    rows: QuerySet[Any] = UserSession.objects.filter(user=user).order_by("-created_at", "-pk")
    return rows


def alive(request: HttpRequest, user: User) -> list[OwnSession]:
    """Those that still open something, the one of this request first. Two queries, however many there are."""
    rows = list(rows_of(user))
    stored = Session.objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now())
    contents = {found.session_key: found.get_decoded() for found in stored}
    found = [
        _shown(row, contents[row.session_key], request)
        for row in rows
        if row.session_key in contents and _opens(contents[row.session_key], user)
    ]
    return sorted(found, key=lambda one: not one.is_current)


def _opens(content: dict[str, Any], user: User) -> bool:
    """Whether the next request with it is this person's: not too old, and from after the last change of password."""
    is_hers = content.get(SESSION_KEY) == str(user.pk)
    fits = constant_time_compare(str(content.get(HASH_SESSION_KEY, "")), user.get_session_auth_hash())
    return is_hers and fits and not session.is_too_old(content)


def _shown(row: Any, content: dict[str, Any], request: HttpRequest) -> OwnSession:
    return OwnSession(
        pk=row.pk,
        user_agent=row.user_agent,
        address=row.ip,
        since=row.created_at,
        last_used=session.last_used(content),
        is_current=row.session_key == request.session.session_key,
        is_whole=second_factor.is_marked(content, row.user_id),
    )
