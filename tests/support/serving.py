"""The server of the journeys: the application over a real socket, with what the browser need not ask for twice.

Each connection of the browser has a thread, as Django's own live server gives it. But the application runs in a few threads
that stay, as it does in production: they keep their connections to the database, with the plans that these have made. What
lies in `assets/dist` comes from memory, and the browser keeps it.
"""

import mimetypes
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import cache
from queue import SimpleQueue
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import QuietWSGIRequestHandler

from mensenhandel.settings.paths import BASE_DIR

_FILES = BASE_DIR / "assets" / "dist"
_THREADS = 3

type _Work = tuple[Future[list[bytes]], Callable[[], list[bytes]]]


@contextmanager
def serving() -> Iterator[str]:
    """Answers while the block runs; gives the address."""
    pool = _Pool()
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler, allow_reuse_address=False)
    server.set_app(_Application(pool))
    accepting = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    accepting.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        accepting.join()
        server.server_close()
        pool.close()


class _Pool:
    """Threads that do one piece of work after the other."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[_Work | None] = SimpleQueue()
        self._threads = [threading.Thread(target=self._work) for _ in range(_THREADS)]
        for thread in self._threads:
            thread.start()

    def do(self, work: Callable[[], list[bytes]]) -> list[bytes]:
        """What `work` gives, or raises."""
        done: Future[list[bytes]] = Future()
        self._waiting.put((done, work))
        return done.result()

    def close(self) -> None:
        """Finish what was asked, and end the connections to the database."""
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while given := self._waiting.get():
            done, work = given
            try:
                done.set_result(work())
            except BaseException as error:
                done.set_exception(error)
        connections.close_all()


class _Application:
    """Files at once, pages from the pool."""

    def __init__(self, pool: _Pool) -> None:
        self._pool, self._pages = pool, WSGIHandler()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        path = str(environ["PATH_INFO"])
        if path.startswith(settings.STATIC_URL):
            kind, content = _file(path.removeprefix(settings.STATIC_URL))
            headers = [("Content-Type", kind), ("Content-Length", str(len(content))), ("Cache-Control", "max-age=3600")]
            start_response("200 OK", headers)
            return [content]
        return self._pool.do(lambda: self._page(environ, start_response))

    def _page(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        answer = self._pages(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()


@cache
def _file(name: str) -> tuple[str, bytes]:
    return mimetypes.guess_type(name)[0] or "application/octet-stream", (_FILES / name).read_bytes()
