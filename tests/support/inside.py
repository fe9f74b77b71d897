"""A server inside a test: it answers a real browser from the test's own transaction, so that nothing has to be committed.

Whose session the browser has is said by the test; nobody signs in. Requests are answered one at a time, over the one
connection. What lies in `assets/dist` the browser keeps, as it would those of the real server.
"""

import mimetypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.db import connections

from mensenhandel.settings.paths import BASE_DIR

from .clients import OutsideClient

_STATIC, _FILES = "/static/", BASE_DIR / "assets" / "dist"


class Inside:
    """`client`: who asks; `url`: where the browser goes.

    `sent`: what is sent instead, to an address that the browser only opens; so it shows what answers a form.
    """

    def __init__(self) -> None:
        self.client = OutsideClient()
        self.sent: dict[str, Callable[[OutsideClient], Any]] = {}
        self._context = copy_context()
        self._connection = connections["default"]
        self._one_at_a_time = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self._server.daemon_threads = True
        self.url = f"http://localhost:{self._server.server_port}"

    @contextmanager
    def answering(self) -> Iterator["Inside"]:
        """While the block runs."""
        self._connection.inc_thread_sharing()
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()
            self._connection.dec_thread_sharing()

    def answer(self, path: str, headers: dict[str, str]) -> Any:
        """What the application says to this person."""
        with self._one_at_a_time:
            connections["default"] = self._connection
            # What the test has opened (its unit of work) is open in here too.
            if path in self.sent:
                return self._context.copy().run(self.sent[path], self.client)
            return self._context.copy().run(self.client.get, path, headers=headers)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, inside: Inside, *given: Any) -> None:
        self.inside = inside
        super().__init__(*given)

    def do_GET(self) -> None:
        """A file of ours, or a page."""
        if self.path.startswith(_STATIC):
            name = self.path.removeprefix(_STATIC)
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return self._send(
                HTTPStatus.OK, {"Content-Type": kind, "Cache-Control": "max-age=3600"}, (_FILES / name).read_bytes()
            )
        of_htmx = {name: value for name, value in self.headers.items() if name.lower().startswith("hx-")}
        told = self.inside.answer(self.path, of_htmx)
        return self._send(told.status_code, dict(told.headers), b"" if told.streaming else told.content)

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: Any) -> None:
        """Not on the screen of who runs the tests."""
