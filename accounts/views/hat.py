"""Choosing another hat."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.hats import switch_hat
from accounts.models import User
from core.pages import Request, member_page


class _SendAgain(HttpResponseRedirect):
    """307: the browser sends the same form once more, to the new address."""

    status_code = 307


@member_page("one's own account has several roles", methods=("POST",))
def switch(request: Request) -> HttpResponse:
    """Act under another hat. With `?naar=` the form that was sent goes on to that page under the new hat."""
    assert isinstance(request.user, User)  # noqa: S101  member pages have a signed-in user
    switch_hat(request, request.user, request.actor, request.POST.get("hat", ""))
    onward = request.GET.get("naar", "")
    if onward.startswith("/") and url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        return _SendAgain(onward)
    return HttpResponseRedirect("/")
