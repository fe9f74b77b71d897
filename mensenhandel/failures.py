"""The answer when there is no such address, and when something broke: a page for a person, a problem document for a program.

A fault gets a reference. Whoever met it reads it out, the administrator finds it in the log with where it went wrong;
the answer itself says nothing about what happened.
"""

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

from core.api import PREFIX, plain_problem
from core.transactions import reference_of

from .access_log import without_key

logger = logging.getLogger(__name__)

SERVER_ERROR = 500


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
    page = loader.get_template("500.html").render({"reference": reference})
    return HttpResponse(page, status=SERVER_ERROR)
