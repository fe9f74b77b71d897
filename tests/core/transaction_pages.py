"""Pages that write a row and then answer in every way, for test_transactions."""

from collections.abc import Callable, Iterator

from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import include, path

from core.errors import Forbidden, Invalid, Stale
from core.pages import public_page

ERRORS: dict[int, Callable[[], Exception]] = {403: Forbidden, 404: Http404, 409: Stale, 422: Invalid}


def write(name: str) -> None:
    """A row by which a test sees whether the request was kept."""
    get_user_model().objects.create(email=f"{name}@voorbeeld.example", full_name=name)


@public_page("test", methods=("GET", "POST"))
def answer(request: HttpRequest, status: int) -> HttpResponse:
    write("kept")
    request.session["seen"] = status
    if status in ERRORS:
        raise ERRORS[status]()
    return HttpResponse("klaar", status=status)


@public_page("test")
def fail(request: HttpRequest) -> HttpResponse:
    write("kept")
    raise ZeroDivisionError


@public_page("test")
def swallow(request: HttpRequest) -> HttpResponse:
    """The fault that would commit nothing and say "saved"."""
    write("kept")
    try:
        write("kept")
    except IntegrityError:
        return HttpResponse("het is gelukt")
    return HttpResponse("nooit")


@public_page("test")
def stream_text(request: HttpRequest) -> HttpResponse:
    return StreamingHttpResponse(f"regel {number}\n" for number in range(3))  # type: ignore[return-value]  # an answer that streams, which is refused


@public_page("test")
def stream_rows(request: HttpRequest) -> HttpResponse:
    def rows() -> Iterator[str]:
        yield "eerste regel\n"
        yield from get_user_model().objects.values_list("email", flat=True)

    return StreamingHttpResponse(rows())  # type: ignore[return-value]  # as above


@public_page("test")
def tell(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(connection.in_atomic_block))


urlpatterns = [
    path("antwoord/<int:status>/", answer),
    path("fout/", fail),
    path("slikken/", swallow),
    path("stroom/tekst/", stream_text),
    path("stroom/rijen/", stream_rows),
    path("static/buiten", tell),
    path("binnen/", tell),
    path("", include("mensenhandel.urls")),  # the frame of a page links to them
]
