"""How long one's own session lasts: what the warning on a page asks, and "Verder werken"."""

from django.http import HttpResponse, JsonResponse

from accounts import session
from core.pages import Request, member_page


@member_page("one's own session: how long it still lasts", methods=("GET", "POST"))
def left(request: Request) -> HttpResponse:
    """GET only looks: asking how long is left is no work. POST goes on."""
    if request.method == "GET":
        session.only_look(request)
    seconds, extendable = session.time_left(request)
    return JsonResponse({"seconds": seconds, "extendable": extendable})
