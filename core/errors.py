"""The ways in which a request can be refused, and how a person or a program hears about it.

Not visible = 404, visible but not allowed = 403, wrong state or stale = 409, invalid input = 422 on the web and 400 in
the API. Each error carries a Dutch sentence for the person who gets it. Nothing else in the code chooses a status.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import ClassVar
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme


class DomainError(Exception):
    """A refusal with a status, a title and a Dutch sentence that says what to do."""

    status: ClassVar[int] = 400
    title: ClassVar[str] = "Dat kan niet"
    template: ClassVar[str] = "errors/refused.html"
    # An operation that was refused has written so itself (audit/operation.py).
    is_recorded = False
    # Whether somebody was kept from something. Otherwise the step could not be done: wrong moment, stale form, incomplete.
    denies: ClassVar[bool] = False
    # Whether the log holds enough of the same already, and gets no line more.
    is_told: ClassVar[bool] = False
    # Of an operation that has no row yet: the rows that it was aimed at, in whose log the refusal belongs.
    about: Sequence[object] = ()

    def __init__(self, message: str = "", **detail: object) -> None:
        self.message = message or self.title
        self.detail = detail
        super().__init__(self.message)


class NotVisible(DomainError):
    """The object does not exist, or not for this actor: the answer is the same."""

    status = 404
    denies = True
    title = "Deze pagina bestaat niet"
    template = "errors/not_found.html"


class Forbidden(DomainError):
    """The actor may see the object but not do this."""

    status = 403
    denies = True
    title = "Dit mag u niet doen"


class Conflict(DomainError):
    """The state of the object does not allow this now."""

    status = 409
    title = "Dit kan nu niet meer"
    template = "errors/conflict.html"


class WrongState(Conflict):
    """No arrow of the workflow leads from the present state by this action."""


class Stale(Conflict):
    """The form was opened before somebody else changed the object; nothing was overwritten.

    `meanwhile`: the events of the log that say who changed what, where this actor may read them.
    """

    title = "Iemand anders heeft dit intussen gewijzigd"
    template = "errors/stale.html"


class Incomplete(Conflict):
    """A form or a button came without a readable word of what it had shown; nobody else need have changed anything."""

    title = "Wat u stuurde, was niet volledig"
    advice: ClassVar[str] = "Open de pagina opnieuw en probeer het daar nog een keer."

    def __init__(self, message: str = advice, **detail: object) -> None:
        super().__init__(message, **detail)


class OwnChange(Stale):
    """The same, but nobody else was first: she changed it herself, in another window.

    `row`: the key of what she changed, `version`: its present one; `field`: the name under which the form carries that.
    """

    title = "U hebt dit intussen zelf gewijzigd"
    template = "errors/own_change.html"
    field = "version"


class OtherHat(Conflict):
    """The form was opened under another role than the one that acts now; its text is kept."""

    title = "Dit formulier hoort bij een andere rol"
    template = "errors/other_hat.html"


class Invalid(DomainError):
    """Input that breaks a rule; `fields` maps a field name to Dutch messages."""

    status = 422
    title = "Controleer wat u hebt ingevuld"

    def __init__(
        self, fields: Mapping[str, list[str]] | None = None, message: str = "", *, about: Sequence[object] = ()
    ) -> None:
        super().__init__(message)
        self.fields: dict[str, list[str]] = dict(fields or {})
        self.about = about


class Withheld(Invalid):
    """Input that fits its field and names what this actor may not have, or nothing: no mistake in a form but a refusal."""

    denies = True


class Faults:
    """What is wrong with what was sent, gathered from one check after another, so that all of it is said at once.

    `fields` maps a field name to Dutch messages. A refusal (`Withheld`) is none of these: it ends the request as always.
    """

    def __init__(self) -> None:
        self.fields: dict[str, list[str]] = {}

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Keep what the check inside raises, and go on."""
        try:
            yield
        except Withheld:
            raise
        except Invalid as error:
            for name, messages in error.fields.items():
                self.add(name, *messages)

    def add(self, name: str, *messages: str) -> None:
        """Keep these of this field."""
        self.fields.setdefault(name, []).extend(messages)

    def demand_none(self) -> None:
        """Raise Invalid with all that was found; nothing when nothing was."""
        if self.fields:
            raise Invalid(self.fields)


class WithheldAgain(Withheld):
    """The same so often that the log has been told: it leaves no line there, so that nobody fills the log by trying on."""

    is_told = True


def settled_meanwhile() -> AbstractContextManager[None]:
    """For a job over many rows: one that somebody settled since the list was read holds up no other."""
    return suppress(WrongState, NotVisible)


# Apps append to this in `ready()`: each hook hears of every refusal that leaves a view, page or API, before its answer is
# made.
ON_REFUSAL: list[Callable[[HttpRequest, DomainError], None]] = []


def tell_of(request: HttpRequest, error: DomainError) -> None:
    """Tell the hooks of a refusal."""
    for hook in ON_REFUSAL:
        hook(request, error)


class DomainErrors:
    """Middleware: turns a DomainError that leaves a view into its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        tell_of(request, exception)
        return error_page(request, exception)


def error_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page for `error`, which gives back what was typed, so that nothing is lost."""
    context = {"error": error, "posted_to": request.get_full_path(), "page_url": _page_url(request)}
    return render(request, error.template, context, status=error.status)


def _page_url(request: HttpRequest) -> str:
    """The page that was being worked on: this address, or for one that only takes forms the page that held the form."""
    match = request.resolver_match
    mark = getattr(match.func, "mark", None) if match else None
    if mark is None or "GET" in mark.methods:
        return request.get_full_path()
    before = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(before, allowed_hosts=hosts, require_https=request.is_secure()):
        return ""
    parts = urlsplit(before)
    page = f"{parts.path}?{parts.query}" if parts.query else parts.path
    # As a link on its own it must stay here too: "//elsewhere/" is another host.
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else ""
