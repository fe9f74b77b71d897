"""One transaction per request: what the answer says and what the database holds agree.

* Below status 500 it commits, also at 404, 409 and 422: an operation is a savepoint and has undone itself by then, while
  the refusal that was gathered and the session must stay.
* From 500 up it rolls back, and one short new transaction runs `AFTER_FAILURE`, where the error is noted.
* What was gathered (`core.unit`) is written last, after session and page. When that fails, nothing is committed and
  nothing is shown: the answer is a 500.
* Side effects outside the database belong in `transaction.on_commit(..., robust=True)`.

A streaming answer is sent after the transaction has ended, so a query in it would run without context; here it raises.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from psycopg.pq import TransactionStatus

from .incoming import address_of
from .references import new_reference
from .unit import unit_of_work

logger = logging.getLogger(__name__)

SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong: the status that was sent and, where it is known, the exception."""

    status: int
    exception: BaseException | None


def reference_of(request: HttpRequest) -> str:
    """The code of this request's fault: the same on the page, in the server's log and in what the hooks note."""
    if not hasattr(request, "_fault_reference"):
        request._fault_reference = new_reference("F")  # type: ignore[attr-defined]  # kept on the request
    return str(request._fault_reference)  # type: ignore[attr-defined]  # kept on the request


# Apps append to this in `ready()`. Each hook runs in one short transaction after the failed one was undone.
AFTER_FAILURE: list[Callable[[HttpRequest, Failure], None]] = []


class BrokenTransaction(RuntimeError):
    """Somebody swallowed a database error outside a savepoint: the commit would silently keep nothing."""


class QueryWhileStreaming(RuntimeError):
    """A streaming answer asked the database something. Make the content first, or make it in a job."""


class RequestTransaction:
    """Middleware, outside SessionMiddleware. Paths that begin as `settings.REQUEST_TRANSACTION_EXEMPT` pass without."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.exempt = tuple(settings.REQUEST_TRANSACTION_EXEMPT)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(self.exempt):
            return self.get_response(request)
        try:
            response = self._answer(request)
        except Exception as exception:
            _note(request, Failure(SERVER_ERROR, exception))
            raise
        if response.status_code >= SERVER_ERROR:
            _note(request, Failure(response.status_code, getattr(request, "_failed_with", None)))
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = _without_queries(iter(response))
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        with unit_of_work(origin=address_of(request)):
            response = self.get_response(request)
            if response.status_code >= SERVER_ERROR:
                transaction.set_rollback(True)
            else:
                _demand_whole()
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Remember what the view raised; the inner layers have made it a page by the time we see the answer."""
        request._failed_with = exception  # type: ignore[attr-defined]  # kept on the request
        return None


def is_broken() -> bool:
    """Whether the open transaction can only be undone: the database takes no statement any more."""
    session = connection.connection
    failed = session is not None and session.info.transaction_status == TransactionStatus.INERROR
    return failed or transaction.get_rollback()


def _demand_whole() -> None:
    if is_broken():
        message = "A database error was swallowed outside a savepoint; nothing of this request can be kept."
        raise BrokenTransaction(message)


def _note(request: HttpRequest, failure: Failure) -> None:
    """The answer stands; a hook that fails is logged and changes nothing."""
    if not AFTER_FAILURE:
        return
    if not connection.in_atomic_block:  # a test holds one
        connection.close_if_unusable_or_obsolete()  # what broke may be the connection itself
    try:
        with unit_of_work(origin=address_of(request)):
            for hook in AFTER_FAILURE:
                hook(request, failure)
    except Exception:
        logger.exception("The failure of a request could not be noted.")


def _without_queries(chunks: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        with connection.execute_wrapper(_refuse_query):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk


def _refuse_query(*_query: Any) -> None:
    message = "A streaming answer may not query the database."
    raise QueryWhileStreaming(message)
