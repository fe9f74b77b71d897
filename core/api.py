"""What every part of the REST API has in common (NLGov REST API Design Rules).

Errors are `application/problem+json` (RFC 9457) in Dutch and never repeat what was sent. A client's token leads to its
organisation; from there on the same gate, policy and operations serve as on the pages.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Any, ClassVar, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from . import walls
from .access import Action, Actor, authorize
from .errors import DomainError, Forbidden, Invalid, tell_of
from .pages import Mark, Request

API_VERSION = "1.0.0"
PREFIX = "/api/"
PROBLEM = "application/problem+json"

TITLES: Mapping[int, str] = {
    400: "Controleer wat u hebt gestuurd",
    401: "U bent niet aangemeld",
    403: "Dit mag deze koppeling niet",
    404: "Niet gevonden",
    405: "Deze handeling bestaat hier niet",
    406: "Dit formaat leveren wij niet",
    409: "Dit kan nu niet",
    413: "Te groot",
    415: "Dit formaat lezen wij niet",
    429: "Te veel verzoeken",
    500: "Er ging iets mis bij ons",
}
_WORDS = {
    "required": "Dit veld is verplicht.",
    "null": "Dit veld mag niet leeg zijn.",
    "blank": "Dit veld mag niet leeg zijn.",
    "invalid": "Deze waarde heeft niet de juiste vorm.",
    "invalid_choice": "Deze code bestaat niet; zie /codelijsten.",
    "retired": "Deze code is niet meer in gebruik; zie /codelijsten voor de laatste dag.",
    "max_length": "Deze tekst is te lang.",
    "not_a_list": "Hier hoort een lijst te staan.",
    "duplicate": "Elke waarde mag hier maar één keer staan.",
    "empty": "Deze lijst mag niet leeg zijn.",
    "unknown": "Dit veld kennen wij niet.",
    "bsn": "Hier staat een nummer dat een burgerservicenummer (BSN) kan zijn. Haal het weg, of stuur `geenBsn` mee.",
}


_ONLY_TLS = "Deze koppeling werkt alleen over https. Vervang het geheim: het ging onversleuteld over de lijn."
_SAID_WITH = ("Allow", "Retry-After", "WWW-Authenticate")


class ApiHeaders:
    """Middleware: the version on every answer of the API, and no page where a program reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        # Not sent on to https, as a page is: a program whose secret goes over the line in the open must hear of it.
        unsafe = settings.SECURE_SSL_REDIRECT and not request.is_secure()
        response = plain_problem(403, _ONLY_TLS) if unsafe else _as_problem(self.get_response(request))
        response.headers["API-Version"] = API_VERSION
        return response


def _as_problem(response: HttpResponseBase) -> HttpResponseBase:
    """The same refusal as a problem document, when something below the resources made a page of it."""
    if response.status_code < status.HTTP_400_BAD_REQUEST or "json" in response.headers.get("Content-Type", ""):
        return response
    told = plain_problem(response.status_code, TITLES.get(response.status_code, "Dit lukt niet"))
    for name in _SAID_WITH:
        if name in response.headers:
            told.headers[name] = response.headers[name]
    return told


class PartnerViewSet(ViewSet):
    """Base of a resource: `policy` names the action of each method of the viewset."""

    scope: ClassVar[str] = ""
    policy: ClassVar[Mapping[str, Action]] = {}
    query_keys: ClassVar[frozenset[str]] = frozenset({"na", "aantal"})
    # Without HEAD: a look is read together with its answer, or it was none.
    http_method_names = ["get", "post", "options"]
    mark: ClassVar[Mark] = Mark(
        None, frozenset(), "a partner's program: token, scope and policy are checked here", public=True
    )

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        # Here and not in `finalize_response`: that one is not reached after a fault of ours.
        with ExitStack() as self._walls:
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self._walls.enter_context(walls.enter(self.actor))
        unknown = set(request.query_params) - self.query_keys
        if unknown:
            raise exceptions.ValidationError({name: exceptions.ErrorDetail("", code="unknown") for name in unknown})
        if self.scope and self.scope not in request.auth.scope.split():
            raise Forbidden("Deze koppeling heeft dit recht (scope) niet.")
        action = self.policy.get(self.action or "")
        if action is not None:
            authorize(self.actor, action)

    @property
    def actor(self) -> Actor:
        """Whoever the token acts for."""
        actor: Actor = cast("Request", self.request._request).actor
        return actor


def problem(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler: the problem document of an error, or None for a fault of ours."""
    if isinstance(error, DomainError):
        tell_of(context["request"]._request, error)
    found = _describe(error)
    if found is None:
        return None
    code, detail, fields, headers = found
    body = _document(code, detail)
    if fields:
        body["invalidParams"] = fields
    return Response(body, status=code, headers=headers, content_type=PROBLEM)


def plain_problem(code: int, detail: str = "", **more: str) -> JsonResponse:
    """The problem document of an answer that was made outside the resources: no such address, a fault of ours."""
    return JsonResponse(_document(code, detail or TITLES[code]) | more, status=code, content_type=PROBLEM)


def _document(code: int, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": TITLES.get(code, "Dit lukt niet"), "status": code, "detail": detail}


type _Found = tuple[int, str, list[dict[str, str]], dict[str, str]]


def _describe(error: Exception) -> _Found | None:
    if isinstance(error, Invalid):
        fields = [{"name": name, "code": "invalid", "reason": " ".join(told)} for name, told in error.fields.items()]
        return status.HTTP_400_BAD_REQUEST, error.message, fields, {}
    if isinstance(error, DomainError):
        return error.status, error.message, [], {}
    if isinstance(error, Http404 | RequestDataTooBig):
        code = status.HTTP_404_NOT_FOUND if isinstance(error, Http404) else status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
        return code, TITLES[code], [], {}
    if isinstance(error, exceptions.ValidationError):
        return status.HTTP_400_BAD_REQUEST, TITLES[400], _fields(error.get_full_details()), {}
    if isinstance(error, exceptions.APIException):
        headers = {"WWW-Authenticate": error.auth_header} if hasattr(error, "auth_header") else {}
        if getattr(error, "wait", None):
            headers["Retry-After"] = str(int(error.wait))  # type: ignore[attr-defined]  # asked one line above
        told = TITLES.get(error.status_code, "Dit lukt niet")
        return error.status_code, told, [], headers
    return None


def _fields(details: Any, prefix: str = "") -> list[dict[str, str]]:
    """Flat list of what is wrong: {name, code, reason}; names of nested fields joined with a dot, of an item in a list with
    its place from 0."""
    if isinstance(details, dict) and "code" in details and "message" in details:
        code = str(details["code"])
        return [{"name": prefix, "code": code, "reason": _WORDS.get(code, _WORDS["invalid"])}]
    items = details.items() if isinstance(details, dict) else enumerate(details)
    found: list[dict[str, str]] = []
    for name, inner in items:
        is_item = isinstance(inner, dict) and "code" not in inner
        deeper = prefix if isinstance(name, int) and not is_item else f"{prefix}.{name}".strip(".")
        found.extend(_fields(inner, deeper))
    return found
