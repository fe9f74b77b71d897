"""Whose account a page is about: always that of who is signed in."""

from django.http import HttpRequest

from accounts.models import User


def owner_of(request: HttpRequest) -> User:
    """Who is signed in, on a page that only members reach."""
    assert isinstance(request.user, User)  # noqa: S101  member pages have a signed-in user
    return request.user
