"""Showing once more that it is her, for who has no password here: with a code, or in the demo with one click.

Who has a password types that (allauth's own page, `account_reauthenticate`).
"""

from allauth.account.utils import get_next_redirect_url
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import factors, fresh, second_factor
from accounts.factor_forms import ConfirmForm
from accounts.personas import is_demo
from core.pages import Request, member_page, show

from .owner import owner_of


@member_page("one's own account", methods=("GET", "POST"))
def confirm(request: Request) -> HttpResponse:
    """A code of the second factor; in a demo a button alone; with neither, the way to sign in again."""
    owner = owner_of(request)
    if owner.has_usable_password():
        return redirect(f"{reverse('account_reauthenticate')}?{request.GET.urlencode()}")
    has_code = factors.has_factor(owner.pk)
    form = ConfirmForm(request.POST or None, user=owner) if has_code else None
    if request.method == "POST" and (form.is_valid() if form else is_demo()):
        second_factor.renew_key(request)
        fresh.give(request, "code" if form else second_factor.DEMO)
        return fresh.way_on(request)
    context = {"form": form, "demo": is_demo(), "way": get_next_redirect_url(request) or "/"}
    return show(request, "accounts/confirm.html", context, status=422 if form and form.errors else 200)
