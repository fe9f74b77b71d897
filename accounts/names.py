"""Names of colleagues for lines that hold only an id (timeline, list of readers)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from .models import User


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """User id -> full name, in one query; nobody asked for, nothing asked."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "full_name")) if wanted else {}


def names_in(user_ids: QuerySet[Any, Any]) -> QuerySet[User, tuple[int, str]]:
    """(user id, full name) of everybody whose id is in this set."""
    return User.objects.filter(pk__in=user_ids).values_list("pk", "full_name")
