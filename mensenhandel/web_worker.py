"""The web server's process, with its own refusals in our words.

What breaks off before the application is asked (an address that is too long, a header that is none) the server answers
itself: in English, and repeating a piece of what was sent. It has no setting for that page, so we write it.
"""

from typing import Any

from gunicorn.workers.gthread import ThreadWorker

_TOO_LONG = "Dit adres is te lang. Open de startpagina en probeer het van daaruit."
_TOO_MUCH = "Uw browser stuurt te veel mee. Wis de cookies van deze site en probeer het opnieuw."
_BROKEN = "Dit verzoek begrijpen we niet. Ga terug en probeer het opnieuw."
_OURS = "Er ging iets mis bij ons. Probeer het straks opnieuw."
_SENTENCES = {414: _TOO_LONG, 431: _TOO_MUCH}

_PAGE = """<!doctype html>
<html lang="nl">
<head><meta charset="utf-8"><title>Signaalpunt mensenhandel</title></head>
<body><h1>Signaalpunt mensenhandel</h1><p>{sentence} Er is niets opgeslagen.</p><p>Is iemand in gevaar? Bel 112.</p></body>
</html>
"""


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's worker with threads; what it says itself is Dutch and repeats nothing."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        super().handle_error(req, _InDutch(client), addr, exc)


class _InDutch:
    """The visitor's connection, on which the server's page of an error arrives as ours."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def sendall(self, data: bytes) -> None:
        """`data` is a whole answer: a status line, headers, a page."""
        status_line = data.partition(b"\r\n")[0]
        status = int(status_line.split()[1])
        sentence = _OURS if status == 500 else _SENTENCES.get(status, _BROKEN)
        page = _PAGE.format(sentence=sentence).encode()
        headers = (
            "Connection: close",
            "Content-Type: text/html; charset=utf-8",
            "Cache-Control: no-store",
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options: nosniff",
            f"Content-Length: {len(page)}",
        )
        self._connection.sendall(b"\r\n".join([status_line, *map(str.encode, headers), b"", page]))
