"""A server on loopback that stands in for somebody else's and answers in JSON: an issuer, a register."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class JsonHandler(BaseHTTPRequestHandler):
    """One request of such a server."""

    def say(self, status: int, content: Any, **headers: str) -> None:
        """Answer with this: JSON of it, or bytes as they are."""
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def serving[T](handler: type[JsonHandler], name: str, made: Callable[[int], T]) -> Iterator[T]:
    """What `made(port)` gives, behind a free port as long as the block lasts; each request finds it as its own `name`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    told = made(server.server_port)
    server.RequestHandlerClass = type("Handler", (handler,), {name: told})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
