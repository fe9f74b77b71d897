"""What every way of signing in comes to, whether by an issuer or by a card of the demo: in, and on to where somebody was going."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import User


def with_next(name: str, way: str) -> str:
    """The page called `name`, which leads on to `way`."""
    return f"{reverse(name)}?{urlencode({'next': way})}" if way else reverse(name)


def let_in(request: HttpRequest, user: User, mark: Callable[[HttpRequest, User], None], *, way: str) -> HttpResponse:
    """Sign in, by a way that asks no password here; `mark` says in the session what stands for the second factor."""
    adapter = get_adapter()
    adapter.login(request, user)
    mark(request, user)
    given = {"email_verification": "none", "signal_kwargs": None, "email": None, "signup": False}
    response: HttpResponse = adapter.post_login(request, user, redirect_url=way, **given)
    return response
