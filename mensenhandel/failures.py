"""The answer to what nobody can read, when there is no such address, and when something broke: a page for a person, a problem document for a program.

A fault gets a reference. Whoever met it reads it out, the administrator finds it in the log with where it went wrong;
the answer itself says nothing about what happened.
"""

import logging
import sys
from collections.abc import Sequence

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.template import loader
from django.views import defaults

from core.api import PREFIX, plain_problem
from core.incoming import UnknownCharacters
from core.transactions import reference_of

from .access_log import without_key

logger = logging.getLogger(__name__)

SERVER_ERROR = 500


_STATUS: Sequence[tuple[type[Exception], int]] = ((RequestDataTooBig, 413), (UnknownCharacters, 415))


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request itself is broken, too large or in a form that we do not read."""
    code = next((code for kind, code in _STATUS if isinstance(exception, kind)), 400)
    if request.path_info.startswith(PREFIX):
        return plain_problem(code)
    return _page(request, "400.html", code, too_big="yes" if code == 413 else "")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such address."""
    if request.path_info.startswith(PREFIX):
        return plain_problem(404)
    return defaults.page_not_found(request, exception)


def fault(request: HttpRequest) -> HttpResponse:
    """Something broke. Nothing of the request was kept (core/transactions.py)."""
    reference = reference_of(request)
    logger.error("Fault %s: %s %s", reference, request.method, without_key(request.path), exc_info=sys.exc_info())
    answer = _answer(request, reference)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # Django would log it again, without the reference
    return answer


def _answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Made without the request's own context: what broke may be the database."""
    if request.path_info.startswith(PREFIX):
        told = "Er is niets opgeslagen. Noem bij een vraag deze code: " + reference
        return plain_problem(SERVER_ERROR, told, kenmerk=reference)
    return _page(request, "500.html", SERVER_ERROR, reference=reference)


def _page(request: HttpRequest, template: str, status: int, **context: str) -> HttpResponse:
    page = loader.get_template(template).render(context | {"csp_nonce": get_nonce(request)})
    return HttpResponse(page, status=status)
