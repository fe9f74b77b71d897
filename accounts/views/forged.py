"""A form whose CSRF token does not fit.

Mostly an honest one: the page was opened before the person signed in again in another tab, and signing in renews the
token. What was typed is then given back with a fresh token, to be sent again with one click. A request from another
site never comes that far: without our SameSite=Strict cookies it has no signed-in user.
"""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import resolve, reverse

from accounts import carrying
from accounts.typed import typed
from core.pages import Request

_HONEST = "CSRF token"  # missing or not the present one; a wrong origin has another reason


def refused(request: Request, reason: str = "") -> HttpResponse:
    """`settings.CSRF_FAILURE_VIEW`."""
    if request.actor.is_signed_in and reason.startswith(_HONEST):
        if request.path == reverse("account_login"):
            return _already_signed_in(request)
        if carrying.can_be_carried(request, resolve(request.path).func):
            context = {
                "path": request.get_full_path(),
                "fields": typed(request.path, carrying.typed_fields(request.POST)),
            }
            return render(request, "accounts/send_again.html", context, status=403)
    return render(request, "errors/csrf.html", status=403)


def _already_signed_in(request: Request) -> HttpResponse:
    carrying.keep(request, request.POST.get(carrying.FIELD, "")[: 2 * carrying.LIMIT])
    return HttpResponseRedirect(reverse("accounts:resume") if carrying.is_waiting(request) else "/")
