"""A Locatieserver on loopback, for tests: it knows a few invented addresses, until a test says what it is to get wrong."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .loopback import JsonHandler, serving

PATH = "/search/v3_1"
# What the description of version 3.1 names for `free`; another parameter is refused there.
PARAMETERS = {"q", "df", "fl", "fq", "start", "rows", "sort", "wt", "bq", "lat", "lon"}

type Document = dict[str, Any]


def document(number: int = 12, **changed: Any) -> Document:
    """An address as it is told there: invented, in Goes unless told otherwise. None leaves a field out."""
    told = {
        "type": "adres",
        "nummeraanduiding_id": f"06642000000{number:05}",
        "straatnaam": "Nergensweg",
        "huisnummer": number,
        "postcode": "4461ZZ",
        "woonplaatsnaam": "Goes",
        "gemeentecode": "0664",
        "gemeentenaam": "Goes",
    } | changed
    return {name: value for name, value in told.items() if value is not None}


class LocalLocatieserver:
    """Its state; `documents` is what it knows, `answer` replaces what it says."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}{PATH}"
        self.begin_anew()

    def begin_anew(self) -> None:
        """Honest again, with nothing remembered."""
        self.asked: list[dict[str, list[str]]] = []
        self.documents: list[Document] = [
            document(12),
            document(12, huisletter="b", nummeraanduiding_id="0664200000000121"),
            document(
                12,
                woonplaatsnaam="Vlissingen",
                postcode="4381ZZ",
                gemeentecode="0718",
                gemeentenaam="Vlissingen",
                nummeraanduiding_id="0718200000000012",
            ),
        ]
        self.answer: Callable[[Any], None] | None = None

    def found(self, asked: dict[str, list[str]]) -> list[Document]:
        """What it knows that passes every filter and, without a postcode, has the place among the words."""
        filters = dict(one.split(":", 1) for one in asked.get("fq", []))
        words = asked.get("q", [""])[0].lower()
        return [
            known
            for known in self.documents
            if all(str(known.get(name, "")) == value for name, value in filters.items())
            and (not words or str(known["woonplaatsnaam"]).lower() in words)
        ]


class _Handler(JsonHandler):
    server_of: LocalLocatieserver

    def do_GET(self) -> None:  # noqa: N802  the name that http.server calls
        parts = urlsplit(self.path)
        asked = parse_qs(parts.query, strict_parsing=True)
        self.server_of.asked.append(asked)
        if self.server_of.answer is not None:
            with suppress(OSError):  # who asked has hung up
                self.server_of.answer(self)
            return
        if parts.path != f"{PATH}/free" or set(asked) - PARAMETERS:
            self.say(400, {"error": "unknown"})
            return
        found = self.server_of.found(asked)
        self.say(200, answer(*found[: int(asked["rows"][0])], number=len(found)))


def answer(*documents: Any, number: int | None = None) -> dict[str, Any]:
    """What it says when it found these."""
    return {"response": {"numFound": len(documents) if number is None else number, "start": 0, "docs": [*documents]}}


def running() -> AbstractContextManager[LocalLocatieserver]:
    """One on a free port of loopback, as long as the block lasts."""
    return serving(_Handler, "server_of", LocalLocatieserver)
