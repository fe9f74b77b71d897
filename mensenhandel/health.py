"""Whether this server lives (`/livez`) and may be sent visitors (`/readyz`): for supervisors and proxies.

Outermost middleware: both answer without session, host name or TLS, and the first without the database.
"""

import logging
import time
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from core.walls import intact

logger = logging.getLogger(__name__)

KEPT = 5.0  # seconds; anybody may ask, and the answer takes a look at the whole catalogue


class Health:
    """Answers the two addresses; every other request goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.last: tuple[float, dict[str, str]] = (float("-inf"), {})

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/livez":
            return HttpResponse("ok", content_type="text/plain; charset=utf-8")
        if request.path_info == "/readyz":
            found = self._state()
            return JsonResponse(found, status=200 if set(found.values()) == {"ok"} else 503)
        return self.get_response(request)

    def _state(self) -> dict[str, str]:
        at, found = self.last
        if time.monotonic() - at > KEPT:
            found = state()
            self.last = time.monotonic(), found
        return found


def state() -> dict[str, str]:
    """Per part "ok" or a word that says what is wrong. The whole sentences stand in the server's log alone."""
    try:
        found = intact.problems()
    except DatabaseError:
        logger.exception("The database does not answer.")
        return {"database": "unreachable"}
    finally:
        if not connection.in_atomic_block:  # a test holds one
            connection.close()
    for problem in found:
        logger.error(problem)
    return {"database": "ok", "walls": "changed" if found else "ok"}
