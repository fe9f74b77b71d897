"""Showing once more that it is her, for who has no password here: with a code, or in the demo with one click.

Who has a password types that (allauth's own page, `account_reauthenticate`).
"""

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import factors, fresh
from accounts.factor_forms import ConfirmForm
from accounts.models import User
from core.pages import Request, member_page, show


@member_page("one's own account", methods=("GET", "POST"))
def confirm(request: Request) -> HttpResponse:
    """A code of the second factor; in a demo a button alone; with neither, the way to sign in again."""
    if request.user.has_usable_password():
        return redirect(f"{reverse('account_reauthenticate')}?{request.GET.urlencode()}")
    assert isinstance(request.user, User)  # noqa: S101  member pages have a signed-in user
    has_code = factors.has_factor(request.user.pk)
    form = ConfirmForm(request.POST or None, user=request.user) if has_code else None
    if request.method == "POST" and (form.is_valid() if form else _is_demo()):
        fresh.give(request, "code" if form else "demo")
        return fresh.way_on(request)
    context = {"form": form, "demo": _is_demo(), "way": get_next_redirect_url(request) or "/"}
    return show(request, "accounts/confirm.html", context, status=422 if form and form.errors else 200)


def _is_demo() -> bool:
    return settings.DEMO and not settings.PRODUCTION
