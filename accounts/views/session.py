"""One's own sessions: how long this one lasts ("Verder werken"), where else one is signed in, and ending that.

Ending a session asks nothing of the role that acts: whoever sees a stranger in her account is not held up.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect

from accounts import ending, own_sessions, session
from core.pages import Request, member_page, show, visible_or_404

from .owner import owner_of

_FORM = ("GET", "POST")


@member_page("one's own session: how long it still lasts", methods=("GET", "POST"))
def left(request: Request) -> HttpResponse:
    """GET only looks: asking how long is left is no work. POST goes on."""
    if request.method == "GET":
        session.only_look(request)
    seconds, extendable = session.time_left(request)
    return JsonResponse({"seconds": seconds, "extendable": extendable})


@member_page("one's own account", methods=_FORM)
def where(request: Request) -> HttpResponse:
    """Where one is signed in; the button ends all of it but here."""
    owner = owner_of(request)
    if request.method == "POST":
        ending.end_own(request, owner, actor=request.actor)
        messages.success(request, "U bent overal elders uitgelogd.")
        return redirect("usersessions_list")
    return show(request, "accounts/sessions.html", {"sessions": own_sessions.alive(request, owner)})


@member_page("one's own account", methods=_FORM)
def end(request: Request, session_id: int) -> HttpResponse:
    """Asks first, then ends the one that was chosen. This one ends by signing out."""
    owner = owner_of(request)
    chosen: Any = visible_or_404(own_sessions.rows_of(owner), pk=session_id)
    if chosen.session_key == request.session.session_key:
        return redirect("account_logout")
    if request.method == "POST":
        ending.end_own(request, owner, actor=request.actor, chosen=chosen)
        messages.success(request, "Die sessie is beëindigd.")
        return redirect("usersessions_list")
    return show(request, "accounts/end_session.html", {"chosen": chosen})
