"""Under which hat this request acts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ActingHat:
    """Puts `request.actor` on the request, after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
