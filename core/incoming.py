"""What of a request cannot be read is the sender's mistake: refused in words, before anything trips over it.

The framework builds its request by the character set that the sender names, and for some names it falls over while it
does so, outside everything that makes a page of an error. So that header is judged before: `readable()` stands round the
application, and the middleware `RefuseUnreadable` gives the answer (415).
"""

import codecs
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import parse_header_parameters

_LONGEST_ADDRESS = 45  # of IPv6 with an IPv4 address in it
_UNREADABLE = "signaalpunt.unreadable"
_TYPE = "CONTENT_TYPE"
_READ = frozenset({"utf-8", "ascii"})

type Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class UnknownCharacters(BadRequest):
    """The body is in a character set that we do not read; everything of ours is UTF-8."""


def readable(application: Application) -> Application:
    """The WSGI application, never asked to read a body in a character set that it does not know."""

    def judged(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not _is_read(environ.get(_TYPE, "")):
            environ = environ | {_TYPE: "application/octet-stream", _UNREADABLE: True}
        return application(environ, start_response)

    return judged


class RefuseUnreadable:
    """Middleware: the answer to what `readable` put aside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.META.get(_UNREADABLE):
            raise UnknownCharacters
        return self.get_response(request)


def address_of(request: HttpRequest) -> str:
    """The visitor's network address, as far as we can know it.

    Behind our own proxies it is counted from the right in X-Forwarded-For: what stands further left, the visitor wrote.
    """
    proxies: int = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    seen = hops[-proxies] if 0 < proxies <= len(hops) else request.META.get("REMOTE_ADDR", "")
    return str(seen)[:_LONGEST_ADDRESS]


class RefuseTooBig:
    """Middleware: a request that says it is bigger than any of ours is refused (413) before anything reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = str(request.META.get("CONTENT_LENGTH") or "")
        if said.isdecimal() and int(said) > settings.REQUEST_MOST_BYTES:
            raise RequestDataTooBig
        return self.get_response(request)


def _is_read(content_type: str) -> bool:
    try:
        _, parameters = parse_header_parameters(content_type)
        return codecs.lookup(parameters.get("charset", "utf-8")).name in _READ
    except (LookupError, ValueError):
        return False
